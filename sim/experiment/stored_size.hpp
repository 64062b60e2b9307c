#pragma once

#include <cstdint>

#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// About how many bytes a results file of this plan takes: outcomes and curves exactly, tables of families
/// and events by expectation, before compression (which makes the tables two to four times smaller).
std::uint64_t estimated_stored_bytes(const RunPlan& plan);

}  // namespace homeward
