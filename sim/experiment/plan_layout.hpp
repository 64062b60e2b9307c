#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/experiment/run_plan.hpp"
#include "sim/measure/outcome_uncertainty.hpp"

namespace homeward {

/// Plans and draws of a plan of runs that has draws.
DrawLayout layout_of(const RunPlan& plan);

/// The scenario that each scenario is compared with: the baseline, with draws that of the same draw, if there
/// is one.
std::vector<std::optional<std::size_t>> baselines_of(const RunPlan& plan);

/// Every number that was drawn for any plan: keys of role "uncertainty" whose values differ between draws of
/// a plan; of a table each of its keys.
DrawnNumbers drawn_numbers(const RunPlan& plan, const DrawLayout& layout);

}  // namespace homeward
