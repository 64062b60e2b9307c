#include "sim/model/rules.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace homeward {

namespace {

Clock leaving_clock(double annual_turnover) {
  if (!(annual_turnover > 0)) return Never{};
  return Exponential{days_per_year / annual_turnover};
}

/// Effect of a unit of effective dose on each need under the balanced mix.
NeedVector balanced(const std::array<NeedVector, support_kinds>& rows) {
  NeedVector sum{};
  for (const auto& row : rows) {
    for (std::size_t k = 0; k < needs_count; ++k) sum[k] += row[k] / support_kinds;
  }
  return sum;
}

/// Mean drop of a need below its baseline b in the steady state of contacts every `interval` days, each
/// multiplying the need by `factor`, with drift back in between. Before a contact the need is b(1 - q)/(1 - q
/// f) with q = 2^(-interval/half-life); after it f times that; the drop then decays, and its mean over the
/// interval is taken.
double steady_drop(double b, double factor, Days interval, double log_half) {
  if (factor >= 1) return 0;
  const double decay = interval * log_half;
  if (decay == 0.0) return b;  // no drift: the need is worn down to nothing
  const double q = std::exp(-decay);
  const double before = b * (1 - q) / (1 - q * factor);
  return (b - before * factor) * (1 - q) / decay;
}

std::vector<bool> ever_staffed(const StaffingPlan& plan) {
  std::vector<bool> by_site;
  for (const auto& site : plan) {
    by_site.push_back(
        std::any_of(site.begin(), site.end(), [](const StaffingTarget& t) { return t.positions > 0; }));
  }
  return by_site;
}

}  // namespace

ProgramRules::ProgramRules(const Program& program)
    : as_written(program),
      patience(program.referral.patience_days),
      drop_out(program.referral.drop_out),
      leaving(leaving_clock(program.coaches.annual_turnover)),
      missed_logit(std::log(program.support.missed_probability / (1 - program.support.missed_probability))) {
  for (std::size_t p = 0; p < phases; ++p) {
    const double per_week = program.support.contacts_per_week[p];
    contact_interval[p] = per_week > 0 ? days_per_week / per_week : forever;
  }
}

Rules::Rules(const Scenario& s, const Population& population)
    : scenario(s),
      placement_move(s.hazards.placement_move),
      other_permanency(s.hazards.other_permanency),
      other_exit(s.hazards.other_exit),
      setback(s.hazards.setback) {
  const auto logs = [](const ClockEffects& e) {
    return std::array{std::log(e.readiness), std::log(e.trial_home_visit_failure), std::log(e.reentry)};
  };
  log_coaching = logs(s.effects.hazard_ratio);
  log_setback = logs(s.effects.setback_hazard_ratio);
  log_half = s.effects.half_life_days < forever ? std::numbers::ln2 / s.effects.half_life_days : 0;
  const double left_after_update = std::exp(-log_half * s.effects.update_days);
  const std::array clocks{s.hazards.readiness, s.hazards.trial_home_visit_failure, s.hazards.reentry};
  for (std::size_t c = 0; c < supported_clocks; ++c) {
    const Hazard hazard(clocks[c]);
    if (!hazard.runs()) log_coaching[c] = log_setback[c] = 0;
    const bool acts = log_coaching[c] != 0 || log_setback[c] != 0;
    supported[c] = DriftGrid(hazard, s.effects.update_days, acts ? left_after_update : 1, off_baseline,
                             s.end() - s.start());
  }
  log_discount = std::log1p(s.costs.discount_rate_per_year) / days_per_year;
  scale_effects(population.mean_needs());

  const Program& before = s.program_before ? *s.program_before : s.program;
  start_of_own_program_ = s.program_before ? std::max(s.program_start_days, s.start()) : -forever;
  programs_.emplace_back(before);
  programs_.emplace_back(s.program);
  for (ProgramRules& program : programs_) compose_hours(program);
  has_coaches_ = {ever_staffed(staffing_plan_before(s)), ever_staffed(own_staffing_plan(s))};
  staffing_ = staffing_plan(s);
}

void Rules::scale_effects(const NeedVector& mean_needs) {
  const auto& effects = scenario.effects;
  const double weights = std::accumulate(effects.need_weights.begin(), effects.need_weights.end(), 0.0);
  for (std::size_t k = 0; k < needs_count; ++k)
    need_weights[k] = weights > 0 ? effects.need_weights[k] / weights : 0;
  for (std::size_t k = 0; k < needs_count; ++k) counts[k] = need_weights[k] > 0 ? 1 : 0;

  // Rows of E are scaled so that each kind moves the gain of a family with mean needs by the same amount.
  auto rows = scenario.support_effects.to_needs;
  KindVector pull{};
  double mean_pull = 0;
  double moving = 0;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    for (std::size_t k = 0; k < needs_count; ++k) pull[s] += need_weights[k] * rows[s][k] * mean_needs[k];
    if (pull[s] > 0) {
      mean_pull += pull[s];
      ++moving;
    }
  }
  if (moving > 0) mean_pull /= moving;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    if (!(pull[s] > 0)) continue;  // moves needs that count for nothing in the gain: nothing to scale by
    for (double& effect : rows[s]) effect *= mean_pull / pull[s];
  }

  // rho is found at equal kind weights, so that drawing v anew does not move the families without a coach.
  const auto mix = balanced(rows);
  double gain = 0;
  if (effects.reference_contacts_per_week > 0) {
    const Days interval = days_per_week / effects.reference_contacts_per_week;
    for (std::size_t k = 0; k < needs_count; ++k) {
      const double factor = std::exp(-mix[k] * effects.reference_hours_per_contact);
      gain += need_weights[k] * steady_drop(mean_needs[k], factor, interval, log_half);
    }
  }
  rho = gain > 0 ? gain : 1;
  per_rho = 1 / rho;

  const auto& v = scenario.support_effects.kind_weights;
  const double mean_v = std::accumulate(v.begin(), v.end(), 0.0) / support_kinds;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    for (std::size_t k = 0; k < needs_count; ++k) {
      to_needs[s][k] = rows[s][k] * (mean_v > 0 ? v[s] / mean_v : 0);
      pull_on_gain[s][k] = need_weights[k] * to_needs[s][k];
    }
  }
}

void Rules::compose_hours(ProgramRules& program) const {
  const Support& support = program.as_written.support;
  for (std::size_t tailored_to = 0; tailored_to <= support_kinds; ++tailored_to) {
    HourOfSupport& hour = program.hour[tailored_to];
    for (std::size_t s = 0; s < support_kinds; ++s) {
      const bool follows_mix = tailored_to == support_kinds;
      const double tailored = follows_mix ? support.mix[s] : (s == tailored_to ? 1.0 : 0.0);
      hour.share[s] = support.mix[s] * (1 - support.tailoring) + support.tailoring * tailored;
      for (std::size_t k = 0; k < needs_count; ++k) hour.relief[k] += to_needs[s][k] * hour.share[s];
    }
    hour.preparation =
        hour.share[index(SupportKind::advocacy)] + hour.share[index(SupportKind::informational)];
  }
}

}  // namespace homeward
