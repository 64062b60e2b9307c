#include "sim/measure/family_changes.hpp"

#include <algorithm>
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
     "under the plan and not under the baseline, per 1,000 such families that both runs follow for 12 months "
     "after removal.",
     true},
    {"families_home_only_under_baseline", "1",
     "Families home within 12 months only under the baseline, per 1,000",
     "Families first removed in the window whose first reunification is within 12 months of that removal "
     "under the baseline and not under the plan, per 1,000 such families that both runs follow for 12 months "
     "after removal.",
     true},
    {"families_home_net", "1", "More families home within 12 months under the plan, per 1,000",
     "families_home_only_under_plan minus families_home_only_under_baseline: a property of the two plans."},
    {"families_spared_reentry", "1", "Families spared a re-entry, per 1,000 home under both",
     "Families first removed in the window that come back into care within 12 months of first going home "
     "under the baseline and not under the plan, per 1,000 such families that go home under both plans and "
     "are followed for 12 months after that under both.",
     true},
    {"families_reentry_only_under_plan", "1",
     "Families that come back only under the plan, per 1,000 home under both",
     "Families first removed in the window that come back into care within 12 months of first going home "
     "under the plan and not under the baseline, per 1,000 such families that go home under both plans and "
     "are followed for 12 months after that under both.",
     true},
    {"families_reentry_net", "1", "Fewer re-entries, per 1,000 families home under both",
     "families_spared_reentry minus families_reentry_only_under_plan. Families that go home under one plan "
     "alone are left out; who they are depends on how luck is coupled."},
    {"days_in_care_saved_per_family", "d", "Days in care saved per family",
     "Days in care from first removal to the end of the run under the baseline minus those under the plan, "
     "all episodes, a family's day counting once, mean over the families first removed in the window: a "
     "property of the two plans, which must run equally long."},
    {"families_with_other_days_in_care", "1", "Families whose days in care differ, per 1,000",
     "Families first removed in the window whose days in care up to the end of the run differ between the "
     "two plans, which must run equally long, per 1,000 such families.",
     true},
    {"days_in_care_saved_per_changed_family", "d", "Days in care saved per family that changes",
     "days_in_care_saved_per_family, but the mean over those families alone whose days in care differ "
     "between the two plans.",
     true},
    {"families_served_home_under_plan", "1", "Families with a coach: home within 12 months under the plan, per 1,000",
     "Families first removed in the window that under the plan get a coach within 12 months of that removal and before "
     "they go home, and are followed for 12 months under both: of 1,000 of them, those home within 12 months under the "
     "plan."},
    {"families_served_home_under_baseline", "1",
     "The same families under the baseline: home within 12 months, per 1,000",
     "The families of families_served_home_under_plan, under the baseline."},
    {"families_served_relative_rate", "1", "Families with a coach: home within 12 months, times as often as under the baseline",
     "families_served_home_under_plan over families_served_home_under_baseline, a ratio of means over replications with a "
     "jackknife interval: what a perfect matching of families with a coach would find."},
}};

/// Days are stored in sixteenths, between which rounding may decide: one step is no difference.
constexpr Days days_step = 1.0 / 16;

/// Families of one pair of runs, by what changes.
struct Tally {
  double families{}, followed{}, home_plan{}, home_baseline{};
  double home_both{}, spared{}, back_plan{}, changed{};
  double served{}, served_home_plan{}, served_home_baseline{};
  Days saved{};

  void add(int plan, int baseline, Days days_saved) {
    families += 1;
    saved += days_saved;
    changed += std::abs(days_saved) > days_step ? 1 : 0;
    if ((plan & baseline & followed_12_months) != 0) add_home(plan, baseline);
    if ((plan & baseline & home_followed_12_months) != 0) add_reentry(plan, baseline);
    if ((plan & baseline & followed_12_months) != 0 && (plan & had_coach) != 0) add_served(plan, baseline);
  }
  void add_home(int plan, int baseline) {
    followed += 1;
    const bool home_a = (plan & home_within_12_months) != 0;
    const bool home_b = (baseline & home_within_12_months) != 0;
    home_plan += home_a && !home_b ? 1 : 0;
    home_baseline += home_b && !home_a ? 1 : 0;
  }
  void add_served(int plan, int baseline) {
    served += 1;
    served_home_plan += (plan & home_within_12_months) != 0 ? 1 : 0;
    served_home_baseline += (baseline & home_within_12_months) != 0 ? 1 : 0;
  }
  void add_reentry(int plan, int baseline) {
    home_both += 1;
    const bool back_a = (plan & back_within_12_months) != 0;
    const bool back_b = (baseline & back_within_12_months) != 0;
    spared += back_b && !back_a ? 1 : 0;
    back_plan += back_a && !back_b ? 1 : 0;
  }
};

bool is_of_days(FamilyChange change) {
  return change >= FamilyChange::days_saved_per_family && change < FamilyChange::served_home_under_plan;
}

bool is_of_served(FamilyChange change) {
  return change >= FamilyChange::served_home_under_plan;
}

/// Why a change is none although there are pairs of the same families.
Reason reason_of(FamilyChange change, const Estimate& estimate, const PairedRuns& runs) {
  if (is_of_days(change)) return runs.plan == runs.baseline ? Reason::none : Reason::unlike_periods;
  if (is_of_served(change) && !runs.say_served) return Reason::older_program;
  if (!std::isnan(estimate.mean)) return Reason::none;
  if (!runs.say_followed) return Reason::older_program;
  const bool followed = std::min(runs.plan.follow_up_years, runs.baseline.follow_up_years) >= 1;
  return followed ? Reason::nobody_at_risk : Reason::follow_up;
}

/// Of means: pairs in which nobody is served do not count.
Estimate relative_rate(std::span<const std::vector<double>> pairs) {
  const auto column = [&](FamilyChange change) {
    std::vector<double> values;
    for (const auto& pair : pairs) values.push_back(pair[static_cast<std::size_t>(change)]);
    return values;
  };
  const auto plan = column(FamilyChange::served_home_under_plan);
  OutcomeInfo as;
  as.summary = Summary::ratio_of_means;
  return summarise(as, plan, plan, column(FamilyChange::served_home_under_baseline));
}

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
  const auto per_1000 = [](double count, double families) { return 1000 * ratio(count, families); };
  return {per_1000(tally.home_plan, tally.followed),
          per_1000(tally.home_baseline, tally.followed),
          per_1000(tally.home_plan - tally.home_baseline, tally.followed),
          per_1000(tally.spared, tally.home_both),
          per_1000(tally.back_plan, tally.home_both),
          per_1000(tally.spared - tally.back_plan, tally.home_both),
          ratio(tally.saved, tally.families),
          per_1000(tally.changed, tally.families),
          ratio(tally.saved, tally.changed),
          per_1000(tally.served_home_plan, tally.served),
          per_1000(tally.served_home_baseline, tally.served),
          ratio(tally.served_home_plan, tally.served_home_baseline)};
}

FamilyChangeEstimates summarise_family_changes(std::span<const std::vector<double>> pairs,
                                               const PairedRuns& runs) {
  FamilyChangeEstimates estimates;
  std::vector<double> values(pairs.size());
  for (std::size_t row = 0; row < family_changes_count; ++row) {
    const auto change = static_cast<FamilyChange>(row);
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) values[pair] = pairs[pair][row];
    auto estimate = change == FamilyChange::served_relative_rate ? relative_rate(pairs) : summarise(OutcomeInfo{}, values);
    if (change == FamilyChange::families_with_other_days) estimates.pairs = estimate.n;
    const auto reason = reason_of(change, estimate, runs);
    if (reason != Reason::none) estimate = summarise(OutcomeInfo{}, {});
    estimates.of.push_back(estimate);
    estimates.reasons.push_back(reason);
  }
  return estimates;
}

std::string family_reason_text(FamilyChange change, Reason reason) {
  if (is_of_served(change) && reason == Reason::older_program)
    return "the program that wrote the file did not record which families had a coach";
  if (is_of_served(change) && reason == Reason::nobody_at_risk) return "no family has a coach under the plan";
  const bool home = change <= FamilyChange::home_net || is_of_served(change);
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::follow_up:
      return home ? "needs 12 months after first removal, under both plans"
                  : "needs 12 months after going home, under both plans";
    case Reason::unlike_periods:
      return "days in care up to the end of runs of unlike length are not compared";
    case Reason::older_program:
      return "the program that wrote the file did not record which families were followed for 12 months";
    default:
      return home ? "no family entered" : "no family is home under both plans";
  }
}

}  // namespace homeward
