#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms_laws.hpp"
#include "tests/theory/court_log.hpp"

/// When the goal of a family changes, and what that does to its clocks.
namespace homeward::theory {

namespace {

constexpr Days petition_after = 456.5625, petition_window = 669.625;

/// First day on which a family has been placed for 15 of the last 22 months, day by day through its story.
SimTime petition_due(const CourtStory& story, SimTime end) {
  std::vector<std::pair<SimTime, SimTime>> placed;
  SimTime from = story.removal;
  for (std::size_t v = 0; v < story.visits_started.size(); ++v) {
    placed.emplace_back(from, story.visits_started[v]);
    from = v < story.visits_failed.size() ? story.visits_failed[v] : forever;
  }
  placed.emplace_back(from, std::min(end, story.exit));
  const auto days_at = [&](SimTime t) {
    double days = 0;
    for (const auto& [a, b] : placed)
      days += std::max(0.0, std::min(b, t) - std::max(a, t - petition_window));
    return days;
  };
  for (SimTime t = story.removal; t < std::min(end, story.exit); t += 0.25) {
    const bool is_placed = std::any_of(placed.begin(), placed.end(),
                                       [t](auto& stay) { return stay.first <= t && t < stay.second; });
    if (is_placed && days_at(t) >= petition_after) return t;
  }
  return forever;
}

}  // namespace

TEST_CASE("goals: at the 12-month hearing and at each calendar hearing from then on the goal may change") {
  Scenario s = before_the_court(100, 100, 2.5);
  s.hazards.readiness = Never{};
  s.court.goal_change_probability = 0.35;
  s.run.entry_years = 9;  // removals far from day 0, where sums of days are rounded most
  const auto figures = [](const RunRecord& run) {
    Mean before, at_12, at_18, at_24;
    for (const auto& story : stories(run)) {
      if (story.removal + 740 > run.end) continue;
      const Days changed = story.goal_changes.empty() ? forever : story.goal_changes.front() - story.removal;
      before.add(changed < 365 ? 1 : 0);
      at_12.add(std::abs(changed - 365.25) < 1e-6 ? 1 : 0);
      if (changed > 370) at_18.add(std::abs(changed - 547.875) < 1e-6 ? 1 : 0);
      if (changed > 550) at_24.add(std::abs(changed - 730.5) < 1e-6 ? 1 : 0);
    }
    return Figures{{"before", before.value()},
                   {"12 months", at_12.value()},
                   {"18 months", at_18.value()},
                   {"24 months", at_24.value()}};
  };
  check_all(replicate(s, 30, figures, every_event),
            {{"before", 0}, {"12 months", 0.35}, {"18 months", 0.35}, {"24 months", 0.35}});
}

TEST_CASE("goals: from the change on readiness runs at its ratio, and other permanency begins at t = 0") {
  Scenario s = before_the_court(400, 500, 3);
  s.court.goal_change_probability = 1;
  s.court.readiness_after_goal_change = GENERATE(0.0, 0.3, 2.0);
  s.hazards.other_permanency = Weibull{1.6, 500};
  INFO("ratio " << s.court.readiness_after_goal_change);
  const double ratio = s.court.readiness_after_goal_change;
  const auto figures = [](const RunRecord& run) {
    Mean ready_before, ready_after, other;
    for (const auto& story : stories(run)) {
      if (story.removal + 730 > run.end) continue;
      const Days ready = story.ready.empty() ? forever : story.ready.front() - story.removal;
      const bool by_other =
          story.exit - story.removal <= 730 && story.exit_kind != static_cast<int>(ExitKind::reunified);
      ready_before.add(ready <= 365.25 ? 1 : 0);
      if (ready <= 365.25) continue;
      ready_after.add(ready <= 730 ? 1 : 0);
      other.add(by_other && ready > 730 ? 1 : 0);
    }
    return Figures{{"ready in the first year", ready_before.value()},
                   {"ready in the second", ready_after.value()},
                   {"left otherwise in the second", other.value()}};
  };
  // Two clocks race from day 365.25 on.
  const Days second = 730 - 365.25;
  const auto still = [&](Days t) { return std::exp(-ratio * t / 400 - std::pow(t / 500, 1.6)); };
  const double ready = integral([&](Days t) { return ratio / 400 * still(t); }, 0, second);
  const double other = integral(
      [&](Days t) {
        return hazard_at(Weibull{1.6, 500}, t) * still(t);
      },
      0, second);
  check_all(replicate(s, 60, figures, every_event), {{"ready in the first year", 1 - std::exp(-365.25 / 400)},
                                                     {"ready in the second", ready},
                                                     {"left otherwise in the second", other}});
}

TEST_CASE(
    "goals: a petition comes after 15 months of the last 22 in placement, and changes the goal unless "
    "excepted") {
  Scenario s = before_the_court(100, 200, 3.5);
  s.hazards.readiness = Never{};
  s.court.petition_exception_probability = 0.3;
  const auto figures = [](const RunRecord& run) {
    Mean changed;
    double wrong = 0;
    for (const auto& story : stories(run)) {
      if (story.removal + 460 > run.end) continue;
      if (story.petitions.size() != 1 ||
          std::abs(story.petitions.front() - story.removal - petition_after) > 1e-5)
        ++wrong;
      changed.add(story.goal_changes.empty() ? 0 : 1);
      if (!story.goal_changes.empty() && story.goal_changes.front() != story.petitions.front()) ++wrong;
    }
    return Figures{{"changed", changed.value()}, {"wrong", wrong}};
  };
  check_all(replicate(s, 60, figures, every_event), {{"changed", 0.7}, {"wrong", 0}});
}

TEST_CASE("goals: an exception from the petition for care by kin holds where the children are then") {
  Scenario s = before_the_court(200, 200, 3.5);
  s.hazards.readiness = Never{};
  s.placement.kin_probability = 0.4;
  s.court.petition_exception_probability = 0.3;
  s.court.petition_exception_with_kin = GENERATE(1.0, 0.8, 0.0);
  const auto figures = [](const RunRecord& run) {
    Mean changed;
    for (const auto& story : stories(run))
      if (story.removal + 460 <= run.end) changed.add(story.goal_changes.empty() ? 0 : 1);
    return Figures{{"changed", changed.value()}};
  };
  check_all(replicate(s, 60, figures, every_event),
            {{"changed", 0.6 * 0.7 + 0.4 * (1 - *s.court.petition_exception_with_kin)}});
}

TEST_CASE(
    "goals: days on a trial visit do not count towards the petition, and old days drop out of the window") {
  Scenario s = before_the_court(150, 60, 6);
  s.court.requested_hearing_days = Fixed{10};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{700};
  s.hazards.trial_home_visit_failure = Exponential{150};
  s.court.petition_exception_probability = 0.5;
  int told = 0, after_a_visit = 0;
  for (const auto& story : stories(simulate(check(s), test_seed, 0, every_event))) {
    if (story.petitions.empty()) continue;
    ++told;
    after_a_visit += story.petitions.front() - story.removal > petition_after + 1 ? 1 : 0;
    CHECK(std::abs(petition_due(story, s.end()) - story.petitions.front()) < 0.26);
  }
  CHECK(told > 30);
  CHECK(after_a_visit > 10);
}

TEST_CASE("goals: with the gate on no family goes home without a hearing that granted it") {
  Scenario s = before_the_court(100, 300, 3);
  s.court.requested_hearing_days = Exponential{20};
  s.court.continuance_probability = 0.3;
  s.court.direct_return_first = 0.8;
  s.court.direct_return_later = 0.3;
  s.court.trial_home_visit_days = Uniform{10, 90};
  s.hazards.trial_home_visit_failure = Exponential{100};
  s.hazards.other_permanency = Exponential{400};
  s.court.goal_change_probability = 0.5;
  int home = 0;
  for (const auto& story : stories(simulate(check(s), test_seed, 0, every_event))) {
    if (story.exit_kind != static_cast<int>(ExitKind::reunified)) continue;
    ++home;
    const auto granted = std::count_if(story.hearings.begin(), story.hearings.end(),
                                       [](const Hearing& h) { return h.outcome == 1; });
    CHECK(granted == static_cast<long>(story.visits_failed.size()) + 1);
    CHECK(story.ready.size() == story.visits_failed.size() + 1);
    CHECK(story.ready.back() <= story.exit);
  }
  CHECK(home > 500);
}

}  // namespace homeward::theory
