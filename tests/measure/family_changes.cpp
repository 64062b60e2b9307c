#include "sim/measure/family_changes.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "run_builder.hpp"

using namespace homeward;

namespace {

constexpr ExitKind home = ExitKind::reunified;

double of(const std::vector<double>& changes, FamilyChange change) {
  return changes[static_cast<std::size_t>(change)];
}

}  // namespace

TEST_CASE("cohort families: those that enter in the window, from the first number on") {
  RunBuilder builder(1, 2);
  builder.stay(-5);
  builder.stay(0, {100, home});
  builder.stay(365, {365.5, ExitKind::adopted});
  builder.stay(366);
  const auto cohort = builder.result(RecordLevel::series).cohort;
  CHECK(cohort.first == 2);
  CHECK(cohort.state == std::vector<std::int8_t>{home_within_12_months | went_home, 0});
  CHECK(cohort.days_in_care == std::vector<float>{100, 0.5F});
  CHECK(builder.result(RecordLevel::runs).cohort.state.empty());
}

TEST_CASE("cohort families: nobody in the window gives an empty cohort") {
  RunBuilder builder(1, 2);
  builder.stay(-5);
  CHECK(builder.result(RecordLevel::series).cohort.first == 0);
  CHECK(builder.result(RecordLevel::series).cohort.state.empty());
}

TEST_CASE("cohort families: a number between them that entered outside the window has no state") {
  RunBuilder builder(1, 2);
  builder.stay(3);
  builder.stay(-3);
  builder.stay(4);
  const auto cohort = builder.result(RecordLevel::series).cohort;
  CHECK(cohort.state == std::vector<std::int8_t>{0, CohortFamilies::no_family, 0});
  CHECK(std::isnan(cohort.days_in_care[1]));
}

TEST_CASE(
    "cohort families: home within 12 months, home later, back within 12 months of the first going home") {
  RunBuilder builder(1, 5);
  builder.stay(10, {10 + 365.25, home});  // on the last day
  builder.stay(10, {10 + 365.5, home});   // later
  builder.family(0);                      // back in time, and home again
  builder.episode(0, {{100, home}});
  builder.episode(100 + 365.25, {{600, home}});
  builder.family(0);  // back too late
  builder.episode(0, {{100, home}});
  builder.episode(100 + 365.5);
  builder.family(0);  // to a guardian first, home only from the second episode
  builder.episode(0, {{100, ExitKind::guardianship}});
  builder.episode(150, {{300, home}});
  builder.episode(400);
  const auto cohort = builder.result(RecordLevel::series).cohort;
  constexpr std::int8_t early = home_within_12_months | went_home;
  CHECK(cohort.state == std::vector<std::int8_t>{early, went_home, early | back_within_12_months, early,
                                                 early | back_within_12_months});
}

TEST_CASE("cohort families: a day in care counts once for the family and ends with the run") {
  RunBuilder builder(1, 1);  // ends on day 730.5
  builder.family(0, {5, 17});
  builder.episode(0, {{100, home}, {40, ExitKind::emancipated}});
  builder.episode(700, {stays_in_care});
  CHECK(builder.result(RecordLevel::series).cohort.days_in_care[0] == Approx(100 + 30.5));
}

TEST_CASE("family changes: ten families by hand") {
  constexpr std::int8_t early = home_within_12_months | went_home;
  constexpr std::int8_t back = early | back_within_12_months;
  // Three home only under the plan, one only under the baseline; two spared a re-entry, one that comes back
  // only under the plan; one back under both, one home under both, one never home.
  const CohortFamilies plan{7,
                            {early, early, early, went_home, early, early, back, back, early, 0},
                            {9, 9, 9, 80, 9, 9, 70, 9, 9, 9}};
  const CohortFamilies baseline{7,
                                {went_home, went_home, 0, early, back, back, early, back, early, 0},
                                {109, 49, 9, 30, 39, 19, 9, 9, 9, 9}};
  const double saved = 100 + 40 + 0 - 50 + 30 + 10 - 61;
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::home_only_under_plan) == 300);
  CHECK(of(changes, FamilyChange::home_only_under_baseline) == 100);
  CHECK(of(changes, FamilyChange::home_net) == 200);
  CHECK(of(changes, FamilyChange::spared_reentry) == 200);
  CHECK(of(changes, FamilyChange::reentry_only_under_plan) == 100);
  CHECK(of(changes, FamilyChange::reentry_net) == 100);
  CHECK(of(changes, FamilyChange::days_saved_per_family) == Approx(saved / 10));
  CHECK(of(changes, FamilyChange::families_with_other_days) == 600);
  CHECK(of(changes, FamilyChange::days_saved_per_changed_family) == Approx(saved / 6));
}

TEST_CASE("family changes: re-entries count only among families that go home under both plans") {
  const CohortFamilies plan{1, {went_home | back_within_12_months, 0}, {1, 1}};
  const CohortFamilies baseline{1, {0, went_home | back_within_12_months}, {1, 1}};
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::spared_reentry) == 0);
  CHECK(of(changes, FamilyChange::reentry_only_under_plan) == 0);
  CHECK(std::isnan(of(changes, FamilyChange::days_saved_per_changed_family)));
}

TEST_CASE("family changes: the net is the difference of what each plan brings home") {
  const CohortFamilies plan{1, {3, 3, 2, 0, 3, 0, 3}, {1, 2, 3, 4, 5, 6, 7}};
  const CohortFamilies baseline{1, {0, 3, 3, 3, 2, 0, 0}, {7, 6, 5, 4, 3, 2, 1}};
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::home_net) == Approx(1000 * (4 - 3) / 7.0));
}

TEST_CASE("family changes: other families cannot be compared") {
  const CohortFamilies plan{1, {3, 0}, {1, 2}};
  for (const auto& other :
       {CohortFamilies{2, {3, 0}, {1, 2}}, CohortFamilies{1, {3}, {1}}, CohortFamilies{}}) {
    for (const double change : family_changes(plan, other)) CHECK(std::isnan(change));
  }
}

TEST_CASE("family changes: means and Student intervals over the pairs that count") {
  std::vector<std::vector<double>> pairs(3, std::vector<double>(family_changes_count, 4.0));
  pairs[1].assign(family_changes_count, std::nan(""));
  pairs[2].assign(family_changes_count, 6.0);
  const auto estimates = summarise_family_changes(pairs);
  const auto& net = estimates[FamilyChange::home_net];
  CHECK(net.mean == 5);
  CHECK(net.n == 2);
  CHECK(net.ci_high - net.mean == Approx(12.7062 * std::sqrt(2.0) / std::sqrt(2.0)).epsilon(1e-5));
}
