#include "sim/measure/family_changes.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "sim/measure/sheet.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<FamilyChangeInfo, family_changes_count> table{{
    {"families_home_only_under_plan", "1", "Families home within 12 months only under the plan, per 1,000",
     "Families first removed in the window whose first reunification is within 12 months of that removal "
     "under the "
     "plan and not under the baseline, per 1,000 such families.",
     true},
    {"families_home_only_under_baseline", "1",
     "Families home within 12 months only under the baseline, per 1,000",
     "Families first removed in the window whose first reunification is within 12 months of that removal "
     "under the "
     "baseline and not under the plan, per 1,000 such families.",
     true},
    {"families_home_net", "1", "More families home within 12 months under the plan, per 1,000",
     "families_home_only_under_plan minus families_home_only_under_baseline: a property of the two plans."},
    {"families_spared_reentry", "1", "Families spared a re-entry, per 1,000",
     "Families first removed in the window that go home under both plans before the end of the run and come "
     "back "
     "into care within 12 months of going home under the baseline and not under the plan, per 1,000 families "
     "first "
     "removed in the window.",
     true},
    {"families_reentry_only_under_plan", "1", "Families that come back only under the plan, per 1,000",
     "Families first removed in the window that go home under both plans before the end of the run and come "
     "back "
     "into care within 12 months of going home under the plan and not under the baseline, per 1,000 families "
     "first "
     "removed in the window.",
     true},
    {"families_reentry_net", "1", "Fewer re-entries among families home under both, per 1,000",
     "families_spared_reentry minus families_reentry_only_under_plan. Families that go home under one plan "
     "alone "
     "are left out; who they are depends on how luck is coupled."},
    {"days_in_care_saved_per_family", "d", "Days in care saved per family",
     "Days in care from first removal to the end of the run under the baseline minus those under the plan, "
     "all "
     "episodes, a family's day counting once, mean over the families first removed in the window: a property "
     "of the "
     "two plans."},
    {"families_with_other_days_in_care", "1", "Families whose days in care differ, per 1,000",
     "Families first removed in the window whose days in care differ between the two plans, per 1,000 such "
     "families.",
     true},
    {"days_in_care_saved_per_changed_family", "d", "Days in care saved per family that changes",
     "days_in_care_saved_per_family, but the mean over those families alone whose days in care differ "
     "between the "
     "two plans.",
     true},
}};

/// Days are stored in sixteenths, between which rounding may decide: one step is no difference.
constexpr Days days_step = 1.0 / 16;

/// Families of one pair of runs, by what changes.
struct Tally {
  double families{}, home_plan{}, home_baseline{}, spared{}, back_plan{}, changed{};
  Days saved{};

  void add(int plan, int baseline, Days days_saved) {
    families += 1;
    const bool home_a = (plan & home_within_12_months) != 0;
    const bool home_b = (baseline & home_within_12_months) != 0;
    home_plan += home_a && !home_b ? 1 : 0;
    home_baseline += home_b && !home_a ? 1 : 0;
    saved += days_saved;
    changed += std::abs(days_saved) > days_step ? 1 : 0;
    if ((plan & baseline & went_home) == 0) return;
    const bool back_a = (plan & back_within_12_months) != 0;
    const bool back_b = (baseline & back_within_12_months) != 0;
    spared += back_b && !back_a ? 1 : 0;
    back_plan += back_a && !back_b ? 1 : 0;
  }
};

bool same_families(const CohortFamilies& plan, const CohortFamilies& baseline) {
  return plan.first == baseline.first && plan.state.size() == baseline.state.size() && !plan.state.empty();
}

}  // namespace

std::span<const FamilyChangeInfo> family_change_table() {
  return table;
}

std::vector<double> family_changes(const CohortFamilies& plan, const CohortFamilies& baseline) {
  if (!same_families(plan, baseline)) return std::vector<double>(family_changes_count, nan);
  Tally tally;
  for (std::size_t family = 0; family < plan.state.size(); ++family) {
    if (plan.state[family] == CohortFamilies::no_family) continue;
    tally.add(plan.state[family], baseline.state[family],
              static_cast<Days>(baseline.days_in_care[family]) - plan.days_in_care[family]);
  }
  const auto per_1000 = [&tally](double count) { return 1000 * ratio(count, tally.families); };
  return {per_1000(tally.home_plan),
          per_1000(tally.home_baseline),
          per_1000(tally.home_plan - tally.home_baseline),
          per_1000(tally.spared),
          per_1000(tally.back_plan),
          per_1000(tally.spared - tally.back_plan),
          ratio(tally.saved, tally.families),
          per_1000(tally.changed),
          ratio(tally.saved, tally.changed)};
}

FamilyChangeEstimates summarise_family_changes(std::span<const std::vector<double>> pairs) {
  FamilyChangeEstimates estimates;
  std::vector<double> values(pairs.size());
  for (std::size_t change = 0; change < family_changes_count; ++change) {
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) values[pair] = pairs[pair][change];
    estimates.of.push_back(summarise(OutcomeInfo{}, values));
  }
  return estimates;
}

}  // namespace homeward
