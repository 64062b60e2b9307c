#include "sim/measure/family_changes.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "run_builder.hpp"

using namespace homeward;

namespace {

constexpr ExitKind home = ExitKind::reunified;
constexpr std::int8_t followed = followed_12_months;
constexpr std::int8_t home_followed = went_home | home_followed_12_months;
constexpr std::int8_t early = followed | home_followed | home_within_12_months;
constexpr std::int8_t back = early | back_within_12_months;
constexpr std::int8_t late = followed | home_followed;

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
  CHECK(cohort.state == std::vector<std::int8_t>{early, followed});
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
  CHECK(cohort.state == std::vector<std::int8_t>{followed, CohortFamilies::no_family, followed});
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
  CHECK(cohort.state == std::vector<std::int8_t>{early, late, back, early, back});
}

TEST_CASE("cohort families: followed for 12 months after removal, and after going home") {
  RunBuilder builder(1, 0.5);  // ends on day 547.875
  builder.stay(182.5, {183, home});
  builder.stay(182.625);  // what happens on the last day is not simulated
  builder.stay(183, {400, home});
  const auto cohort = builder.result(RecordLevel::series).cohort;
  CHECK(cohort.state == std::vector<std::int8_t>{followed | went_home | home_within_12_months, 0,
                                                 went_home | home_within_12_months});
}

TEST_CASE("cohort families: a day in care counts once for the family and ends with the run") {
  RunBuilder builder(1, 1);  // ends on day 730.5
  builder.family(0, {5, 17});
  builder.episode(0, {{100, home}, {40, ExitKind::emancipated}});
  builder.episode(700, {stays_in_care});
  CHECK(builder.result(RecordLevel::series).cohort.days_in_care[0] == Approx(100 + 30.5));
}

TEST_CASE("family changes: ten families by hand") {
  // Three home only under the plan, one only under the baseline; two spared a re-entry, one that comes back
  // only under the plan; one back under both, one home under both, one never home.
  const CohortFamilies plan{7,
                            {early, early, early, late, early, early, back, back, early, followed},
                            {9, 9, 9, 80, 9, 9, 70, 9, 9, 9}};
  const CohortFamilies baseline{7,
                                {late, late, followed, early, back, back, early, back, early, followed},
                                {109, 49, 9, 30, 39, 19, 9, 9, 9, 9}};
  const double saved = 100 + 40 + 0 - 50 + 30 + 10 - 61;
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::home_only_under_plan) == 300);
  CHECK(of(changes, FamilyChange::home_only_under_baseline) == 100);
  CHECK(of(changes, FamilyChange::home_net) == 200);
  // Eight are home under both.
  CHECK(of(changes, FamilyChange::spared_reentry) == 250);
  CHECK(of(changes, FamilyChange::reentry_only_under_plan) == 125);
  CHECK(of(changes, FamilyChange::reentry_net) == 125);
  CHECK(of(changes, FamilyChange::days_saved_per_family) == Approx(saved / 10));
  CHECK(of(changes, FamilyChange::families_with_other_days) == 600);
  CHECK(of(changes, FamilyChange::days_saved_per_changed_family) == Approx(saved / 6));
}

TEST_CASE("family changes: re-entries count only among families that go home under both plans") {
  const CohortFamilies plan{1, {back, followed, early}, {1, 1, 1}};
  const CohortFamilies baseline{1, {followed, back, early}, {1, 1, 1}};
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::spared_reentry) == 0);
  CHECK(of(changes, FamilyChange::reentry_only_under_plan) == 0);
  CHECK(std::isnan(of(changes, FamilyChange::days_saved_per_changed_family)));
}

TEST_CASE("family changes: families that a run does not follow for 12 months are not counted as not home") {
  constexpr std::int8_t home_later = went_home | home_within_12_months;
  const CohortFamilies plan{1, {early, followed, home_later, early}, {1, 1, 1, 1}};
  const CohortFamilies baseline{1, {followed, followed, 0, 0}, {1, 1, 1, 1}};
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::home_net) == 500);  // of the first two
  CHECK(std::isnan(of(changes, FamilyChange::reentry_net)));
  const CohortFamilies none{1, {0, 0, 0, 0}, {1, 1, 1, 1}};
  CHECK(std::isnan(of(family_changes(none, none), FamilyChange::home_net)));
  CHECK(of(family_changes(none, none), FamilyChange::days_saved_per_family) == 0);
}

TEST_CASE("family changes: where there is none, the reason is given") {
  const CohortFamilies unfollowed{1, {0, 0}, {1, 1}};
  const std::vector<std::vector<double>> pairs(3, family_changes(unfollowed, unfollowed));
  const auto reasons = [&](RunSpan plan, RunSpan baseline, bool say_followed) {
    const auto found = summarise_family_changes(pairs, {plan, baseline, say_followed});
    CHECK(found.pairs == 3);
    CHECK(std::isnan(found[FamilyChange::home_net].mean));
    return std::vector{found.reason(FamilyChange::home_net), found.reason(FamilyChange::reentry_net),
                       found.reason(FamilyChange::days_saved_per_family)};
  };
  using enum Reason;
  CHECK(reasons({1, 0.5}, {1, 0.5}, true) == std::vector{follow_up, follow_up, none});
  CHECK(reasons({1, 1}, {1, 1}, true) == std::vector{nobody_at_risk, nobody_at_risk, none});
  CHECK(reasons({1, 1}, {1, 1}, false) == std::vector{older_program, older_program, none});
  CHECK(reasons({1, 0}, {1, 2}, true) == std::vector{follow_up, follow_up, unlike_periods});
}

TEST_CASE("family changes: the net is the difference of what each plan brings home") {
  const CohortFamilies plan{1, {early, early, late, followed, early, followed, early}, {1, 2, 3, 4, 5, 6, 7}};
  const CohortFamilies baseline{
      1, {followed, early, early, early, late, followed, followed}, {7, 6, 5, 4, 3, 2, 1}};
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
  const auto estimates = summarise_family_changes(pairs, {});
  const auto& net = estimates[FamilyChange::home_net];
  CHECK(net.mean == 5);
  CHECK(net.n == 2);
  CHECK(net.ci_high - net.mean == Approx(12.7062 * std::sqrt(2.0) / std::sqrt(2.0)).epsilon(1e-5));
}

TEST_CASE("cohort families: had a coach in the first removal, before going home and within 12 months") {
  RunBuilder builder(1, 5);
  builder.stay(0, {100, home}).first_coach = 40;
  builder.stay(0, {100, home}).first_coach = 100;      // at home by then
  builder.stay(0, {600, home}).first_coach = 400;      // too late
  builder.stay(0, {100, ExitKind::adopted}).first_coach = 40;
  const auto state = builder.result(RecordLevel::series).cohort.state;
  CHECK((state[0] & had_coach) != 0);
  CHECK((state[1] & had_coach) == 0);
  CHECK((state[2] & had_coach) == 0);
  CHECK((state[3] & had_coach) != 0);
}

TEST_CASE("family changes: families with a coach under the plan, and the same ones under the baseline") {
  const CohortFamilies plan{1, {early | had_coach, late | had_coach, early, early | had_coach}, {0, 0, 0, 0}};
  const CohortFamilies baseline{1, {late, late | had_coach, early, early}, {0, 0, 0, 0}};
  const auto changes = family_changes(plan, baseline);
  CHECK(of(changes, FamilyChange::served_home_under_plan) == Approx(1000 * 2.0 / 3));
  CHECK(of(changes, FamilyChange::served_home_under_baseline) == Approx(1000 * 1.0 / 3));
  CHECK(of(changes, FamilyChange::served_relative_rate) == Approx(2));
  const std::vector<std::vector<double>> pairs{changes, changes};
  PairedRuns runs;
  runs.plan = runs.baseline = {1, 2, 0};
  CHECK(summarise_family_changes(pairs, runs)[FamilyChange::served_relative_rate].mean == Approx(2));
  runs.say_served = false;
  const auto older = summarise_family_changes(pairs, runs);
  CHECK(older.reason(FamilyChange::served_relative_rate) == Reason::older_program);
  CHECK(std::isnan(older[FamilyChange::served_relative_rate].mean));
  CHECK_FALSE(family_reason_text(FamilyChange::served_relative_rate, Reason::older_program).empty());
}
