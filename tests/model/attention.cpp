#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/model/needs.hpp"
#include "sim/population/population.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// One coach of 22 hours a week who has as many families as may be from the first days on, for two hours a week each.
Scenario full_caseload(std::uint32_t families) {
  Scenario s = quiet(8000);
  s.run.entry_years = 0.25;
  s.run.follow_up_years = 0.5;
  add_coaches(s, 1, families);
  add_support(s);
  s.program.support.hours_per_contact = 2;
  s.program.coaches.contact_hours_per_week = 22;
  s.program.support.most_attention = 2;
  s.effects.without_trust = 1;
  return s;
}

Hours hours_per_kept_contact(const RunRecord& record) {
  double hours = 0, kept = 0;
  for (const auto& family : record.families) {
    hours += std::accumulate(family.hours.begin(), family.hours.end(), 0.0);
    kept += family.contacts_kept;
  }
  REQUIRE(kept > 50);
  return hours / kept;
}

}  // namespace

TEST_CASE("attention: free hours go to the families that are there, up to the cap, and too few are shared out") {
  const double first_relief = [] {
    const Scenario s = full_caseload(12);
    return Rules(s, Population(s)).program(0).hour[support_kinds].relief[0];
  }();
  CHECK(first_relief < 0.02);
  for (const auto& [families, hours] : {std::pair{6U, 22.0 / 6}, {12U, 22.0 / 12}, {24U, 22.0 / 24}}) {
    const Scenario s = full_caseload(families);
    INFO(families << " families");
    const RunRecord record = run(s);
    CHECK(hours_per_kept_contact(record) == Approx(hours).epsilon(1e-9));
    const Population population(s);
    const Rules rules(s, population);
    Needs needs(rules, population.mean_needs());
    NeedVector relief = rules.program(0).hour[support_kinds].relief;
    for (double& x : relief) x *= hours_per_kept_contact(record) / 100;
    needs.support(needs.at_contact(0), relief);
    Needs of_planned(rules, population.mean_needs());
    relief = rules.program(0).hour[support_kinds].relief;
    for (double& x : relief) x *= 2.0 / 100;
    of_planned.support(of_planned.at_contact(0), relief);
    CHECK(needs.gain(0) / of_planned.gain(0) == Approx(hours / 2).epsilon(0.02));
  }
  CHECK(hours_per_kept_contact(run(full_caseload(2))) == Approx(4));  // the cap
}

TEST_CASE("attention: without a cap above 1, and with hours without end, it is never more than planned") {
  Scenario s = full_caseload(6);
  s.program.support.most_attention = 1;
  CHECK(hours_per_kept_contact(run(s)) == Approx(2));
  s = full_caseload(6);
  s.program.coaches.contact_hours_per_week = forever;
  CHECK(hours_per_kept_contact(run(s)) == Approx(2));
}

TEST_CASE("attention: with more hours trust grows by as much more at a contact, and never beyond 1") {
  for (const double growth : {0.05, 0.9}) {
    Scenario s = full_caseload(6);
    s.trust.growth_per_contact = growth;
    for (const auto& row : rows(run(s), EventKind::contact_kept)) {
      if (row.day > 20) break;
      CHECK(row.detail <= 100);
    }
    const auto contacts = rows(run(s), EventKind::contact_kept);
    const double once = std::min(1.0, growth * 22 / 12);
    CHECK(contacts.front().detail == static_cast<int>(100 * once + 0.5));
  }
}

TEST_CASE("attention: a coach with a first, smaller caseload has as much fewer hours") {
  Scenario s = full_caseload(12);
  s.program.coaches.positions = 0;
  s.program.coaches.staffing = {{1, 1U, {}}};
  s.program.coaches.first_caseload_share = 0.5;
  s.program.coaches.first_caseload_days = 1000;
  CHECK(hours_per_kept_contact(run(s)) == Approx(22.0 / 12));
}
