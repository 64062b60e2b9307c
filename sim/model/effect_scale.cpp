#include "sim/model/effect_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "sim/core/issues.hpp"
#include "sim/model/reference_spell.hpp"
#include "sim/population/population.hpp"

namespace homeward {

namespace {

constexpr std::string_view ratio_key = "effects.readiness_hazard_ratio";

NeedVector scaled_weights(const Effects& effects) {
  NeedVector weights{};
  const double sum = std::accumulate(effects.need_weights.begin(), effects.need_weights.end(), 0.0);
  if (sum > 0)
    for (std::size_t k = 0; k < needs_count; ++k) weights[k] = effects.need_weights[k] / sum;
  return weights;
}

/// Rows of E, so that each kind moves the gain of a family with mean needs by the same amount.
std::array<NeedVector, support_kinds> scaled_rows(const Scenario& scenario, const NeedVector& weights,
                                                  const NeedVector& mean_needs) {
  auto rows = scenario.support_effects.to_needs;
  std::array<double, support_kinds> pull{};
  double mean_pull = 0;
  double moving = 0;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    for (std::size_t k = 0; k < needs_count; ++k) pull[s] += weights[k] * rows[s][k] * mean_needs[k];
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
  return rows;
}

std::array<double, supported_clocks> ratios_of(const Scenario& scenario) {
  const ClockEffects& ratios = scenario.effects.hazard_ratio;
  return {ratios.readiness, ratios.trial_home_visit_failure, ratios.reentry};
}

bool is_without_trust(const Scenario& scenario) {
  const auto& trust = scenario.trust;
  return trust.at_start <= 0 && trust.shared_experience_bonus <= 0 && trust.growth_per_contact <= 0 &&
         scenario.effects.without_trust <= 0;
}

/// A fault of the coaching ratios, at the place that set the first of them.
Issue fault_of_ratios(const Scenario& scenario, std::string text) {
  const auto found = scenario.origins.find(std::string{ratio_key});
  const std::string origin = found == scenario.origins.end() ? scenario.name : found->second;
  const auto colon = origin.rfind(':');
  if (colon == std::string::npos) return {origin, 0, 0, std::move(text)};
  const auto line = static_cast<std::uint32_t>(std::strtoul(origin.c_str() + colon + 1, nullptr, 10));
  return {origin.substr(0, colon), line, 0, std::move(text)};
}

}  // namespace

EffectScale::EffectScale(const Scenario& scenario, const NeedVector& mean_needs)
    : need_weights(scaled_weights(scenario.effects)), to_needs(scaled_rows(scenario, need_weights, mean_needs)) {
  // All is found at equal kind weights, so that drawing v anew does not move the families without a coach.
  for (const auto& row : to_needs)
    for (std::size_t k = 0; k < needs_count; ++k) balanced[k] += row[k] / support_kinds;
  const double gain = steady_gain(reference_course(scenario, mean_needs, need_weights, balanced));
  rho = gain > 0 ? gain : 1;
  if (!(scenario.effects.reference_spell_days > 0)) return;
  constexpr double gain_when_dollars_were_set = 0.43;
  reference_gain = mean_gain_of_spell(reference_spell(scenario, mean_needs, need_weights, balanced));
  dollar_scale = reference_gain / gain_when_dollars_were_set;
}

double EffectScale::per_gain(double hazard_ratio) const {
  return reference_gain > 0 ? std::log(hazard_ratio) / reference_gain : 0;
}

CoachingReach coaching_reach(const Scenario& scenario) {
  const NeedVector mean_needs = Population(scenario).mean_needs();
  const EffectScale scale(scenario, mean_needs);
  const Program& program = scenario.program;
  const Support& support = program.support;
  NeedVector own_mix{};
  const auto& v = scenario.support_effects.kind_weights;
  const double mean_v = std::accumulate(v.begin(), v.end(), 0.0) / support_kinds;
  for (std::size_t s = 0; s < support_kinds; ++s)
    for (std::size_t k = 0; k < needs_count; ++k)
      own_mix[k] += support.mix[s] * scale.to_needs[s][k] * (mean_v > 0 ? v[s] / mean_v : 0);
  double most = steady_gain(reference_course(scenario, mean_needs, scale.need_weights, scale.balanced)) / scale.rho;
  for (const double per_week : support.contacts_per_week) {
    if (!(per_week > 0) || !(support.hours_per_contact > 0)) continue;
    auto course = reference_course(scenario, mean_needs, scale.need_weights, own_mix);
    const Hours available = program.coaches.contact_hours_per_week;
    const double attention =
        available < forever ? std::min(support.most_attention, available / (per_week * support.hours_per_contact)) : 1;
    course.interval = days_per_week / per_week;
    course.hours = support.hours_per_contact * attention;
    most = std::max(most, steady_gain(course) / scale.rho);
  }
  CoachingReach reach{scale.reference_gain, {}};
  const auto ratios = ratios_of(scenario);
  for (std::size_t c = 0; c < supported_clocks; ++c) reach.multipliers[c] = std::exp(most * scale.per_gain(ratios[c]));
  return reach;
}

bool is_on_reference_scale(const Scenario& scenario) {
  const auto ratios = ratios_of(scenario);
  const bool acts = std::any_of(ratios.begin(), ratios.end(), [](double ratio) { return ratio < 1 || ratio > 1; });
  return acts && scenario.effects.reference_spell_days > 0;
}

void check_reference_gain(const Scenario& scenario) {
  constexpr double least = 0.10;
  if (!is_on_reference_scale(scenario) || is_without_trust(scenario)) return;
  const EffectScale scale(scenario, Population(scenario).mean_needs());
  if (scale.reference_gain >= least) return;
  throw InputError({fault_of_ratios(
      scenario,
      fmt::format("coaching of this kind moves nothing in the reference spell: its mean gain over "
                  "effects.reference_spell_days = {} is {:.3g} of that of grown trust, and must be at least {}; look at "
                  "support.to_needs, effects.reference_... and [trust], or set the ratios of coaching to 1",
                  scenario.effects.reference_spell_days, scale.reference_gain, least))});
}

void check_one_evidence(std::span<const Scenario* const> plans) {
  const Scenario* first = nullptr;
  NeedVector needs{};
  double gain = 0;
  std::vector<Issue> issues;
  for (const Scenario* plan : plans) {
    const auto ratios = ratios_of(*plan);
    if (std::all_of(ratios.begin(), ratios.end(), [](double ratio) { return ratio >= 1 && ratio <= 1; })) continue;
    if (first == nullptr) {
      first = plan;
      needs = Population(*plan).mean_needs();
      gain = EffectScale(*plan, needs).reference_gain;
      continue;
    }
    constexpr double rounding = 1e-9;
    const double other = EffectScale(*plan, needs).reference_gain;
    if (std::abs(other - gain) <= rounding * gain) continue;
    issues.push_back(fault_of_ratios(
        *plan, fmt::format("the ratios of coaching of {} belong to a mean gain of {:.4g} over the reference spell and those "
                           "of {} to {:.4g}; plans that are held side by side must take them from the same evidence (let "
                           "both extend the file that sets the ratios, or run them by themselves)",
                           plan->name, other, first->name, gain)));
  }
  if (!issues.empty()) throw InputError(std::move(issues));
}

}  // namespace homeward
