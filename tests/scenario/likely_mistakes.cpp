#include "sim/scenario/likely_mistakes.hpp"

#include <catch2/catch.hpp>

using namespace homeward;

namespace {

/// Coaches who do something for families.
Scenario sensible() {
  Scenario s;
  s.run.entry_years = 1;
  s.run.follow_up_years = 1;
  s.program.coaches.positions = 5;
  s.program.support.contacts_per_week = {1, 1, 1};
  s.program.support.hours_per_contact = 1;
  s.program.support.after_reunification_days = 90;
  s.support_effects.to_needs[0][0] = 0.1;
  return s;
}

/// The one note of a scenario, "" if there is none.
std::string note(const Scenario& s) {
  const auto notes = likely_mistakes(s);
  REQUIRE(notes.size() <= 1);
  return notes.empty() ? "" : notes.front();
}

}  // namespace

TEST_CASE("likely mistakes: a sensible program has none, nor has a scenario without coaches") {
  CHECK(note(sensible()).empty());
  CHECK(note(Scenario{}).empty());
}

TEST_CASE("likely mistakes: coaches who can change nothing") {
  const auto says = [](auto change, const std::string& what) {
    Scenario s = sensible();
    change(s);
    CHECK_THAT(note(s), Catch::Contains(what));
  };
  says(
      [](Scenario& s) {
        s.program.support.contacts_per_week = {0, 0, 0}, s.program.support.after_reunification_days = 0;
      },
      "contacts_per_week");
  says([](Scenario& s) { s.program.support.hours_per_contact = 0; }, "hours_per_contact");
  says([](Scenario& s) { s.support_effects.to_needs = {}; }, "to_needs");
  says([](Scenario& s) { s.program.referral.probability = 0; }, "referral.probability");
  says([](Scenario& s) { s.program.referral.acceptance = 0; }, "referral.acceptance");
  says([](Scenario& s) { s.program.support.contacts_per_week[2] = 0; }, "contacts_per_week.home");
  says([](Scenario& s) { s.program.support.concrete_dollars_per_family = 500; }, "concrete_per_1000_dollars");
}

TEST_CASE("likely mistakes: days after the end, and positions that sites overrule") {
  Scenario s = sensible();
  s.program_start_days = 731;
  CHECK_THAT(note(s), Catch::Contains("program.start_days has day 731, but the run ends on day 730.5"));
  s.program_start_days = 0;
  s.program.coaches.staffing = {{900, 3, {}}};
  CHECK_THAT(note(s), Catch::Contains("coaches.staffing has day 900"));
  s.program.coaches.staffing.clear();
  s.sites[0].positions = 4;
  CHECK_THAT(note(s), Catch::Contains("every site names its own positions"));
  s.program.coaches.positions.reset();
  CHECK(note(s).empty());
  s.program.coaches.positions = 4;
  CHECK(note(s).empty());
}

TEST_CASE("likely mistakes: positions that round to none, and sites without a coach") {
  Scenario s = sensible();
  s.program.coaches.positions.reset();
  s.program.coaches.positions_per_100_entries = 0.9;
  s.families.entries_per_year = 55;
  CHECK_THAT(note(s),
             Catch::Contains("coaches.positions_per_100_entries = 0.9 of 55 entries a year is 0.495 of"));
  s.families.entries_per_year = 56;  // 0.504
  CHECK(note(s).empty());
  s.program.coaches.staffing = {{100, {}, 0.5}};
  CHECK_THAT(note(s), Catch::Contains("coaches.staffing[0].positions_per_100_entries = 0.5"));
  s = sensible();
  s.sites = {Site{"town", 0.9, {}, {}}, Site{"rural", 0.1, {}, {}}};
  CHECK_THAT(note(s), Catch::Contains("a site has no coach while others have: rural"));
  s.program.coaches.positions = 9;
  CHECK(note(s).empty());
  s.sites[1].staffing = {{-50, 0U, {}}, {-9, 2U, {}}};
  CHECK(note(s).empty());  // before the run
  s.sites[1].staffing = {{50, 0U, {}}};
  CHECK_THAT(note(s), Catch::Contains("a site has no coach while others have: rural (from day 50 on)"));
}
