#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/measure/sensitivity.hpp"
#include "sim/measure/uncertainty.hpp"

namespace homeward {

/// The numbers that were drawn for each plan: [plan][number], the same numbers in the same order for all; a
/// number's values are by draw, NaN where the study has no such scenario.
using DrawnNumbers = std::vector<std::vector<DrawnNumber>>;

/// What an uncertainty analysis says about one outcome. Means and bounds are on the scale that people read;
/// variances and sensitivities of mean_of_log are those of logarithms.
struct OutcomeUncertainty {
  std::vector<CrossedEstimate> plans;                 ///< [plan]
  std::vector<CrossedEstimate> differences;           ///< [plan]: from the baseline under the same draw
  std::vector<Sensitivity> plan_sensitivities;        ///< [plan]: of the means of its draws
  std::vector<Sensitivity> difference_sensitivities;  ///< [plan]: of the mean differences of its draws
  double spread_between_plans{};                      ///< see the function of this name
};

/// Analyses one outcome of all plans. `runs_of` gives the runs of a scenario, replication by replication.
OutcomeUncertainty analyse_uncertainty(const OutcomeInfo& outcome, const DrawLayout& layout,
                                       const DrawnNumbers& numbers,
                                       const std::function<Runs(std::size_t scenario)>& runs_of);

}  // namespace homeward
