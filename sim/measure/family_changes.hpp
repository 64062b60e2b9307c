#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/identification.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/measure/run_result.hpp"
#include "sim/record/run_record.hpp"

/// Who changes between a plan and the baseline: the same families under the same luck, one by one. How many
/// change either way depends on how the luck of the two runs is coupled; only the net is a property of the
/// plans.
namespace homeward {

/// What became of each family of the entry cohort, as far as comparing two plans needs it.
CohortFamilies measure_cohort_families(const RunRecord& run);

/// A number that two runs of one replication give, in the plan's favour or against it.
enum class FamilyChange : std::uint8_t {
  home_only_under_plan,
  home_only_under_baseline,
  home_net,
  spared_reentry,
  reentry_only_under_plan,
  reentry_net,
  days_saved_per_family,
  families_with_other_days,
  days_saved_per_changed_family,
  served_home_under_plan,
  served_home_under_baseline,
  served_relative_rate
};
inline constexpr std::size_t family_changes_count = 12;

struct FamilyChangeInfo {
  std::string_view name;  ///< as in /comparison
  std::string_view units;
  std::string_view long_name;
  std::string_view definition;
  bool coupled{};  ///< its size depends on how luck is coupled: no property of the plans
};
/// What readers must be told of coupled numbers.
inline constexpr std::string_view only_the_net_counts =
    "How many families change either way depends on how the luck of the two runs is coupled; only the net is "
    "a "
    "property of the plans.";
/// In the order of FamilyChange.
std::span<const FamilyChangeInfo> family_change_table();

/// [FamilyChange] of two runs of the same replication. Home: per 1,000 families that both runs follow for 12
/// months after first removal. Re-entry: per 1,000 home under both that both follow for 12 months after it.
/// The others: of all families of the cohort. NaN where there is none; all NaN where the cohorts are not the
/// same families (other first number or count) or are empty.
std::vector<double> family_changes(const CohortFamilies& plan, const CohortFamilies& baseline);

/// The changes of one plan over replications: Student intervals over the pairs that count.
struct FamilyChangeEstimates {
  std::vector<Estimate> of;     ///< [FamilyChange]
  std::vector<Reason> reasons;  ///< [FamilyChange]: why there is none
  double pairs{};               ///< pairs of runs with the same families
  Reason reason(FamilyChange change) const { return reasons[static_cast<std::size_t>(change)]; }
  const Estimate& operator[](FamilyChange change) const { return of[static_cast<std::size_t>(change)]; }
};
/// What the runs of a pair are, as far as it says which changes they can give.
struct PairedRuns {
  RunSpan plan, baseline;
  bool say_followed{true};  ///< they say which families are followed for 12 months
  bool say_served{true};    ///< they say which families had a coach
};
/// `pairs`: [replication][FamilyChange].
FamilyChangeEstimates summarise_family_changes(std::span<const std::vector<double>> pairs,
                                               const PairedRuns& runs);

/// "no family is followed for 12 months after first removal under both plans"; "" where it is given.
std::string family_reason_text(FamilyChange change, Reason reason);

}  // namespace homeward
