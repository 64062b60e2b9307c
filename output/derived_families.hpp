#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/schema.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/measure/family_changes.hpp"

namespace homeward {

/// Who changes under each scenario against the one that it is compared with, from the cohorts as they stand
/// in the file; [scenario]. Only the first replications are used, as many as asked for. One block of runs in
/// memory at a time. `spans` [scenario]; empty: not known, and taken as equal.
std::vector<FamilyChangeEstimates> estimate_family_changes(
    hid_t file, const schema::Axes& axes, std::span<const std::optional<std::size_t>> baselines,
    std::span<const RunSpan> spans, std::size_t replications);

/// Adds them to the group /comparison.
void write_family_changes(hid_t file, const RunPlan& plan, const schema::Axes& axes);

}  // namespace homeward
