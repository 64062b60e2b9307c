#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms_laws.hpp"
#include "tests/theory/court_log.hpp"

/// When hearings are held and what they decide.
namespace homeward::theory {

namespace {

/// The calendar's first hearing after a day since removal: days 3 and 60, every half-year, every year.
Days next_on_calendar(Days since_removal) {
  for (const Days day : {3.0, 60.0}) {
    if (day > since_removal) return day;
  }
  return (std::floor(since_removal / days_per_half_year) + 1) * days_per_half_year;
}

bool same_day(Days a, Days b) {
  return std::abs(a - b) < 1e-6;
}

}  // namespace

TEST_CASE("hearings: a family that is never ready is heard on the calendar and nowhere else") {
  Scenario s = before_the_court(100, 50);
  s.hazards.readiness = Never{};
  for (const auto& story : stories(simulate(check(s), test_seed, 0, every_event))) {
    Days last = 0;
    for (const auto& hearing : story.hearings) {
      REQUIRE(same_day(hearing.day - story.removal, next_on_calendar(last + 1e-6)));
      CHECK(hearing.outcome == 0);
      last = hearing.day - story.removal;
    }
    CHECK(story.removal + next_on_calendar(last + 1e-6) >= s.end() - 1e-6);
  }
}

TEST_CASE("hearings: the calendar keeps its own intervals, and what falls on one day is one hearing") {
  Scenario s = before_the_court(100, 30);
  s.hazards.readiness = Never{};
  s.court.first_hearing_days = 10;
  s.court.disposition_days = 90;
  s.court.review_interval_days = 90;
  s.court.permanency_hearing_days = 300;
  for (const auto& story : stories(simulate(check(s), test_seed, 0, every_event))) {
    const std::vector<Days> expected{10, 90, 180, 270, 300, 360, 450, 540, 600, 630};
    for (std::size_t i = 0; i < std::min(expected.size(), story.hearings.size()); ++i) {
      REQUIRE(same_day(story.hearings[i].day - story.removal, expected[i]));
    }
  }
}

TEST_CASE("hearings: a ready family is heard on request unless the calendar comes first") {
  Scenario s = before_the_court(150);
  s.court.requested_hearing_days = Exponential{25};
  const auto figures = [](const RunRecord& run) {
    double early = 0;
    Mean surplus, wait;
    for (const auto& story : stories(run)) {
      if (story.ready.empty() || story.removal + 800 > run.end) continue;
      const SimTime ready = story.ready.front();
      const SimTime calendar = story.removal + next_on_calendar(ready - story.removal);
      const auto first = std::find_if(story.hearings.begin(), story.hearings.end(),
                                      [&](const Hearing& h) { return h.day >= ready; });
      if (first == story.hearings.end()) continue;
      if (first->day > calendar + 1e-6 || first->outcome != 1)
        ++early;  // never later, and granted: nothing continues it
      // The chance that the request comes too late for the calendar, against what happened.
      surplus.add((same_day(first->day, calendar) ? 1 : 0) - std::exp(-(calendar - ready) / 25));
      wait.add(first->day - ready - 25 * (1 - std::exp(-(calendar - ready) / 25)));
    }
    return Figures{{"on the calendar beyond expectation", surplus.value()},
                   {"days beyond expectation", wait.value()},
                   {"wrong", early}};
  };
  const auto found = replicate(s, 60, figures, every_event);
  CHECK_THAT(found.at("on the calendar beyond expectation"), Agrees(0));
  CHECK_THAT(found.at("days beyond expectation"), Agrees(0, 0, 0.15));
  CHECK(found.at("wrong").mean() == 0);
}

TEST_CASE(
    "hearings: the number of continuances is geometric, each by its days unless the calendar comes first") {
  const double p = GENERATE(0.2, 0.6);
  Scenario s = before_the_court(150);
  s.court.requested_hearing_days = Fixed{10};
  s.court.continuance_probability = p;
  s.court.continuance_days = Fixed{21};
  const auto figures = [](const RunRecord& run) {
    Mean number, none, squares;
    double wrong = 0;
    for (const auto& story : stories(run)) {
      if (story.removal + 800 > run.end || story.ready.empty()) continue;
      double continued = 0;
      for (std::size_t i = 0; i < story.hearings.size(); ++i) {
        if (story.hearings[i].outcome != 2) continue;
        ++continued;
        if (i + 1 == story.hearings.size()) continue;
        const SimTime day = story.hearings[i].day;
        const Days calendar = next_on_calendar(day - story.removal + 1e-6) + story.removal - day;
        if (!same_day(story.hearings[i + 1].day - day, std::min(21.0, calendar))) ++wrong;
      }
      number.add(continued);
      squares.add(continued * continued);
      none.add(continued == 0 ? 1 : 0);
    }
    return Figures{
        {"mean", number.value()}, {"none", none.value()}, {"mean square", squares.value()}, {"wrong", wrong}};
  };
  check_all(replicate(s, 60, figures, every_event), {{"mean", p / (1 - p)},
                                                     {"none", 1 - p},
                                                     {"mean square", p * (1 + p) / (1 - p) / (1 - p)},
                                                     {"wrong", 0}});
}

TEST_CASE(
    "hearings: preparation lowers the chance of a continuance by exp(-kappa x hours), and nothing else "
    "does") {
  Scenario s = before_the_court(250, 300);
  s.court.requested_hearing_days = Fixed{10};
  s.court.continuance_probability = 0.8;
  s.court.preparation_effect = 0.04;
  s.program.coaches.positions = 200;
  s.program.support.contacts_per_week = {1, 1, 0};
  s.program.support.hours_per_contact = 1.5;
  s.program.support.mix = {0.2, 0.3, 0.1, 0.4};  // 0.7 of the hours are advocacy and information
  const auto figures = [](const RunRecord& run) {
    Mean surplus, continued;
    for (const auto& story : stories(run)) {
      for (const auto& hearing : story.hearings) {
        if (hearing.outcome == 0) continue;
        const auto contacts = std::count_if(story.contacts_kept.begin(), story.contacts_kept.end(),
                                            [&](SimTime day) { return day < hearing.day; });
        const double chance = 0.8 * std::exp(-0.04 * 1.5 * 0.7 * static_cast<double>(contacts));
        surplus.add((hearing.outcome == 2 ? 1 : 0) - chance);
        continued.add(hearing.outcome == 2 ? 1 : 0);
      }
    }
    return Figures{{"surplus", surplus.value()}, {"continued", continued.value()}};
  };
  const auto found = replicate(s, 60, figures, every_event);
  CHECK_THAT(found.at("surplus"), Agrees(0));
  CHECK(found.at("continued").mean() < 0.6);
}

TEST_CASE(
    "hearings: returns are direct by the first share up to the disposition, the disposition included, by the "
    "later one after") {
  // No requests, so all are granted on the calendar: at day 3, at 60 (the disposition), at the reviews.
  Scenario s = before_the_court(60, 600, 1.5);
  s.court.direct_return_first = 0.85;
  s.court.direct_return_later = 0.25;
  s.court.trial_home_visit_days = Fixed{30};
  const auto figures = [](const RunRecord& run) {
    Mean at_first, at_disposition, later;
    for (const auto& story : stories(run)) {
      for (const auto& hearing : story.hearings) {
        if (hearing.outcome != 1) continue;
        const Days since = hearing.day - story.removal;
        Mean& where = since < 10 ? at_first : since < 70 ? at_disposition : later;
        where.add(story.exit == hearing.day ? 1 : 0);
      }
    }
    return Figures{{"first hearing", at_first.value()},
                   {"disposition", at_disposition.value()},
                   {"later", later.value()}};
  };
  check_all(replicate(s, 60, figures, every_event),
            {{"first hearing", 0.85}, {"disposition", 0.85}, {"later", 0.25}});
}

TEST_CASE("hearings: a trial home visit lasts as drawn, unless it fails at its constant hazard") {
  Scenario s = before_the_court(60, 400, 2.5);
  s.court.requested_hearing_days = Fixed{10};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  const bool fails = GENERATE(false, true);
  s.court.trial_home_visit_days = Gamma{4, 30};
  if (fails) s.hazards.trial_home_visit_failure = Exponential{200};
  const auto figures = [](const RunRecord& run) {
    Mean length, squares, failed;
    double wrong = 0;
    for (const auto& story : stories(run)) {
      // First visits, all over: those still under way would be the long ones.
      if (story.visits_started.empty() || story.visits_started.front() + 500 > run.end) continue;
      const SimTime start = story.visits_started.front();
      const bool broke = !story.visits_failed.empty();
      failed.add(broke ? 1 : 0);
      if (!broke && (story.exit == forever || story.exit_kind != static_cast<int>(ExitKind::reunified)))
        ++wrong;
      if (broke) continue;
      length.add(story.exit - start);
      squares.add((story.exit - start) * (story.exit - start));
    }
    return Figures{{"failed", failed.value()},
                   {"days of those that hold", length.value()},
                   {"squares", squares.value()},
                   {"wrong", wrong}};
  };
  // A gamma length V held out with chance E[exp(-V/200)]; given that, V is gamma with a shorter scale.
  const double scale = fails ? 1 / (1 / 30.0 + 1 / 200.0) : 30.0;
  check_all(replicate(s, 60, figures, every_event), {{"failed", fails ? 1 - std::pow(scale / 30, 4) : 0},
                                                     {"days of those that hold", 4 * scale},
                                                     {"squares", 20 * scale * scale},
                                                     {"wrong", 0}});
}

TEST_CASE(
    "hearings: after a failed visit a family must become ready again, with t running on from the removal") {
  Scenario s = before_the_court(60, 400, 3);
  s.hazards.readiness = Weibull{0.6, 100};
  s.court.requested_hearing_days = Fixed{5};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{400};
  s.hazards.trial_home_visit_failure = Exponential{40};
  const Clock law = s.hazards.readiness;
  const auto figures = [&law](const RunRecord& run) {
    Mean surplus;
    for (const auto& story : stories(run)) {
      if (story.visits_failed.empty() || story.visits_failed.front() + 90 > run.end) continue;
      const SimTime failed = story.visits_failed.front();
      const double gathered = cumulative_hazard(law, failed + 90 - story.removal) -
                              cumulative_hazard(law, failed - story.removal);
      const bool ready = story.ready.size() > 1 && story.ready[1] <= failed + 90;
      surplus.add((ready ? 1 : 0) - (1 - std::exp(-gathered)));
    }
    return Figures{{"ready within 90 days beyond expectation", surplus.value()}};
  };
  check_all(replicate(s, 60, figures, every_event), {{"ready within 90 days beyond expectation", 0}});
}

TEST_CASE("hearings: at home the court goes on at its interval, and ends its supervision with a hearing") {
  Scenario s = before_the_court(60, 100, 3);
  s.court.requested_hearing_days = Fixed{5};
  s.court.direct_return_first = s.court.direct_return_later = GENERATE(1.0, 0.0);
  s.court.trial_home_visit_days = Fixed{30};
  s.court.review_interval_days = 80;
  s.court.supervision_days = 200;
  s.hazards.reentry = Exponential{400};
  std::size_t all = 0;
  for (std::uint32_t r = 0; r < 2; ++r) {
    const auto run = simulate(check(s), test_seed, r, every_event);
    for (const auto& family : run.families) {
      const auto& first = run.episodes[family.first_episode];
      const SimTime home = first.exit[0];
      const SimTime back = family.episodes > 1 ? run.episodes[family.first_episode + 1].removal : forever;
      std::vector<SimTime> expected, held;
      for (const Days day : {80.0, 160.0, 200.0}) {
        if (home + day < std::min(back, run.end)) expected.push_back(day);
      }
      for (const auto& row : run.log) {
        const bool hearing = static_cast<EventKind>(row.kind) == EventKind::hearing;
        if (hearing && row.family == family.number && row.episode == 1 && row.day > home)
          held.push_back(row.day - home);
      }
      REQUIRE(held.size() == expected.size());
      for (std::size_t i = 0; i < held.size(); ++i) CHECK(held[i] == Approx(expected[i]));
      all += held.size() == 3 ? 1 : 0;
    }
  }
  CHECK(all > 50);
}

}  // namespace homeward::theory
