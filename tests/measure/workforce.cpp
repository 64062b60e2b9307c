#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("workforce: use is coached days over the days of trained coaches' places") {
  RunBuilder builder(1, 1);
  builder.run.positions = {{0, -1000, 2, 10}};
  builder.run.coaches = {{0, 1, 1, -1000, -1000, forever},   // 365.25 days
                         {0, 2, 1, -1000, -900, 100},        // 100 days
                         {0, 2, 2, 150, 200, 250},           // 50 days of it trained
                         {0, 2, 3, 300, forever, forever}};  // never trained
  FamilyRecord& family = builder.family(0);
  family.coached_days = 5 * 515.25;
  CHECK(builder.outcome("coach_use") == Approx(0.5));
}

TEST_CASE("workforce: places follow the families per coach in force in the coach's site") {
  RunBuilder builder(1, 1);
  builder.scenario.sites.resize(2);
  builder.run.positions = {{0, -100, 1, 10}, {0, 100, 1, 20}, {1, -100, 1, 5}};
  builder.run.coaches = {{0, 1, 1, -100, -100, forever}, {1, 1, 1, -100, -100, forever}};
  builder.family(0).coached_days = 100;
  CHECK(builder.outcome("coach_use") == Approx(100 / (100 * 10 + 265.25 * 20 + 365.25 * 5)));
}

TEST_CASE("workforce: turnover is leavings in the window per year of filled positions") {
  RunBuilder builder(2, 1);
  builder.run.positions = {{0, -1000, 3, 12}};
  builder.run.coaches = {{0, 1, 1, -1000, -1000, -1},     // left before the window
                         {0, 1, 2, 0, 50, 365.25},        // a year, left
                         {0, 2, 1, -1000, -1000, 730.5},  // two years, left as the window closed
                         {0, 3, 1, -1000, -1000, forever}};
  CHECK(builder.outcome("coach_turnover_per_year") == Approx(1.0 / 5));
  CHECK(builder.outcome("coaches_in_post") == Approx(2.5));
  CHECK(builder.outcome("positions_vacant") == Approx(0.5));
}

TEST_CASE("workforce: a surplus of coaches after a cut is no negative vacancy") {
  RunBuilder builder(1, 1);
  builder.run.positions = {{0, -1000, 2, 12}, {0, 0, 1, 12}};
  builder.run.coaches = {{0, 1, 1, -1000, -1000, 200}, {0, 2, 1, -1000, -1000, 100}};
  // two for 100 days, one for 100 days, then none
  CHECK(builder.outcome("positions_vacant") == Approx(165.25 / 365.25));
}
