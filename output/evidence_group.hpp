#pragma once

#include "output/hdf5_id.hpp"
#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// Writes the group /evidence: every parameter with value, unit, source, grade and range; see
/// sim/evidence/evidence_register.hpp.
void write_evidence(hid_t file, const RunPlan& plan);

}  // namespace homeward
