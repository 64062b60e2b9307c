#include <catch2/catch.hpp>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Families before a court that sends every child home by a trial visit, which may fail.
Scenario with_visits() {
  Scenario s = quiet(60);
  s.court.gate = true;
  s.court.requested_hearing_days = Fixed{5};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{70};
  s.hazards.readiness = Exponential{80};
  s.hazards.trial_home_visit_failure = Exponential{150};
  s.hazards.reentry = Exponential{300};
  return s;
}

}  // namespace

TEST_CASE(
    "contacts: on a trial visit and at home they come at the pace of that phase, from its first day on") {
  Scenario s = with_visits();
  add_coaches(s, 500, 1);
  s.program.support.contacts_per_week = {1, 2, 0.5};
  s.program.support.after_reunification_days = 1000;
  const RunRecord r = run(s);
  std::size_t on_visits = 0;
  for (const auto& family : r.families) {
    SimTime next = forever;
    Days step = 7;
    for (const auto& row : rows_of(r, family.number)) {
      const EventKind kind = kind_of(row);
      if (kind == EventKind::visit_started) step = 3.5;
      if (kind == EventKind::exit) step = 14;
      if (kind == EventKind::visit_failed || kind == EventKind::reentry) step = 7;
      const bool new_pace = kind == EventKind::visit_started || kind == EventKind::exit ||
                            kind == EventKind::visit_failed || kind == EventKind::reentry;
      if (kind == EventKind::contact_kept) {
        REQUIRE(row.day == Approx(next).margin(1e-9));
        on_visits += step == 3.5 ? 1 : 0;
      }
      if (kind == EventKind::coach_assigned || kind == EventKind::contact_kept || new_pace)
        next = row.day + step;
    }
  }
  CHECK(on_visits > 500);
}

TEST_CASE(
    "concrete services: a share of the budget at every removal, visit, return and setback, until it is "
    "gone") {
  Scenario s = with_visits();
  s.hazards.setback = Exponential{200};
  s.costs.discount_rate_per_year = 0;
  s.program.support.concrete_dollars_per_family = 1000;
  s.program.support.concrete_share_per_occasion = 0.15;
  const RunRecord r = run(s);
  std::size_t not_all = 0;
  for (const auto& family : r.families) {
    double occasions = 0;
    for (const auto& row : rows_of(r, family.number)) {
      const EventKind kind = kind_of(row);
      occasions += kind == EventKind::entry || kind == EventKind::reentry ||
                           kind == EventKind::visit_started || kind == EventKind::exit ||
                           kind == EventKind::setback
                       ? 1
                       : 0;
    }
    CHECK(family.use(Account::discounted).concrete == Approx(std::min(1000.0, 150 * occasions)));
    not_all += occasions < 6 ? 1 : 0;
  }
  CHECK(not_all > 20);
}
