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
  const EffectScale scale(s, population.mean_needs());
  const auto each = [](const ClockEffects& e, const auto& of) {
    return std::array{of(e.readiness), of(e.trial_home_visit_failure), of(e.reentry)};
  };
  log_coaching = each(s.effects.hazard_ratio, [&](double ratio) { return scale.per_gain(ratio); });
  log_setback = each(s.effects.setback_hazard_ratio, [](double ratio) { return std::log(ratio); });
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
  scale_effects(scale);

  const Program& before = s.program_before ? *s.program_before : s.program;
  start_of_own_program_ = s.program_before ? std::max(s.program_start_days, s.start()) : -forever;
  programs_.emplace_back(before);
  programs_.emplace_back(s.program);
  for (ProgramRules& program : programs_) compose_hours(program);
  has_coaches_ = {ever_staffed(staffing_plan_before(s)), ever_staffed(own_staffing_plan(s))};
  staffing_ = staffing_plan(s);
}

void Rules::scale_effects(const EffectScale& scale) {
  need_weights = scale.need_weights;
  for (std::size_t k = 0; k < needs_count; ++k) counts[k] = need_weights[k] > 0 ? 1 : 0;
  rho = scale.rho;
  per_rho = 1 / rho;
  dollar_scale = scale.dollar_scale;

  const auto& v = scenario.support_effects.kind_weights;
  const double mean_v = std::accumulate(v.begin(), v.end(), 0.0) / support_kinds;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    for (std::size_t k = 0; k < needs_count; ++k) {
      to_needs[s][k] = scale.to_needs[s][k] * (mean_v > 0 ? v[s] / mean_v : 0);
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
