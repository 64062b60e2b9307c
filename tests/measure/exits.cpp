#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("exits: shares of the children's exits in the window, whenever they entered") {
  RunBuilder builder(1, 1);
  builder.family(-900, {3, 4, 17});
  builder.episode(-900, {{10, ExitKind::reunified}, {10, ExitKind::reunified}, {5, ExitKind::emancipated}});
  builder.stay(-100, {20, ExitKind::adopted});
  builder.stay(0, {30, ExitKind::guardianship});
  builder.stay(0, {40, ExitKind::relative});
  builder.stay(0, {50, ExitKind::other});
  builder.family(0);  // an exit from a second stay counts like any other
  builder.episode(0, {{60, ExitKind::reunified}});
  builder.episode(70, {{80, ExitKind::reunified}});
  builder.stay(-10, {-1, ExitKind::adopted});    // before the window
  builder.stay(0, {365.25, ExitKind::adopted});  // as it closes
  builder.stay(0);
  const std::pair<const char*, double> expected[]{{"reunified_share", 4},    {"adopted_share", 1},
                                                  {"guardianship_share", 1}, {"relative_share", 1},
                                                  {"emancipated_share", 1},  {"other_exit_share", 1}};
  for (const auto& [name, exits] : expected) {
    INFO(name);
    CHECK(builder.outcome(name) == Approx(exits / 9));
  }
}

TEST_CASE("exits: median and mean days in care of completed stays, by child") {
  RunBuilder builder(1, 1);
  builder.stay(0, {10, ExitKind::reunified});
  builder.stay(0, {20, ExitKind::adopted});
  builder.stay(-100, {200, ExitKind::reunified});
  builder.stay(0);  // not completed
  CHECK(builder.outcome("median_days_in_care") == 20);
  CHECK(builder.outcome("mean_days_in_care") == Approx(110));
  builder.stay(0, {40, ExitKind::relative});
  CHECK(builder.outcome("median_days_in_care") == 30);
}

TEST_CASE("exits: re-entry within 12, 24 and 36 months of going home") {
  RunBuilder builder(1, 5);
  const auto comes_back_after = [&](Days days) {
    builder.family(0);
    builder.episode(0, {{50, ExitKind::reunified}});
    builder.episode(50 + days);
  };
  comes_back_after(365.25);
  comes_back_after(366);
  comes_back_after(800);
  comes_back_after(1200);
  builder.stay(0, {50, ExitKind::reunified});
  builder.stay(0, {50, ExitKind::guardianship});  // not an exit to the family
  CHECK(builder.outcome("reentry_12_months") == Approx(1.0 / 5));
  CHECK(builder.outcome("reentry_24_months") == Approx(2.0 / 5));
  CHECK(builder.outcome("reentry_36_months") == Approx(3.0 / 5));
}

TEST_CASE("exits: a re-entry is the child's own, whichever place it has in its episodes") {
  RunBuilder builder(1, 3);
  builder.family(0, {17.8F, 4});
  builder.episode(0, {{30, ExitKind::emancipated}, {50, ExitKind::reunified}});
  builder.episode(150).child[0] = 1;
  CHECK(builder.outcome("reentry_12_months") == 1);
}

TEST_CASE("exits: only the children that come back count as coming back") {
  RunBuilder builder(1, 3);
  builder.family(0, {4, 17.8F}).turns_adult[1] = 100;
  builder.episode(0, {{50, ExitKind::reunified}, {50, ExitKind::reunified}});
  builder.episode(150);  // the younger one; the older is adult
  CHECK(builder.outcome("reentry_12_months") == 0.5);
}

TEST_CASE("exits: turning adult at home competes with re-entry") {
  // A window of 200 days and follow-up to day 400. One child goes home on day 10 and turns adult or not, a
  // second comes back after 380 days, a third that went home on day 190 is censored before that.
  const auto share = [](SimTime turns_adult) {
    RunBuilder builder(200 / days_per_year, 200 / days_per_year);
    builder.family(0).turns_adult[0] = turns_adult;
    builder.episode(0, {{10, ExitKind::reunified}});
    builder.family(0);
    builder.episode(0, {{10, ExitKind::reunified}});
    builder.episode(370);
    builder.stay(0, {190, ExitKind::reunified});
    return builder.outcome("reentry_12_months");
  };
  CHECK(share(forever) == Approx(0.5));  // censored on day 210 after going home, then one of two
  CHECK(share(100) ==
        Approx(2.0 / 3));  // one of three out of reach, the censored one's mass goes to the second
}

TEST_CASE("exits: re-entry at a horizon that no exit can be followed to is NaN") {
  RunBuilder builder(1, 1);
  builder.stay(0, {50, ExitKind::reunified});
  CHECK(builder.outcome("reentry_12_months") == 0);
  CHECK(std::isnan(builder.outcome("reentry_24_months")));
}
