#include <catch2/catch.hpp>

#include "run_builder.hpp"
#include "sim/measure/identification.hpp"

using namespace homeward;

TEST_CASE("coaching: shares of the families first removed in the window, and what they got") {
  RunBuilder builder(1, 1);
  FamilyRecord& coached = builder.family(0);
  coached.ever_coached = coached.ever_dropped_out = true;
  coached.contacts_kept = 9;
  coached.contacts_missed = 3;
  coached.hours = {1, 2, 3, 4};
  builder.family(10).ever_reneged = true;
  builder.family(20);
  builder.family(20);
  FamilyRecord& before = builder.family(-1);
  before.ever_coached = true;
  before.contacts_kept = 100;
  before.hours = {100, 100, 100, 100};
  CHECK(builder.outcome("coached_share_of_families") == 0.25);
  CHECK(builder.outcome("drop_out_share_of_families") == 0.25);
  CHECK(builder.outcome("renege_share_of_families") == 0.25);
  CHECK(builder.outcome("contacts_kept_per_family") == 9.0 / 4);
  CHECK(builder.outcome("contacts_missed_share") == 0.25);
  CHECK(builder.outcome("contact_hours_per_family") == 10.0 / 4);
  CHECK(builder.outcome("contact_hours_emotional_per_family") == 1.0 / 4);
  CHECK(builder.outcome("contact_hours_informational_per_family") == 2.0 / 4);
  CHECK(builder.outcome("contact_hours_instructional_per_family") == 3.0 / 4);
  CHECK(builder.outcome("contact_hours_advocacy_per_family") == 4.0 / 4);
}

TEST_CASE("naive evaluation: families referred and in care on day 90, coached by then against not") {
  RunBuilder builder(1, 3);
  const auto add = [&](SimTime first_coach, Leaves leaves) {
    EpisodeRecord& episode = builder.stay(0, leaves);
    episode.referred_on = 0;
    episode.first_coach = first_coach;
  };
  const Leaves home{300, ExitKind::reunified};
  add(90, home);
  add(10, home);
  add(10, {731, ExitKind::reunified});                                   // home too late
  CHECK(std::isnan(builder.outcome("naive_reunification_odds_ratio")));  // nobody uncoached
  add(91, home);                                                         // coached too late: uncoached
  add(forever, {200, ExitKind::adopted});
  add(forever, stays_in_care);
  // coached 2 home, 1 not; uncoached 1 home, 2 not
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx(2.5 * 2.5 / (1.5 * 1.5)));

  add(10, {90, ExitKind::reunified});      // not in care after day 90
  builder.stay(0, home).first_coach = 10;  // never referred
  builder.stay(-1, home).referred_on = 0;  // not of the cohort
  builder.stay(0, home).referred_on = 91;  // referred too late to be told from those in care
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx(2.5 * 2.5 / (1.5 * 1.5)));
}

TEST_CASE("naive evaluation: a family with a child in care on day 90 is in care") {
  RunBuilder builder(1, 3);
  for (const SimTime first_coach : {10.0, forever}) {
    builder.family(0, {17.9F, 5});
    EpisodeRecord& episode = builder.episode(0, {{40, ExitKind::emancipated}, {300, ExitKind::reunified}});
    episode.referred_on = 0;
    episode.first_coach = first_coach;
    EpisodeRecord& other = builder.stay(0);
    other.referred_on = 0;
    other.first_coach = first_coach;
  }
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx(1));
}

TEST_CASE("naive evaluation: where all go home, or none does, there are no odds") {
  RunBuilder builder(1, 3);
  const auto add = [&](SimTime first_coach, Leaves leaves) {
    EpisodeRecord& episode = builder.stay(0, leaves);
    episode.referred_on = 0;
    episode.first_coach = first_coach;
  };
  add(10, stays_in_care);
  add(forever, stays_in_care);
  CHECK(std::isnan(builder.outcome("naive_reunification_odds_ratio")));
  add(10, {300, ExitKind::reunified});
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx(1.5 * 1.5 / (1.5 * 0.5)));
}

TEST_CASE("naive evaluation: families that cannot be followed for 24 months count as long as they are seen") {
  RunBuilder builder(1, 1.5);  // ends on day 913.125
  const auto add = [&](SimTime removal, SimTime first_coach, Leaves leaves) {
    EpisodeRecord& episode = builder.stay(removal, leaves);
    episode.referred_on = removal;
    episode.first_coach = first_coach;
  };
  add(200, 210, stays_in_care);  // seen for 713 days
  add(0, forever, stays_in_care);
  add(0, forever, {300, ExitKind::reunified});
  // Nobody of the coached could be followed to the horizon.
  CHECK(std::isnan(builder.outcome("naive_reunification_odds_ratio")));
  add(0, 1, {720, ExitKind::reunified});
  add(0, 1, stays_in_care);
  add(200, 210, {400, ExitKind::reunified});
  // Coached: one of 4 home on day 200, one censored on day 713, one of the other two home on day 720:
  // 1/4 + 3/4 * 1/2 = 5/8 of 4 families. Uncoached: 1 of 2.
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx((2.5 + .5) * 1.5 / ((1.5 + .5) * 1.5)));
}

TEST_CASE("naive evaluation: a family that is not seen up to day 90 is not known to be in care then") {
  RunBuilder builder(2.2, 0);  // ends on day 803.55
  for (const SimTime first_coach : {10.0, forever}) {
    for (const bool home : {false, true}) {
      EpisodeRecord& episode = builder.stay(0, home ? Leaves{300, ExitKind::reunified} : stays_in_care);
      episode.referred_on = 0;
      episode.first_coach = first_coach;
    }
  }
  builder.stay(780).referred_on = 780;
  CHECK(builder.outcome("naive_reunification_odds_ratio") == Approx(1));
}

TEST_CASE("naive evaluation: ever coached in that stay against never, without a landmark") {
  RunBuilder builder(1, 3);
  const auto add = [&](SimTime first_coach, Leaves leaves) {
    EpisodeRecord& episode = builder.stay(0, leaves);
    episode.referred_on = 0;
    episode.first_coach = first_coach;
  };
  add(forever, {20, ExitKind::reunified});  // home before a coach could come
  add(200, {300, ExitKind::reunified});
  add(200, stays_in_care);
  add(30, {20, ExitKind::reunified});  // a coach after going home is none of that stay in care
  CHECK(builder.outcome("naive_reunification_odds_ratio_ever_coached") == Approx(1.5 * 0.5 / (1.5 * 2.5)));
  // A coach after the 24 months is none within them: a longer run would not make the family a coached one.
  add(731, {740, ExitKind::reunified});
  CHECK(builder.outcome("naive_reunification_odds_ratio_ever_coached") == Approx(1.5 * 1.5 / (1.5 * 2.5)));
}

TEST_CASE(
    "naive evaluation: of families not followed for 24 months it is not known whether they get a coach") {
  RunBuilder builder(1, 1.5);  // ends on day 913.125
  const auto add = [&](SimTime removal, SimTime first_coach, Leaves leaves) {
    EpisodeRecord& episode = builder.stay(removal, leaves);
    episode.referred_on = removal;
    episode.first_coach = first_coach;
  };
  add(0, forever, stays_in_care);
  add(0, 30, {300, ExitKind::reunified});
  add(300, forever, {500, ExitKind::reunified});
  CHECK(builder.outcome("naive_reunification_odds_ratio_ever_coached") == Approx(1.5 * 1.5 / (0.5 * 0.5)));
  const auto followed = *followed_index(outcome_index("naive_reunification_odds_ratio_ever_coached"));
  CHECK(builder.result().diagnostics[followed] == Approx(2.0 / 3));
}
