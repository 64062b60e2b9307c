#include "sim/model/rules.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>

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

std::uint32_t positions_in_all(const std::optional<std::uint32_t>& positions,
                               const std::optional<double>& per_100, double entries_per_year) {
  if (positions) return *positions;
  if (per_100) return static_cast<std::uint32_t>(std::llround(*per_100 * entries_per_year / 100));
  return 0;
}

/// A program's positions at each site over time, first at -forever.
std::vector<std::vector<StaffingTarget>> staffing_of(
    const Coaches& coaches, const Scenario& s, const std::map<std::string, std::uint32_t>& site_positions) {
  std::vector<double> shares;
  for (const auto& site : s.sites) shares.push_back(site.share);
  auto now = largest_remainder(
      positions_in_all(coaches.positions, coaches.positions_per_100_entries, s.families.entries_per_year),
      shares);
  bool site_says = false;
  for (std::size_t i = 0; i < s.sites.size(); ++i) {
    const auto own = site_positions.find(s.sites[i].name);
    if (own == site_positions.end()) continue;
    now[i] = own->second;
    site_says = true;
  }
  const double total = std::accumulate(now.begin(), now.end(), 0.0);
  if (site_says && total > 0) {
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = now[i] / total;
  }
  std::vector<std::vector<StaffingTarget>> plan(s.sites.size());
  for (std::size_t i = 0; i < now.size(); ++i) plan[i].push_back({-forever, now[i], false});
  for (const auto& change : coaches.staffing) {
    now = largest_remainder(
        positions_in_all(change.positions, change.positions_per_100_entries, s.families.entries_per_year),
        shares);
    for (std::size_t i = 0; i < now.size(); ++i) plan[i].push_back({change.date_days, now[i], false});
  }
  return plan;
}

std::uint32_t target_at(const std::vector<StaffingTarget>& plan, SimTime now) {
  std::uint32_t positions = 0;
  for (const auto& target : plan) {
    if (target.from <= now) positions = target.positions;
  }
  return positions;
}

void append_between(std::vector<StaffingTarget>& to, const std::vector<StaffingTarget>& plan, SimTime after,
                    SimTime before) {
  for (const auto& target : plan) {
    if (target.from > after && target.from < before) to.push_back(target);
  }
}

std::vector<bool> ever_staffed(const std::vector<std::vector<StaffingTarget>>& plan) {
  std::vector<bool> by_site;
  for (const auto& site : plan) {
    by_site.push_back(
        std::any_of(site.begin(), site.end(), [](const StaffingTarget& t) { return t.positions > 0; }));
  }
  return by_site;
}

}  // namespace

std::vector<std::uint32_t> largest_remainder(std::uint32_t total, const std::vector<double>& shares) {
  std::vector<std::uint32_t> whole(shares.size(), 0);
  std::vector<std::pair<double, std::size_t>> rest;
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = total * shares[i];
    whole[i] = static_cast<std::uint32_t>(std::floor(exact + 1e-9));
    given += whole[i];
    rest.emplace_back(-(exact - whole[i]), i);
  }
  std::sort(rest.begin(), rest.end());
  for (std::size_t i = 0; given < total && !rest.empty(); ++i, ++given) ++whole[rest[i % rest.size()].second];
  return whole;
}

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
  std::map<std::string, std::uint32_t> own_site_positions;
  for (const Site& site : s.sites) {
    if (site.positions) own_site_positions.emplace(site.name, *site.positions);
  }
  const auto plan_before =
      staffing_of(before.coaches, s, s.program_before ? before.site_positions : own_site_positions);
  const auto plan_own = staffing_of(s.program.coaches, s, own_site_positions);
  has_coaches_ = {ever_staffed(plan_before), ever_staffed(plan_own)};
  const SimTime change = std::max(start_of_own_program_, s.start());
  for (std::size_t i = 0; i < s.sites.size(); ++i) {
    std::vector<StaffingTarget> targets;
    if (change > s.start()) {
      targets.push_back({s.start(), target_at(plan_before[i], s.start()), false});
      append_between(targets, plan_before[i], s.start(), change);
      targets.push_back({change, target_at(plan_own[i], change), true});
    } else {
      targets.push_back({s.start(), target_at(plan_own[i], s.start()), false});
    }
    append_between(targets, plan_own[i], change, forever);
    staffing_.push_back(std::move(targets));
  }
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
