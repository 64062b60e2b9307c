#include <catch2/catch.hpp>

#include "run_builder.hpp"
#include "sim/measure/identification.hpp"

using namespace homeward;

TEST_CASE("federal P1: permanency is home, adoption, guardian or relative; emancipation and other are not") {
  RunBuilder builder(1, 3);
  for (const ExitKind kind : {ExitKind::reunified, ExitKind::adopted, ExitKind::guardianship,
                              ExitKind::relative, ExitKind::emancipated, ExitKind::other}) {
    builder.stay(0, {100, kind});
  }
  CHECK(builder.outcome("permanency_12_months") == Approx(4.0 / 6));
}

TEST_CASE("federal P1: a stay under 8 days is left out, one of 8 days is not") {
  RunBuilder builder(1, 3);
  builder.stay(0);
  builder.stay(10, {17.9, ExitKind::reunified});
  CHECK(builder.outcome("permanency_12_months") == 0);
  CHECK(builder.outcome("reunified_12_months") == 0.5);  // the truth beside it
  builder.stay(10, {18, ExitKind::reunified});
  CHECK(builder.outcome("permanency_12_months") == 0.5);
}

TEST_CASE("federal P1: 30 days into a trial visit that holds count as home") {
  const auto p1 = [](SimTime visit_start, Leaves leaves) {
    RunBuilder builder(1, 1);
    builder.stay(0, leaves).visit_start = visit_start;
    return builder.outcome("permanency_12_months");
  };
  CHECK(p1(300, {500, ExitKind::reunified}) == 1);      // home on day 500, but day 330 counts
  CHECK(p1(forever, {500, ExitKind::reunified}) == 0);  // no visit
  CHECK(p1(334, {500, ExitKind::reunified}) == 1);      // 11 months are 334.8 days
  CHECK(p1(335, {500, ExitKind::reunified}) == 0);      // began after them
  CHECK(p1(300, {500, ExitKind::other}) == 0);          // did not end at home
  CHECK(p1(335, stays_in_care) == 0);                   // under way at the end, but begun too late
}

TEST_CASE("federal P1: a 12-month period with a trial visit under way at the end is left out") {
  RunBuilder builder(2, 1);
  builder.stay(0, {100, ExitKind::adopted});
  builder.stay(400);
  builder.stay(500).visit_start = 800;  // 300 days after removal, long enough, and still not known to hold
  CHECK(builder.outcome("permanency_12_months") == 1);
  const auto followed = *followed_index(outcome_index("permanency_12_months"));
  CHECK(builder.result().diagnostics[followed] == Approx(1.0 / 3));
  builder.stay(10).visit_start = 100;
  CHECK(std::isnan(builder.outcome("permanency_12_months")));
  CHECK(builder.result().reasons[outcome_index("permanency_12_months")] ==
        static_cast<std::int8_t>(Reason::open_visits));
}

TEST_CASE("federal P1: a 12-month period with an entry that is not followed for 12 months is left out") {
  RunBuilder builder(2, 0.5);
  builder.stay(0, {100, ExitKind::adopted});
  builder.stay(400);  // followed for longer, but not the next one
  builder.stay(600, {650, ExitKind::adopted});
  CHECK(builder.outcome("permanency_12_months") == 1);
  RunBuilder late(1, 0);
  late.stay(100, {200, ExitKind::adopted});
  CHECK(std::isnan(late.outcome("permanency_12_months")));
  CHECK(late.result().reasons[outcome_index("permanency_12_months")] ==
        static_cast<std::int8_t>(Reason::follow_up));
}

TEST_CASE("federal P1: each child's first entry of 8 days or more in each 12 months, re-entries too") {
  RunBuilder builder(2, 2);
  builder.family(-500);  // came before the window
  builder.episode(-500, {{-300, ExitKind::reunified}});
  builder.episode(10, {{15, ExitKind::reunified}});    // too short: the next one is its first
  builder.episode(100, {{200, ExitKind::reunified}});  // permanency
  builder.episode(300, {{320, ExitKind::other}});      // a second one of the same 12 months
  builder.episode(400, {{900, ExitKind::reunified}});  // the first of the next; too late
  CHECK(builder.outcome("permanency_12_months") == 0.5);
  builder.family(0, {5, 8});  // two children, each with its own
  builder.episode(0, {{50, ExitKind::reunified}, {50, ExitKind::reunified}});
  CHECK(builder.outcome("permanency_12_months") == 0.75);
}

TEST_CASE("federal P1: a last part of a 12-month period is one too") {
  RunBuilder builder(1.5, 2);
  builder.stay(0, {100, ExitKind::adopted});
  builder.stay(500);
  CHECK(builder.outcome("permanency_12_months") == 0.5);
}

TEST_CASE("federal re-entry: not seen in the half-year of the exit, and the exit stays below the line") {
  RunBuilder builder(1, 3);
  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(182);  // the same half-year (to day 182.625)
  builder.stay(0, {30, ExitKind::reunified});
  CHECK(builder.outcome("reentry_12_months_federal") == 0);
  CHECK(builder.outcome("reentry_12_months") == 0.5);

  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(183);
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(1.0 / 3));
}

TEST_CASE("federal re-entry: exits not followed for 12 months are not like the others") {
  RunBuilder builder(1, 0.5);
  builder.stay(0, {100, ExitKind::reunified});
  CHECK(builder.outcome("reentry_12_months_federal") == 0);
  builder.stay(0, {300, ExitKind::reunified});
  CHECK(std::isnan(builder.outcome("reentry_12_months_federal")));
  CHECK(builder.result().reasons[outcome_index("reentry_12_months_federal")] ==
        static_cast<std::int8_t>(Reason::follow_up));
}

TEST_CASE("federal re-entry: only the first re-entry is looked for, and only for 12 months") {
  RunBuilder builder(1, 3);
  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(100, {{500, ExitKind::reunified}});  // not seen; that second exit lies beyond the window
  builder.episode(600);
  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(20 + 365.25 + 1);  // a day too late
  CHECK(builder.outcome("reentry_12_months_federal") == 0);
}

TEST_CASE("federal re-entry: exits to family, relative and guardian count, by children not yet adult") {
  RunBuilder builder(1, 3);
  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(300);
  builder.stay(0, {20, ExitKind::guardianship});
  builder.stay(0, {20, ExitKind::relative});
  builder.stay(0, {20, ExitKind::adopted});
  builder.stay(0, {20, ExitKind::other});
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(1.0 / 3));
  builder.family(0).turns_adult[0] = 20;
  builder.episode(0, {{20, ExitKind::reunified}});
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(1.0 / 3));
}

TEST_CASE(
    "federal re-entry: no stay is left out in round 4; round 3 drops short stays and takes entrants who left "
    "within 12 months") {
  RunBuilder builder(3, 3);
  const auto comes_back = [&](SimTime removal, SimTime exit) {
    builder.family(removal);
    builder.episode(removal, {{exit, ExitKind::reunified}});
    builder.episode(exit + 200);
  };
  comes_back(0, 100);                           // counts in both
  builder.stay(0, {120, ExitKind::reunified});  // counts in both
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(0.5));

  comes_back(10, 15);  // five days
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(2.0 / 3));
  builder.scenario.measurement.federal_round = 3;
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(0.5));

  comes_back(10, 400);   // more than 12 months in care
  comes_back(-20, 100);  // entered before the window
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(0.5));
  comes_back(1000, 1200);  // an entrant who leaves after the window, within 12 months
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(2.0 / 3));
  builder.scenario.measurement.federal_round = 4;
  CHECK(builder.outcome("reentry_12_months_federal") == Approx(4.0 / 5));
}

TEST_CASE("federal P2 and P3: children in care on day 1 of each 12 months, by time in care") {
  RunBuilder builder(2, 3);
  // Day 0 and day 365.25 are looked at.
  builder.stay(-364, {100, ExitKind::adopted});       // 364 days on day 0: neither
  builder.stay(-365.25, {100, ExitKind::adopted});    // P2 on day 0, permanency
  builder.stay(-400, {366, ExitKind::reunified});     // P2 on day 0 (too late), P3 on day 365.25 (in time)
  builder.stay(-730.5, {10, ExitKind::emancipated});  // P3 on day 0, no permanency
  builder.stay(-900, {-1, ExitKind::adopted});        // gone by day 0
  builder.stay(-900, {0, ExitKind::adopted});         // left on day 0: not in care
  CHECK(builder.outcome("permanency_12_to_23_months") == Approx(1.0 / 2));
  CHECK(builder.outcome("permanency_24_months_or_more") == Approx(1.0 / 2));
  builder.stay(0);       // P2 on day 365.25
  builder.stay(365.25);  // no time in care yet; day 730.5 is outside the window
  CHECK(builder.outcome("permanency_12_to_23_months") == Approx(1.0 / 3));
  builder.stay(-365.25, {365.25, ExitKind::relative});  // P2 on day 0, permanency after exactly 12 months
  CHECK(builder.outcome("permanency_12_to_23_months") == Approx(2.0 / 4));
}

TEST_CASE("federal moves: entrants only, to the end of their 12-month period, per 1,000 days") {
  RunBuilder builder(2, 1);
  builder.stay(-10).moves_in_entry_year[0] = 9;                          // entered before
  builder.stay(0, {7, ExitKind::reunified}).moves_in_entry_year[0] = 3;  // under 8 days
  CHECK(std::isnan(builder.outcome("placement_moves_per_1000_days")));
  builder.stay(0, {100, ExitKind::reunified}).moves_in_entry_year[0] = 1;  // 100 days
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(10));
  EpisodeRecord& long_stay = builder.stay(265.25, {700, ExitKind::reunified});  // 100 days in its period
  long_stay.moves_in_entry_year[0] = 2;
  long_stay.moves = 5;
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(15));
  builder.family(600, {4, 8});  // two children, 130.5 days each; one move each
  builder.episode(600, {stays_in_care, stays_in_care}).moves_in_entry_year = {1, 1};
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(1000 * 5 / (200 + 2 * 130.5)));
  builder.family(600, {17, 8});  // the older one leaves on the 30th day; three moves come later
  builder.episode(600, {{630, ExitKind::emancipated}, stays_in_care}).moves_in_entry_year = {0, 3};
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(1000 * 8 / (200 + 3 * 130.5 + 30)));
}

TEST_CASE("federal moves: later removals in the window count, and the window ends the last period") {
  RunBuilder builder(0.5, 2);  // the window ends on day 182.625
  builder.family(-100);
  builder.episode(-100, {{-50, ExitKind::reunified}});
  builder.episode(82.625).moves_in_entry_year[0] = 1;
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(10));
  builder.stay(176).moves_in_entry_year[0] = 5;  // under 8 days by the end of the period
  CHECK(builder.outcome("placement_moves_per_1000_days") == Approx(10));
}
