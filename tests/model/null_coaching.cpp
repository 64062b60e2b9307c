#include <catch2/catch.hpp>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Everything on that coaching must leave alone, with coaching that lasts beyond going home.
Scenario lives_and_program() {
  Scenario s = quiet(150);
  s.run.entry_years = 4;
  s.run.follow_up_years = 3;
  add_support(s);
  add_lives(s);
  s.program.support.contacts_per_week = {1, 2, 0.5};
  s.program.support.hours_per_contact = 2;
  s.program.support.missed_probability = 0.2;
  s.program.support.missed_stress_effect = 1;
  s.program.support.missed_trust_effect = 1;
  s.program.support.after_reunification_days = 365;
  s.program.referral.probability = 0.9;
  s.program.referral.delay_days = Uniform{0, 40};
  s.program.referral.acceptance = 0.8;
  s.program.referral.patience_days = Exponential{200};
  s.program.referral.stress_hazard_ratio = 3;
  s.program.referral.drop_out = Exponential{400};
  s.program.coaches.families_per_coach = 5;
  s.program.coaches.contact_hours_per_week = 7;
  s.program.coaches.annual_turnover = 0.8;
  s.program.coaches.hiring_days = Fixed{30};
  s.program.coaches.shared_experience_share = 0.5;
  return s;
}

/// No relationship, and support that does nothing without one.
void without_trust(Scenario& s) {
  s.trust = {};
  s.effects.without_trust = 0;
  s.court.preparation_effect = 0.1;  // prepares nobody without trust
}

/// Support that moves needs, which move nothing.
void without_effect(Scenario& s) {
  s.trust.growth_per_contact = 0.1;
  s.effects.hazard_ratio = {};
  s.court.preparation_effect = 0;
}

void staffed(Scenario& s, std::uint32_t positions) {
  s.program.coaches.positions = positions;
}

}  // namespace

TEST_CASE("null coaching: without trust, or without effect, no number of coaches changes a life by a bit") {
  for (const bool trust : {false, true}) {
    for (const std::uint64_t seed : {1, 2, 3}) {
      Scenario s = lives_and_program();
      trust ? without_effect(s) : without_trust(s);
      staffed(s, 0);
      const RunRecord alone = run(s, seed);
      for (const std::uint32_t positions : {1, 8, 40}) {
        staffed(s, positions);
        const RunRecord coached = run(s, seed);
        INFO((trust ? "without effect" : "without trust")
             << ", seed " << seed << ", positions " << positions);
        REQUIRE(difference_in_lives(alone, coached) == "");
        REQUIRE(rows(coached, EventKind::contact_kept).size() > 100);
      }
    }
  }
}

TEST_CASE(
    "null coaching: neither turnover, mixes, tailoring, contacts on the updates' days nor queue rules change "
    "a life") {
  for (const bool trust : {false, true}) {
    Scenario s = lives_and_program();
    trust ? without_effect(s) : without_trust(s);
    s.program.referral.delay_days = Fixed{0};
    s.program.support.contacts_per_week = {1, 1,
                                           1};  // with no delay a contact and an update fall on one instant
    staffed(s, 0);
    const RunRecord alone = run(s);
    staffed(s, 15);
    REQUIRE(difference_in_lives(alone, run(s)) == "");
    s.program.coaches.annual_turnover = 5;
    s.program.coaches.overload_effect = 2;
    s.program.support.mix = {0, 0, 1, 0};
    s.program.support.tailoring = 0.5;
    REQUIRE(difference_in_lives(alone, run(s)) == "");
    s.program.coaches.queue_weights = {0.2, 0.5, 0.3, 0, 0};
    s.program.support.longest_days = 100;
    REQUIRE(difference_in_lives(alone, run(s)) == "");
  }
}

TEST_CASE("null coaching: gate off, no traits, effects that fade, all the same") {
  for (const bool trust : {false, true}) {
    Scenario s = lives_and_program();
    trust ? without_effect(s) : without_trust(s);
    s.court.gate = false;
    s.traits.clear();
    s.effects.fade_by_year = {1, 0.5};
    staffed(s, 0);
    const RunRecord alone = run(s);
    staffed(s, 20);
    REQUIRE(difference_in_lives(alone, run(s)) == "");
  }
}

TEST_CASE("null coaching: with trust and effect, coaches do change lives") {
  Scenario s = lives_and_program();
  s.trust.growth_per_contact = 0.1;
  staffed(s, 0);
  const RunRecord alone = run(s);
  staffed(s, 20);
  CHECK(difference_in_lives(alone, run(s)) != "");
}
