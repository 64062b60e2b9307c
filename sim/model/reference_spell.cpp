#include "sim/model/reference_spell.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace homeward {

namespace {

double log_half_of(Days half_life) {
  return half_life < forever ? std::numbers::ln2 / half_life : 0;
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

double weighted(const NeedVector& weights, const NeedVector& relief) {
  double sum = 0;
  for (std::size_t k = 0; k < needs_count; ++k) sum += weights[k] * relief[k];
  return sum;
}

/// Integral over some days of a relief that starts at 1 and drifts away.
double drifting(Days days, double log_half) {
  return log_half > 0 ? -std::expm1(-log_half * days) / log_half : days;
}

/// The family on its way: means over who misses and who does not.
struct OnTheWay {
  NeedVector relief{};
  double trust{};
};

void meet(OnTheWay& family, const ReferenceSpell& spell) {
  const auto& course = spell.course;
  const double kept = 1 - spell.missed;
  const double dose = course.hours * (spell.without_trust + (1 - spell.without_trust) * family.trust);
  for (std::size_t k = 0; k < needs_count; ++k) {
    const double need = course.baseline[k] - family.relief[k];
    family.relief[k] += kept * need * -std::expm1(-course.per_hour[k] * dose);
  }
  family.trust += kept * spell.growth * (1 - family.trust) - spell.missed * spell.lost_on_missed * family.trust;
}

}  // namespace

CourseOfContacts reference_course(const Scenario& scenario, const NeedVector& mean_needs, const NeedVector& weights,
                                  const NeedVector& mix) {
  const auto& effects = scenario.effects;
  const bool meets = effects.reference_contacts_per_week > 0;
  return {.baseline = mean_needs,
          .weights = weights,
          .per_hour = mix,
          .interval = meets ? days_per_week / effects.reference_contacts_per_week : forever,
          .hours = effects.reference_hours_per_contact,
          .log_half = log_half_of(effects.half_life_days)};
}

double steady_gain(const CourseOfContacts& course) {
  if (!(course.interval < forever)) return 0;
  double gain = 0;
  for (std::size_t k = 0; k < needs_count; ++k) {
    const double factor = std::exp(-course.per_hour[k] * course.hours);
    gain += course.weights[k] * steady_drop(course.baseline[k], factor, course.interval, course.log_half);
  }
  return gain;
}

ReferenceSpell reference_spell(const Scenario& scenario, const NeedVector& mean_needs, const NeedVector& weights,
                               const NeedVector& mix) {
  const auto& effects = scenario.effects;
  const auto& taken = effects.reference;
  const auto& own = scenario.trust;
  auto course = reference_course(scenario, mean_needs, weights, mix);
  course.log_half = log_half_of(taken.half_life_days.value_or(effects.half_life_days));
  const double bonus = taken.shared_experience_bonus.value_or(own.shared_experience_bonus);
  const double start = taken.at_start.value_or(own.at_start);
  const double share = effects.reference_shared_experience;
  return {.course = course,
          .days = effects.reference_spell_days,
          .missed = effects.reference_missed,
          .trust_at_start = share * std::min(1.0, start + bonus) + (1 - share) * start,
          .growth = taken.growth_per_contact.value_or(own.growth_per_contact),
          .lost_on_missed = taken.lost_on_missed.value_or(own.lost_on_missed),
          .without_trust = taken.without_trust.value_or(effects.without_trust)};
}

double mean_gain_of_spell(const ReferenceSpell& spell) {
  const auto& course = spell.course;
  const double steady = steady_gain(course);
  if (!(steady > 0)) return 0;
  OnTheWay family{{}, spell.trust_at_start};
  double gain_days = 0;
  for (SimTime contact = course.interval; contact < spell.days; contact += course.interval) {
    meet(family, spell);
    const Days until_next = std::min(course.interval, spell.days - contact);
    gain_days += weighted(course.weights, family.relief) * drifting(until_next, course.log_half);
    const double left = std::exp(-course.log_half * until_next);
    for (double& relief : family.relief) relief *= left;
  }
  return gain_days / spell.days / steady;
}

}  // namespace homeward
