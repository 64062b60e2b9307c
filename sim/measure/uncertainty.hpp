#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/measure/crossed.hpp"
#include "sim/measure/paired.hpp"

/// Uncertainty analysis: plans under the same draws of uncertain parameters and the same luck.
namespace homeward {

/// Which scenario of a study is which plan under which draw.
struct DrawLayout {
  std::vector<std::string> plans;  ///< in order of appearance
  std::size_t baseline{};          ///< index into plans
  std::size_t draws{};             ///< 1 + the highest number of a draw
  /// [plan][draw]: index of the scenario; nothing where the study has none
  std::vector<std::vector<std::optional<std::size_t>>> scenarios;

  struct Place {
    std::size_t plan{};
    std::size_t draw{};
  };
  std::vector<Place> places;  ///< [scenario]

  /// The scenario of the baseline under the same draw as this one, if there is one.
  std::optional<std::size_t> baseline_of(std::size_t scenario) const {
    return scenarios[baseline][places[scenario].draw];
  }

  /// Draws of a plan, and those that the baseline has too: as many as an estimate would count, had all of
  /// them a number.
  std::size_t draws_of(std::size_t plan) const;
  std::size_t draws_with_baseline(std::size_t plan) const;
};

/// The layout of scenarios that are these plans and draws; `baseline` is the index of a scenario.
DrawLayout lay_out_draws(std::span<const std::string> plan, std::span<const std::uint32_t> draw,
                         std::size_t baseline);

/// One outcome of one plan: [draw], its runs by replication. A draw without runs is empty.
using DrawnRuns = std::vector<Runs>;

/// The runs of an outcome as a crossed table, on the scale of its estimate: the values; of mean_of_log their
/// logarithms; of ratio_of_means R_d + (numerator - R_d denominator) / (mean denominator), with R_d the ratio
/// of means of draw d, so that the mean of a draw is its ratio (linearisation; Cochran 1977, ch. 6). Runs
/// without a number leave gaps: draws or replications are left out until there are none, whichever costs
/// fewer runs. `draws`: which draws of the input are left.
struct PreparedTable {
  CrossedTable table;
  std::vector<std::size_t> draws;
};
PreparedTable crossed_table(const OutcomeInfo& outcome, const DrawnRuns& plan);
/// Likewise the plan minus the baseline, over the runs that both have.
PreparedTable crossed_difference(const OutcomeInfo& outcome, const DrawnRuns& plan,
                                 const DrawnRuns& baseline);

/// Means and bounds on the scale that people read: of mean_of_log exponentiated (a difference is then the
/// plan over the baseline). Variances stay those of logarithms.
CrossedEstimate on_reading_scale(const OutcomeInfo& outcome, CrossedEstimate estimate);

/// An estimate of an outcome (not of a difference) whose intervals stay where the outcome can be.
CrossedEstimate within_range(const OutcomeInfo& outcome, CrossedEstimate estimate);

/// Draws of an estimate that were left out for lack of a number.
inline double draws_left_out(const CrossedEstimate& estimate, std::size_t planned) {
  return static_cast<double>(planned) - estimate.draws;
}

/// Whether more than 5 % of the planned draws do not count.
bool draws_lack(double counted, std::size_t planned);

/// Draws without a number are no random subset of what is doubtful. Where more than 5 % were left out,
/// nothing is said of the expected value: its interval and its probability are NaN.
CrossedEstimate unless_draws_lack(CrossedEstimate estimate, std::size_t planned);

/// The mean of each draw over its replications.
std::vector<double> draw_means(const CrossedTable& table);

/// Standard deviation of the means of plans: what the plans differ by, which is no doubt. NaN below two.
double spread_between_plans(std::span<const CrossedEstimate> plans);

}  // namespace homeward
