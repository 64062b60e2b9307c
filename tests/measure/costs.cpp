#include <catch2/catch.hpp>
#include <cmath>

#include "run_builder.hpp"
#include "sim/measure/identification.hpp"

using namespace homeward;

TEST_CASE("costs: each part by hand, undiscounted, and their sums") {
  RunBuilder builder(1, 1);
  builder.scenario.run.warm_up_years = 1;
  Costs& costs = builder.scenario.costs;
  costs.coach_pay_per_year = 50000;
  costs.supervision_per_coach_year = 10000;
  costs.hiring = 4000;
  costs.training = 1000;
  costs.hearing = 700;
  costs.care_per_day = {10, 20, 100};
  costs.trial_home_visit_per_day = 5;
  costs.care_loaded_per_day = 50;
  builder.run.coaches = {{0, 1, 1, -365.25, -365.25, 365.25},  // a year from the opening
                         {0, 1, 2, 365.25, 400, forever},      // hired; a year to the end
                         {0, 2, 1, -10, 0, 0}};                // hired and gone before the opening
  FamilyRecord& family = builder.family(10);
  family.used.fill({{100, 200, 1}, 30, 3, 800});
  FamilyRecord& before = builder.family(-10);  // causes costs too
  before.used.fill({{0, 50, 0}, 0, 0, 0});
  builder.family(600);

  const double coaches = 2 * 60000 + 5000;
  const double care = 100 * 10 + 250 * 20 + 100 + 30 * 5;
  const double loaded = care + 381 * 50;
  CHECK(builder.outcome("cost_coaches") == Approx(coaches));
  CHECK(builder.outcome("cost_care") == Approx(care));
  CHECK(builder.outcome("cost_care_loaded") == Approx(loaded));
  CHECK(builder.outcome("cost_court") == Approx(2100));
  CHECK(builder.outcome("cost_concrete") == Approx(800));
  CHECK(builder.outcome("cost_total") == Approx(coaches + care + 2100 + 800));
  CHECK(builder.outcome("cost_total_loaded") == Approx(coaches + loaded + 2100 + 800));
  CHECK(builder.outcome("cost_total_undiscounted") == Approx(coaches + care + 2900));
  CHECK(builder.outcome("first_entries") == 2);
  CHECK(builder.outcome("cost_per_family") == Approx((coaches + care + 2900) / 2));
  CHECK(builder.outcome("child_days_in_care") == 381);
}

TEST_CASE("costs: the first holders were not hired, even where the run starts at the opening") {
  RunBuilder builder(1, 1);
  builder.scenario.costs.hiring = 4000;
  builder.run.coaches = {{0, 1, 1, 0, 0, 50}};
  CHECK(builder.outcome("cost_coaches") == 0);
  builder.run.coaches.push_back({0, 1, 2, 100, 100, forever});
  CHECK(builder.outcome("cost_coaches") == Approx(4000));
}

TEST_CASE("costs: pay is discounted continuously, hiring at its day") {
  RunBuilder builder(1, 1);
  Costs& costs = builder.scenario.costs;
  costs.discount_rate_per_year = 0.03;
  costs.coach_pay_per_year = 1000;
  builder.run.coaches = {{0, 1, 1, 0, 0, forever}};
  // Integral over two years of 1.03^-t, in years.
  const double years = (1 - std::pow(1.03, -2)) / std::log(1.03);
  CHECK(builder.outcome("cost_coaches") == Approx(1000 * years));
  costs.hiring = 500;
  costs.training = 100;
  builder.run.coaches = {{0, 1, 1, 365.25, forever, 365.25}};
  CHECK(builder.outcome("cost_coaches") == Approx(600 / 1.03));
}

TEST_CASE("costs: a reunification is sustained if no removal of the family follows within 12 months") {
  RunBuilder builder(1, 2);  // ends on day 1095.75; exits to day 730.5 count
  builder.scenario.costs.hearing = 100;
  builder.family(0, {3, 5});  // one family, whatever the number of children
  builder.episode(0, {{50, ExitKind::reunified}, {50, ExitKind::reunified}});
  builder.run.families.back().use(Account::followed).hearings = 6;
  builder.family(0);  // back within 12 months, then home for good
  builder.episode(0, {{50, ExitKind::reunified}});
  builder.episode(50 + 365.25, {{500, ExitKind::reunified}});
  builder.stay(0, {731, ExitKind::reunified});  // too late to know
  builder.stay(0, {50, ExitKind::guardianship});
  builder.stay(-100, {-1, ExitKind::reunified});  // before the opening
  CHECK(builder.outcome("sustained_reunifications") == 2);
  CHECK(builder.outcome("cost_per_sustained_reunification") == Approx(300));
}

TEST_CASE("costs: a ratio takes its dollars and its families of the same days, undiscounted") {
  RunBuilder builder(1, 2);
  Costs& costs = builder.scenario.costs;
  costs.discount_rate_per_year = 0.03;
  costs.coach_pay_per_year = 1000;
  costs.hiring = 50;
  costs.hearing = 10;
  builder.run.coaches = {{0, 1, 1, 0, 0, 800}, {0, 1, 2, 800, 800, forever}};  // replaced in the last year
  for (int family = 0; family < 4; ++family)
    builder.stay(300.0 * family, {300.0 * family + 50, ExitKind::reunified});
  builder.run.families.back().use(Account::discounted).hearings = 0.5;
  builder.run.families.back().use(Account::undiscounted).hearings = 7;
  builder.run.families.back().use(Account::followed).hearings = 2;
  CHECK(builder.outcome("cost_total_undiscounted") == Approx(3 * 1000 + 50 + 70));
  CHECK(builder.outcome("cost_per_family") == Approx((3 * 1000 + 50 + 70) / 4.0));
  CHECK(builder.outcome("cost_total_undiscounted_with_follow_up") == Approx(2 * 1000 + 20));
  CHECK(builder.outcome("sustained_reunifications") == 3);  // the fourth goes home on day 950
  CHECK(builder.outcome("cost_per_sustained_reunification") == Approx((2 * 1000 + 20) / 3.0));
  CHECK(builder.outcome("coach_years") == Approx(3));
}

TEST_CASE("costs: a run of 12 months follows no return for 12 months, and says so") {
  RunBuilder builder(1, 0);
  builder.run.coaches = {{0, 1, 1, 0, 0, forever}};
  builder.stay(0, {50, ExitKind::reunified});
  const RunResult result = builder.result();
  for (const char* name : {"cost_per_sustained_reunification", "sustained_reunifications",
                           "cost_total_undiscounted_with_follow_up"}) {
    INFO(name);
    CHECK(std::isnan(result.outcomes[outcome_index(name)]));
    CHECK(result.reasons[outcome_index(name)] == static_cast<std::int8_t>(Reason::follow_up));
  }
  CHECK(builder.outcome("first_entries") == 1);
}

TEST_CASE("totals: removals of children who had been removed before, from the opening to the end") {
  RunBuilder builder(1, 1);
  builder.family(-500, {3, 5});
  builder.episode(-500, {{-400, ExitKind::reunified}, {-400, ExitKind::reunified}});
  builder.episode(-100, {{-50, ExitKind::reunified}, {-50, ExitKind::reunified}});  // before the opening
  builder.episode(600, {{700, ExitKind::reunified}, {700, ExitKind::reunified}});   // both, after the window
  builder.stay(20);
  CHECK(builder.outcome("reentries") == 2);
}
