#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <vector>

#include "sim/evidence/closed_forms_laws.hpp"
#include "tests/theory/replications.hpp"

/// Hazards that change on the way, in the model: by contacts, setbacks, support that wears off, a program
/// that starts.
namespace homeward::theory {

namespace {

constexpr std::array<double, 4> horizons{1, 3, 6, 12};  // months

Scenario staying(Days mean_stay, double entries_per_year = 1200) {
  Scenario s = families_only(entries_per_year, 1, 1);
  s.hazards.readiness = Exponential{mean_stay};
  return s;
}

void plenty_of_coaches(Scenario& s, double contacts_per_week) {
  s.program.coaches.positions = 500;
  s.program.support.contacts_per_week = {contacts_per_week, contacts_per_week, contacts_per_week};
  s.program.support.hours_per_contact = 1;
}

/// Share that went home within some months, of the first removals seen so long.
Figures went_home(const RunRecord& run) {
  Figures figures;
  for (const double months : horizons) {
    double n = 0, home = 0;
    for (const auto& e : run.episodes) {
      if (e.number > 1 || e.removal + months * days_per_month > run.end) continue;
      ++n;
      if (e.exit[0] <= e.removal + months * days_per_month) ++home;
    }
    figures[std::to_string(months)] = home / n;
  }
  return figures;
}

/// 1 - exp(-integral of a multiplier that jumps on a grid of days, over the mean stay).
Figures by_steps(Days mean_stay, Days step, const std::function<double(std::size_t)>& multiplier) {
  Figures figures;
  for (const double months : horizons) {
    const Days t = months * days_per_month;
    double gathered = 0;
    for (std::size_t k = 0; static_cast<double>(k) * step < t; ++k) {
      const Days from = static_cast<double>(k) * step;
      gathered += multiplier(k) * (std::min(t, from + step) - from) / mean_stay;
    }
    figures[std::to_string(months)] = 1 - std::exp(-gathered);
  }
  return figures;
}

constexpr std::size_t stress = index(Need::stress), hardship = index(Need::material_hardship);

}  // namespace

TEST_CASE("changing hazards: setbacks slow readiness down by their load, one after the other") {
  Scenario s = staying(250);
  s.hazards.setback = Exponential{80};
  s.needs.baseline = {0.3, 0.2, 0.5, 0.6, 0.4};
  s.setbacks.raise_stress = 0.5;
  s.setbacks.raise_material_hardship = 0.3;
  s.setbacks.resilience = GENERATE(0.0, 0.8);
  s.effects.setback_hazard_ratio.readiness = 0.02;
  // After n setbacks a need has gone its share of the way n times; confident parents (0.6 unmet) are spared a
  // part.
  const double spared = 1 - s.setbacks.resilience * (1 - 0.6);
  const auto slower = [&](int n) {
    const double lifted =
        0.7 * (1 - std::pow(1 - 0.5 * spared, n)) + 0.6 * (1 - std::pow(1 - 0.3 * spared, n));
    return std::pow(0.02, 0.2 * lifted);
  };
  // Not ready, with n setbacks so far: a chain that goes up at 1/80 and out at slower(n)/250, by fourth-order
  // Runge-Kutta.
  constexpr int most = 40;
  using Chances = std::vector<double>;
  const auto change = [&](const Chances& p) {
    Chances d(most, 0);
    for (int n = 0; n < most; ++n) {
      d[n] = -p[n] * (slower(n) / 250 + (n + 1 < most ? 1 / 80.0 : 0)) + (n > 0 ? p[n - 1] / 80 : 0);
    }
    return d;
  };
  const auto ahead = [](const Chances& p, const Chances& d, double h) {
    Chances q = p;
    for (std::size_t n = 0; n < q.size(); ++n) q[n] += h * d[n];
    return q;
  };
  Figures truth;
  for (const double months : horizons) {
    Chances p(most, 0);
    p[0] = 1;
    const double h = months * days_per_month / 400;
    for (int i = 0; i < 400; ++i) {
      const auto k1 = change(p), k2 = change(ahead(p, k1, h / 2)), k3 = change(ahead(p, k2, h / 2)),
                 k4 = change(ahead(p, k3, h));
      for (std::size_t n = 0; n < p.size(); ++n) p[n] += h / 6 * (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n]);
    }
    double still = 0;
    for (const double x : p) still += x;
    truth[std::to_string(months)] = 1 - still;
  }
  check_all(replicate(s, 60, went_home), truth);
}

TEST_CASE("changing hazards: contacts raise readiness step by step, by HR to the power of the gain") {
  Scenario s = staying(300, 600);
  plenty_of_coaches(s, 2);
  s.program.support.mix = {1, 0, 0, 0};
  s.needs.baseline[stress] = 0.6;
  s.support_effects.to_needs[index(SupportKind::emotional)][stress] = 0.08;
  s.effects.need_weights = {1, 0, 0, 0, 0};
  s.effects.hazard_ratio.readiness = 4;
  // Without drift the reference plan wears the need down to nothing, so rho is the need itself and the gain
  // of n contacts is 1 - exp(-0.08 n).
  s.effects.reference_contacts_per_week = 1;
  s.effects.reference_hours_per_contact = 1;
  check_all(replicate(s, 60, went_home), by_steps(300, 3.5, [](std::size_t contacts) {
              return std::pow(4, 1 - std::exp(-0.08 * static_cast<double>(contacts)));
            }));
}

TEST_CASE("changing hazards: what concrete help gives wears off with the half-life, read every update") {
  Scenario s = staying(200);
  s.needs.baseline[hardship] = 0.9;
  s.program.support.concrete_dollars_per_family = 2000;
  s.program.support.concrete_share_per_occasion = 1;  // all of it on the day of removal
  s.program.support.concrete_per_1000_dollars = 0.6;
  s.effects.need_weights = {0, 0, 0, 0, 1};
  s.effects.half_life_days = GENERATE(20.0, 120.0);
  s.effects.update_days = 7;
  s.effects.hazard_ratio.readiness = GENERATE(5.0, 0.3);
  const double relief = 0.9 * (1 - std::exp(-1.2));  // rho is 1 where coaching moves no need
  const double ratio = s.effects.hazard_ratio.readiness, half_life = s.effects.half_life_days;
  INFO("half-life " << half_life << ", hazard ratio " << ratio);
  check_all(replicate(s, 60, went_home), by_steps(200, 7, [&](std::size_t updates) {
              return std::pow(ratio, relief * std::exp2(-7.0 * static_cast<double>(updates) / half_life));
            }));
}

TEST_CASE("changing hazards: an early first contact raises readiness from that contact on") {
  Scenario s = staying(200, 600);
  plenty_of_coaches(s, 1);
  s.effects.early_contact_hazard_ratio = 2.5;
  const Days delay = GENERATE(0.0, 70.0);  // first contacts on day 7 or 77; 60 days is early
  s.program.referral.delay_days = Fixed{delay};
  check_all(replicate(s, 60, went_home),
            by_steps(200, 7, [&](std::size_t weeks) { return delay == 0 && weeks > 0 ? 2.5 : 1; }));
}

TEST_CASE(
    "changing hazards: before program.start_days the baseline's program runs, from then on the scenario's "
    "own") {
  Scenario s = staying(300, 800);
  s.run.entry_years = 2;
  s.run.warm_up_years = 1;
  s.program_before = s.program;  // without coaches
  plenty_of_coaches(s, 1);
  s.effects.early_contact_hazard_ratio = 3;
  s.program_start_days = 365.25;
  // Those in care are offered a coach on the day; the first contact comes a week later. From then on those
  // removed less than 53 days before the day have had it early; for the others nothing changes.
  const SimTime contact = s.program_start_days + 7;
  const auto figures = [contact](const RunRecord& run) {
    double n[2] = {0, 0}, home[2] = {0, 0}, served_before = 0;
    for (const auto& e : run.episodes) {
      if (e.first_coach < contact - 7) ++served_before;
      if (e.removal > contact - 7 || e.exit[0] <= contact) continue;
      const std::size_t early = e.removal + 60 >= contact ? 1 : 0;
      ++n[early];
      if (e.exit[0] <= contact + 100) ++home[early];
    }
    for (const auto& spell : run.queue_spells) served_before += spell.joined < contact - 7 ? 1 : 0;
    return Figures{
        {"late", home[0] / n[0]}, {"early", home[1] / n[1]}, {"coached or waiting before", served_before}};
  };
  check_all(replicate(s, 100, figures), {{"late", 1 - std::exp(-100 / 300.0)},
                                         {"early", 1 - std::exp(-3 * 100 / 300.0)},
                                         {"coached or waiting before", 0}});
}

TEST_CASE("changing hazards: a recent setback raises the hazard of a move while it is recent") {
  Scenario s = families_only(500, 1, 1);
  s.hazards.placement_move = Exponential{150};
  s.hazards.setback = Exponential{100};
  s.placement.recent_setback_hazard_ratio = 3;
  s.placement.recent_setback_days = 45;
  const auto figures = [](const RunRecord& run) {
    double moves = 0, expected = 0;
    for (const auto& e : run.episodes) {
      const Days t = run.end - e.removal;
      moves += e.moves;
      // Chance of a setback in the last 45 days, or since removal: 1 - exp(-min(u, 45)/100), gathered over u
      // up to t.
      const double early = std::min(t, 45.0), late = t - early;
      const double recent = early - 100 * (1 - std::exp(-early / 100)) + late * (1 - std::exp(-0.45));
      expected += (t + 2 * recent) / 150;
    }
    return Figures{{"moves against expected", moves / expected}};
  };
  CHECK_THAT(replicate(s, 60, figures).at("moves against expected"), Agrees(1, 0.01));
}

TEST_CASE("changing hazards: re-entry is seen more often while a coach is in contact at home") {
  Scenario s = families_only(400, 1, 2);
  s.hazards.readiness = Exponential{40};
  s.hazards.reentry = Weibull{0.7, 700};
  plenty_of_coaches(s, 0.1);
  s.program.support.after_reunification_days = 120;
  s.effects.detection_in_contact = 1.8;
  Figures truth;
  const auto gathered = [&](Days t) { return cumulative_hazard(s.hazards.reentry, t); };
  for (const Days t : {60.0, 120.0, 400.0}) {
    const double early = gathered(std::min(t, 120.0));
    truth[std::to_string(t)] = 1 - std::exp(-1.8 * early - (gathered(t) - early));
  }
  const auto figures = [&](const RunRecord& run) {
    Figures found;
    for (const Days t : {60.0, 120.0, 400.0}) {
      double home = 0, back = 0;
      for (std::size_t i = 0; i + 1 < run.episodes.size(); ++i) {
        const auto& e = run.episodes[i];
        if (e.number > 1 || e.removal >= run.window_end || e.exit[0] + t > run.end) continue;
        ++home;
        if (run.episodes[i + 1].family == e.family && run.episodes[i + 1].removal <= e.exit[0] + t) ++back;
      }
      found[std::to_string(t)] = back / home;
    }
    return found;
  };
  check_all(replicate(s, 60, figures), truth);
}

TEST_CASE("changing hazards: families drop out at the stated hazard times what trust leaves") {
  Scenario s = families_only(500, 1, 1);
  plenty_of_coaches(s, 0);
  s.program.referral.drop_out = Weibull{0.8, 300};
  s.trust.at_start = GENERATE(0.0, 0.4);
  const double left = 1 - s.trust.at_start;
  const auto figures = [](const RunRecord& run) {
    double n = 0, out = 0;
    for (const auto& row : run.log) {
      const auto& family = run.families[row.family == 0 ? 0 : row.family - 1];
      if (row.family == 0 || family.entry + 200 > run.end || row.day > family.entry + 200) continue;
      n += static_cast<EventKind>(row.kind) == EventKind::coach_assigned ? 1 : 0;
      out += static_cast<EventKind>(row.kind) == EventKind::dropped_out ? 1 : 0;
    }
    return Figures{{"dropped out within 200 days", out / n}};
  };
  check_all(replicate(s, 60, figures, Logging{true, {}}),
            {{"dropped out within 200 days", 1 - std::exp(-left * std::pow(200.0 / 300, 0.8))}});
}

}  // namespace homeward::theory
