#include <catch2/catch.hpp>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// A gate with a hearing a few days after a family is ready.
void with_requests(Scenario& s, Days wait) {
  s.court.gate = true;
  s.court.requested_hearing_days = Fixed{wait};
  s.court.first_hearing_days = 2000;
  s.court.disposition_days = 2000;
  s.court.review_interval_days = 2000;
  s.court.permanency_hearing_days = 2000;
}

}  // namespace

TEST_CASE("placement: a recent setback moves children more while it is recent, also after a trial visit") {
  Scenario s = quiet();
  s.run.entry_years = 1;
  s.run.follow_up_years = 2;
  with_requests(s, 5);
  s.hazards.setback = Exponential{250};
  s.hazards.readiness = Exponential{40};
  s.hazards.trial_home_visit_failure = Exponential{10};
  s.court.trial_home_visit_days = Fixed{500};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.hazards.placement_move = Exponential{5};
  s.placement.recent_setback_hazard_ratio = 1e-9;  // no moves while recent
  s.placement.recent_setback_days = 90;
  const RunRecord r = run(s);
  double moves = 0;
  double days = 0;  // placed with no recent setback
  for (const auto& family : r.families) {
    double last_setback = -forever;
    double since = family.entry;
    bool placed = true;
    const auto until = [&](SimTime now) {
      if (placed) days += std::max(0.0, now - std::max(since, last_setback + 90));
      since = now;
    };
    for (const auto& row : rows_of(r, family.number)) {
      until(row.day);
      const EventKind kind = kind_of(row);
      if (kind == EventKind::setback) last_setback = row.day;
      if (kind == EventKind::visit_started || kind == EventKind::exit) placed = false;
      if (kind == EventKind::visit_failed) placed = true;
      if (kind != EventKind::placement_move) continue;
      ++moves;
      CHECK(row.day >= last_setback + 90);
    }
    until(r.end);
  }
  REQUIRE(moves > 10000);
  CHECK(moves / days == Approx(0.2).epsilon(0.04));  // four standard errors of the count
}

TEST_CASE(
    "court: hearings at 12 months may change the goal of every family that is not ready, whatever its first "
    "day") {
  Scenario s = quiet(400);
  s.court.gate = true;
  s.court.goal_change_probability = 1;
  s.hazards.other_permanency = Never{};
  s.run.follow_up_years = 2;
  const RunRecord r = run(s);
  std::size_t in_time = 0;
  for (const auto& family : r.families) in_time += family.entry + 366 < r.end ? 1 : 0;
  const auto changed = rows(r, EventKind::goal_changed);
  REQUIRE(changed.size() >= in_time);
  for (const auto& row : changed)
    CHECK(row.day == r.families[row.family - 1].entry + s.court.permanency_hearing_days);
}

TEST_CASE(
    "court: a return at the disposition hearing itself is an early one, whatever the family's first day") {
  Scenario s = quiet(400);
  s.court.gate = true;
  s.hazards.readiness =
      Piecewise{{0, 10, 20}, {0, 10, 0}};  // all ready between the first hearing and the disposition
  s.court.direct_return_first = 1;
  s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{30};
  const RunRecord r = run(s);
  CHECK(rows(r, EventKind::visit_started).empty());
  const auto exits = rows(r, EventKind::exit);
  REQUIRE(exits.size() > 500);
  for (const auto& row : exits) CHECK(row.day == r.families[row.family - 1].entry + s.court.disposition_days);
}

TEST_CASE("ageing out: children leave care one by one on their birthdays while siblings stay") {
  Scenario s = quiet(50);
  s.families.age_out_years = 18;
  s.families.children = {0, 0, 1};
  s.run.entry_years = 1;
  s.run.follow_up_years = 20;
  const RunRecord r = run(s);
  REQUIRE(r.episodes.size() > 100);
  for (const auto& episode : r.episodes) {
    for (std::size_t i = 0; i < 3; ++i) {
      const SimTime birthday = r.families[episode.family - 1].turns_adult[episode.child[i]];
      if (birthday >= r.end) continue;
      CHECK(episode.exit[i] == birthday);
      CHECK(episode.exit_kind[i] == ExitKind::emancipated);
    }
  }
}

TEST_CASE("ageing out: only minors come back into care, and who turns adult at home stays home") {
  Scenario s = quiet(100);
  s.families.age_out_years = 18;
  s.families.children = {0, 0, 1};
  s.families.age_shares = std::vector<double>(18, 0.0);
  for (std::size_t year = 14; year < 18; ++year) s.families.age_shares[year] = 0.25;
  s.hazards.readiness = Exponential{50};
  s.hazards.reentry = Exponential{400};
  s.run.follow_up_years = 5;
  const RunRecord r = run(s);
  std::size_t fewer = 0;
  for (const auto& episode : r.episodes) {
    if (episode.number == 1) continue;
    fewer += episode.children < 3 ? 1 : 0;
    for (std::size_t i = 0; i < episode.children; ++i) {
      CHECK(r.families[episode.family - 1].turns_adult[episode.child[i]] > episode.removal);
    }
  }
  CHECK(fewer > 20);
  // A family whose last child turned adult at home is left alone: no events after the last birthday.
  for (const auto& row : r.log) {
    if (row.family == 0) continue;
    const auto& birthdays = r.families[row.family - 1].turns_adult;
    CHECK(row.day <= *std::max_element(birthdays.begin(), birthdays.begin() + 3));
  }
}

TEST_CASE("a hazard that rises without end stops the run with a reason instead of running for ever") {
  Scenario s = quiet(20);
  s.hazards.setback = Gompertz{0.01, 0.05};
  CHECK_THROWS_WITH(run(s), Catch::Contains("something comes too often"));
}
