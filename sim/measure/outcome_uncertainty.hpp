#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/measure/sensitivity.hpp"
#include "sim/measure/switch_point.hpp"
#include "sim/measure/uncertainty.hpp"

namespace homeward {

/// The numbers that were drawn for each plan: [plan][number], the same numbers in the same order for all; a
/// number's values are by draw, NaN where the study has no such scenario.
using DrawnNumbers = std::vector<std::vector<DrawnNumber>>;

/// What an uncertainty analysis says about one outcome. Means and bounds are on the scale that people read;
/// variances and sensitivities of mean_of_log are those of logarithms.
struct OutcomeUncertainty {
  std::vector<CrossedEstimate> plans;                   ///< [plan]
  std::vector<CrossedEstimate> differences;             ///< [plan]: from the baseline under the same draw
  std::vector<Sensitivity> plan_sensitivities;          ///< [plan]: of the means of its draws
  std::vector<Sensitivity> difference_sensitivities;    ///< [plan]: of the mean differences of its draws
  double spread_between_plans{};                        ///< see the function of this name
  std::vector<std::vector<SwitchPoint>> switch_points;  ///< [pair][number]; without pairs or of an outcome in
                                                        ///< which neither direction is better none
};

/// Two plans of which one is preferred: differences are the plan minus the other.
struct PlanPair {
  std::size_t plan{};
  std::size_t against{};
};

/// The pairs for which switch points are looked for: every plan against the baseline; of up to four plans
/// also against each other. None of more than fifty plans: their number of switch points nobody reads.
std::vector<PlanPair> plan_pairs(const DrawLayout& layout);

/// Which plan of a pair an outcome prefers at the smallest and at the largest value of a parameter that was
/// drawn: neither where that is not told.
enum class Preferred : std::uint8_t { neither, plan, against };
inline constexpr std::array<std::string_view, 3> preferred_names{"neither", "plan", "against"};
Preferred preferred_at_low(const OutcomeInfo& outcome, const SwitchPoint& found);
Preferred preferred_at_high(const OutcomeInfo& outcome, const SwitchPoint& found);

/// Where the runs of one outcome are.
struct RunsOfOutcome {
  /// The runs of a scenario, replication by replication; empty where they cannot give the outcome.
  std::function<Runs(std::size_t scenario)> of;
  /// Whether the outcome of one scenario may be held against another's: totals of unlike periods may not.
  std::function<bool(std::size_t scenario, std::size_t against)> comparable;
};

/// Analyses a study outcome by outcome.
class UncertaintyAnalysis {
 public:
  /// Both must outlive it.
  UncertaintyAnalysis(const DrawLayout& layout, const DrawnNumbers& numbers);

  const std::vector<PlanPair>& pairs() const { return pairs_; }
  /// One outcome of all plans.
  OutcomeUncertainty analyse(const OutcomeInfo& outcome, const RunsOfOutcome& runs);

 private:
  PreparedTable difference(const OutcomeInfo& outcome, const RunsOfOutcome& runs, PlanPair pair) const;
  std::vector<SwitchPoint> find_switches(std::size_t pair, const PreparedTable& differences);

  const DrawLayout& layout_;
  const DrawnNumbers& numbers_;
  std::vector<PlanPair> pairs_;
  std::vector<std::size_t> of_pair_;                  ///< [pair]: which of the sets of numbers it hangs on
  std::vector<std::vector<DrawnNumber>> sets_;        ///< different ones; mostly one for all pairs
  std::vector<std::optional<SwitchFinder>> finders_;  ///< [set]: of the draws it met last, mostly the same
};

}  // namespace homeward
