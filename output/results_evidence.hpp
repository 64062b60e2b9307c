#pragma once

#include "output/results_file.hpp"
#include "sim/evidence/evidence_register.hpp"

namespace homeward {

/// Every parameter of a results file with value, unit, source, grade and range; empty where the file was
/// written before there was a register. Throws ResultsError.
EvidenceRegister read_evidence(const ResultsFile& file);

}  // namespace homeward
