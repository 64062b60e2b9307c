#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/evidence/score.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/base_scenario.hpp"

/// A study's design inside the simulator: its families, its offer, its horizon and its comparison, so that what it would
/// have estimated can be held against what it published.
namespace homeward {

enum class ContrastOutcome : std::uint8_t {
  reunified,                ///< home within `months` of time zero, of those in care then
  reentry,                  ///< back within `months` of going home, each arm's own returns
  reentry_home_under_both,  ///< likewise of children who go home in both arms
  days_in_care              ///< from time zero to `months` later, a child
};
inline constexpr std::array<std::string_view, 4> contrast_outcome_names{"reunified", "reentry",
                                                                        "reentry_home_under_both", "days_in_care"};

/// Whose outcomes: of all families, or of those that get a coach under treatment and the same ones under control.
enum class ContrastWho : std::uint8_t { assigned, served };
inline constexpr std::array<std::string_view, 2> contrast_who_names{"assigned", "served"};

enum class ContrastMeasure : std::uint8_t { ratio, difference };
inline constexpr std::array<std::string_view, 2> contrast_measure_names{"ratio", "difference"};

/// Which families a study took: levels of traits, and the age of the youngest child.
struct FamilyFilter {
  std::vector<std::pair<std::string, std::string>> levels;  ///< (trait, level), all of them
  double youngest_from{0};                                  ///< years
  double youngest_below{1e9};
};

struct Contrast {
  std::string name;
  std::shared_ptr<const BaseScenario> treatment;
  std::shared_ptr<const BaseScenario> control;  ///< none: treatment without coaches
  ContrastOutcome outcome{};
  double months{};
  double enrolled_after_days{0};  ///< time zero, from removal; families still in care then are enrolled
  FamilyFilter families;
  ContrastWho who{};
  ContrastMeasure measure{};

  /// Days from time zero to the horizon.
  Days horizon() const { return months * days_per_month; }
};

/// Children that an outcome happened to (or their days in care) and of how many, in both arms of one replication.
struct ContrastCounts {
  double treated{}, of_treated{};
  double control{}, of_control{};
};

/// Counts one replication of a contrast. Children of first removals inside the window count; both records are of the same
/// seed and replication, so that families are the same by number. The treatment's needs its log where `who` is served.
ContrastCounts count_contrast(const Contrast& contrast, const Scenario& scenario, const RunRecord& treatment,
                              const RunRecord& control);

/// Ratio or difference of the two arms' shares (days a child) over all replications, with its error by leaving each
/// replication out in turn; that of a ratio is on the scale of logarithms, its interval is not. At least two replications;
/// NaN where there is nobody to count.
Simulated summarise_contrast(ContrastMeasure measure, const std::vector<ContrastCounts>& replications);

}  // namespace homeward
