#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Coaches with more hours planned than they have while all their families are in care, who leave, and whose
/// program begins in the middle of the run: everything that contacts can depend on.
Scenario busy() {
  Scenario s = quiet();
  add_lives(s);
  add_support(s);
  add_coaches(s, 6, 8);
  s.program.coaches.contact_hours_per_week = 6.5;
  s.program.coaches.annual_turnover = 0.5;
  s.program.coaches.overload_effect = 1;
  s.program.support.contacts_per_week = {1.5, 1, 0.5};
  s.program.support.missed_probability = 0.2;
  s.program.support.missed_stress_effect = 1;
  s.program.support.missed_trust_effect = 1;
  s.program.referral.drop_out = Weibull{0.8, 300};
  s.trust.growth_per_contact = 0.1;
  s.trust.lost_on_missed = 0.2;
  return s;
}

/// Events of coaches first. Rounding may order the same instant of two families otherwise.
std::vector<EventRow> by_family(const RunRecord& run) {
  std::vector<EventRow> log = run.log;
  std::stable_sort(log.begin(), log.end(), [](auto& a, auto& b) { return a.family < b.family; });
  return log;
}

}  // namespace

TEST_CASE("contacts: worked off together, late, they are what they are one at a time, on the same days") {
  const Scenario together = busy();
  // Effects that fade are brought up to date at events of their own, and contacts handled as they come; by a
  // factor of 1 they do not fade at all.
  Scenario one_by_one = together;
  one_by_one.effects.fade_by_year = {1};
  for (const std::uint64_t seed : {5, 6}) {
    const RunRecord a = run(together, seed);
    const RunRecord b = run(one_by_one, seed);
    REQUIRE(rows(a, EventKind::contact_kept).size() > 5000);
    REQUIRE(rows(a, EventKind::dropped_out).size() > 50);
    REQUIRE(rows(a, EventKind::coach_left).size() > 5);
    const auto left = by_family(a);
    const auto right = by_family(b);
    REQUIRE(left.size() == right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
      const EventRow& x = left[i];
      const EventRow& y = right[i];
      INFO("family " << x.family << ", day " << x.day << " and " << y.day);
      REQUIRE((x.kind == y.kind && x.family == y.family && x.position == y.position));
      REQUIRE(std::abs(x.day - y.day) < 1e-6);
      REQUIRE(std::abs(x.detail - y.detail) <= 1);  // percent, rounded
    }
  }
}
