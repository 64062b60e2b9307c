#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "tests/theory/court_log.hpp"
#include "tests/theory/replications.hpp"

/// What support and setbacks do to each clock, where both stay as they are once they have come.
namespace homeward::theory {

namespace {

constexpr std::size_t stress = index(Need::stress), hardship = index(Need::material_hardship);

double within(Days t, double rate) {
  return 1 - std::exp(-rate * t);
}

/// Chance to be still there after t days of a state that is left at a rate which grows with every setback;
/// these come at a constant rate. Midpoint rule in steps of a twentieth of a day.
double still_there(Days t, double setbacks_a_day, const std::function<double(int)>& rate) {
  constexpr int most = 30;
  constexpr Days step = 0.05;
  using Chances = std::vector<double>;
  const auto slope = [&](const Chances& p) {
    Chances change(most);
    for (int n = 0; n < most; ++n) {
      change[n] = -p[n] * (rate(n) + setbacks_a_day) + (n > 0 ? p[n - 1] * setbacks_a_day : 0);
    }
    return change;
  };
  const auto moved = [](Chances p, const Chances& by, double days) {
    for (std::size_t n = 0; n < p.size(); ++n) p[n] += days * by[n];
    return p;
  };
  Chances p(most, 0);
  p[0] = 1;
  for (Days day = 0; day < t - step / 2; day += step) p = moved(p, slope(moved(p, slope(p), step / 2)), step);
  double sum = 0;
  for (const double chance : p) sum += chance;
  return sum;
}

}  // namespace

TEST_CASE("effects: readiness, visits and re-entry each have their own ratios, of support and of setbacks") {
  Scenario s = before_the_court(100, 500, 3);
  s.court.requested_hearing_days = Fixed{5};
  s.court.direct_return_first = s.court.direct_return_later = 0;
  s.court.trial_home_visit_days = Fixed{60};
  s.hazards.trial_home_visit_failure = Exponential{150};
  s.hazards.reentry = Exponential{500};
  // All help on the day of removal, and a setback within hours that takes stress to its height.
  s.needs.baseline[hardship] = 0.9;
  s.program.support.concrete_dollars_per_family = 2000;
  s.program.support.concrete_share_per_occasion = 1;
  s.program.support.concrete_per_1000_dollars = 0.6;
  s.needs.baseline[stress] = 0.4;
  s.hazards.setback = Piecewise{{0, 1}, {30, 0}};
  s.setbacks.raise_stress = 1;
  s.effects.need_weights = {1, 0, 0, 0, 1};
  s.effects.hazard_ratio = {2.5, 0.3, 0.4};
  s.effects.setback_hazard_ratio = {0.5, 2, 3};
  const double gain = 0.9 * (1 - std::exp(-1.2)) / 2;
  const double load = 0.6 / 2;
  const auto multiplier = [&](double support, double setback) {
    return std::pow(support, gain) * std::pow(setback, load);
  };
  const auto figures = [](const RunRecord& run) {
    Mean ready, failed, back;
    const auto all = stories(run);
    for (const auto& family : run.families) {
      const auto& story = all[family.number - 1];
      if (story.removal + 90 <= run.end)
        ready.add(!story.ready.empty() && story.ready[0] <= story.removal + 90);
      if (!story.visits_started.empty() && story.visits_started[0] + 60 <= run.end) {
        failed.add(!story.visits_failed.empty() && story.visits_failed[0] <= story.visits_started[0] + 60);
      }
      if (story.exit + 300 > run.end) continue;
      back.add(family.episodes > 1 && run.episodes[family.first_episode + 1].removal <= story.exit + 300);
    }
    return Figures{{"ready", ready.value()}, {"visit failed", failed.value()}, {"back", back.value()}};
  };
  check_all(replicate(s, 40, figures, every_event), {{"ready", within(90, multiplier(2.5, 0.5) / 100)},
                                                     {"visit failed", within(60, multiplier(0.3, 2) / 150)},
                                                     {"back", within(300, multiplier(0.4, 3) / 500)}});
}

TEST_CASE("effects: an hour counts as omega + (1 - omega) x trust of an hour with full trust") {
  Scenario s = families_only(600, 1, 1);
  s.hazards.readiness = Exponential{200};
  s.program.coaches.positions = 500;
  s.program.support.contacts_per_week = {2, 2, 2};
  s.program.support.hours_per_contact = 1;
  s.program.support.mix = {1, 0, 0, 0};
  s.needs.baseline[stress] = 0.6;
  s.support_effects.to_needs[index(SupportKind::emotional)][stress] = 0.08;
  s.effects.need_weights = {1, 0, 0, 0, 0};
  s.effects.hazard_ratio.readiness = 6;
  s.effects.reference_contacts_per_week = 1;
  s.effects.reference_hours_per_contact = 1;
  s.effects.without_trust = 0.3;
  s.trust.at_start = GENERATE(0.0, 0.5);
  const double dose = 0.3 + 0.7 * s.trust.at_start;
  // The gain of n contacts is 1 - exp(-0.08 dose n), as in changing_hazards.cpp.
  Figures truth;
  for (const Days t : {60.0, 200.0}) {
    double gathered = 0;
    for (int n = 0; n * 3.5 < t; ++n) {
      gathered += std::pow(6, 1 - std::exp(-0.08 * dose * n)) * (std::min(t, (n + 1) * 3.5) - n * 3.5) / 200;
    }
    truth[std::to_string(t)] = 1 - std::exp(-gathered);
  }
  const auto figures = [](const RunRecord& run) {
    Figures home;
    for (const Days t : {60.0, 200.0}) {
      Mean share;
      for (const auto& e : run.episodes) {
        if (e.removal + t <= run.end) share.add(e.exit[0] <= e.removal + t ? 1 : 0);
      }
      home[std::to_string(t)] = share.value();
    }
    return home;
  };
  check_all(replicate(s, 40, figures), truth);
}

TEST_CASE("effects: who waits under more stress than usual gives up sooner, by the ratio to that power") {
  constexpr double ratio = 8;
  Scenario s = families_only(500, 1, 1);
  s.program.coaches.staffing = {{10000, 1U, {}}};  // there is a program, but nobody to work in it yet
  s.program.referral.patience_days = Exponential{200};
  s.program.referral.stress_hazard_ratio = ratio;
  s.hazards.setback = Exponential{80};
  s.setbacks.raise_stress = 0.5;
  s.needs.baseline[stress] = 0.2;
  const auto rate = [](int setbacks) { return std::pow(ratio, 0.8 * (1 - std::pow(0.5, setbacks))) / 200; };
  Figures truth;
  for (const Days t : {50.0, 150.0}) truth[std::to_string(t)] = 1 - still_there(t, 1 / 80.0, rate);
  const auto figures = [](const RunRecord& run) {
    Figures gave_up;
    for (const Days t : {50.0, 150.0}) {
      Mean share;
      for (const auto& spell : run.queue_spells) {
        if (spell.joined + t <= run.end)
          share.add(spell.end == QueueEnd::reneged && spell.ended <= spell.joined + t ? 1 : 0);
      }
      gave_up[std::to_string(t)] = share.value();
    }
    return gave_up;
  };
  check_all(replicate(s, 40, figures), truth);
}

}  // namespace homeward::theory
