#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("entry cohort: counts first removals from the opening to the end of the window and no others") {
  RunBuilder builder(1, 5);
  builder.stay(-1);
  builder.family(0, {3, 4, 5});
  builder.episode(0, {stays_in_care, stays_in_care, stays_in_care});
  builder.stay(365);
  builder.stay(365.25);
  builder.family(-100);  // its second removal lies in the window
  builder.episode(-100, {{-50, ExitKind::reunified}});
  builder.episode(20);
  CHECK(builder.outcome("families_entered") == 2);
  CHECK(builder.outcome("children_entered") == 4);
}

TEST_CASE(
    "entry cohort: reunified within 12 months of removal, no stay left out, all other exits count below") {
  RunBuilder builder(1, 5);
  builder.stay(0, {2, ExitKind::reunified});             // two days: counts here
  builder.stay(10, {10 + 365.25, ExitKind::reunified});  // on the last day
  builder.stay(10, {10 + 365.5, ExitKind::reunified});   // too late
  builder.stay(10, {100, ExitKind::adopted});
  builder.stay(10);
  CHECK(builder.outcome("reunified_12_months") == 2.0 / 5);
}

TEST_CASE("entry cohort: reunified within 12 months is an Aalen-Johansen estimate where the run ends early") {
  // Window of a year and a day of follow-up: the child removed on day 200 is seen for 166.25 days.
  RunBuilder builder(1, 1 / days_per_year);
  builder.stay(0, {300, ExitKind::reunified});
  builder.stay(0);
  builder.stay(200);
  // Censored at 166.25 of three; then one of two goes home on day 300: 1 * 1/2.
  CHECK(builder.outcome("reunified_12_months") == Approx(0.5));
}

TEST_CASE("entry cohort: NaN where no member could be followed for 12 months") {
  RunBuilder builder(1, 0);
  builder.stay(1, {3, ExitKind::reunified});
  CHECK(std::isnan(builder.outcome("reunified_12_months")));
}

TEST_CASE("entry cohort: more than one episode counts second removals within 5 years of the first") {
  RunBuilder builder(1, 6);
  builder.family(0);
  builder.episode(0, {{100, ExitKind::reunified}});
  builder.episode(1826.25, {{1900, ExitKind::reunified}});
  builder.episode(2000);  // a third removal is no second one
  builder.family(0);
  builder.episode(0, {{100, ExitKind::guardianship}});
  builder.episode(1827);  // a day too late
  builder.stay(0, {50, ExitKind::adopted});
  builder.stay(0);
  CHECK(builder.outcome("more_than_one_episode_5_years") == 0.25);
}

TEST_CASE("entry cohort: adoption and turning adult at home compete with a second removal") {
  // Two children, removed at the end of the window, are censored before the second child comes back.
  const auto share = [](Leaves first, SimTime turns_adult) {
    RunBuilder builder(1, 4.5);  // removed on day 365: followed for 1643.875 days
    FamilyRecord& family = builder.family(0);
    family.turns_adult[0] = turns_adult;
    builder.episode(0, {first});
    builder.family(0);
    builder.episode(0, {{100, ExitKind::reunified}});
    builder.episode(1820);
    builder.stay(365, {400, ExitKind::reunified});
    builder.stay(365, {400, ExitKind::reunified});
    return builder.outcome("more_than_one_episode_5_years");
  };
  // Out of reach: gone before the censorings, S = 3/4, and the mass of three is the second child's when it
  // returns.
  CHECK(share({50, ExitKind::adopted}, forever) == Approx(0.75));
  CHECK(share({50, ExitKind::emancipated}, forever) == Approx(0.75));
  CHECK(share({50, ExitKind::other}, forever) == Approx(0.75));
  CHECK(share({50, ExitKind::reunified}, 1000) == Approx(0.75));
  // Still at home and a child on day 1820: at risk beside the one that comes back.
  CHECK(share({50, ExitKind::reunified}, forever) == Approx(0.5));
  CHECK(share({50, ExitKind::guardianship}, forever) == Approx(0.5));
}
