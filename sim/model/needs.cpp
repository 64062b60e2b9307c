#include "sim/model/needs.hpp"

#include <algorithm>
#include <cmath>

namespace homeward {

namespace {

double dot(const NeedVector& a, const NeedVector& b) {
  double sum = 0;
  for (std::size_t k = 0; k < needs_count; ++k) sum += a[k] * b[k];
  return sum;
}

}  // namespace

Needs::Needs(const Rules& rules, const NeedVector& baseline) : rules_(&rules), baseline_(baseline) {}

double Needs::left(Left& last, SimTime since, SimTime now) const {
  if (!(rules_->log_half > 0) || now == since) return 1;
  if (last.since != since || last.now != now)
    last = {since, now, std::exp(-rules_->log_half * (now - since))};
  return last.share;
}

double Needs::need_of(std::size_t k, double lift_left, double relief_left) const {
  return std::clamp(baseline_[k] + lift_[k] * lift_left - relief_[k] * relief_left, 0.0, 1.0);
}

double Needs::need(std::size_t k, SimTime now) const {
  return need_of(k, lift_left(now), relief_left(now));
}

NeedVector Needs::all(SimTime now) const {
  NeedVector needs{};
  for (std::size_t k = 0; k < needs_count; ++k) needs[k] = need_of(k, lift_left(now), relief_left(now));
  return needs;
}

double Needs::weighted(SimTime now) const {
  double sum = dot(rules_->need_weights, baseline_);
  if (weighted_lift_ != 0) sum += weighted_lift_ * lift_left(now);
  if (weighted_relief_ != 0) sum -= weighted_relief_ * relief_left(now);
  return sum;
}

double Needs::gain(SimTime now) const {
  return weighted_relief_ == 0 ? 0 : weighted_relief_ * relief_left(now) / rules_->rho;
}

double Needs::setback_load(SimTime now) const {
  return weighted_lift_ == 0 ? 0 : weighted_lift_ * lift_left(now) / rules_->rho;
}

double Needs::largest_lift(SimTime now) const {
  return *std::max_element(lift_.begin(), lift_.end()) * lift_left(now);
}

double Needs::largest_relief(SimTime now) const {
  return *std::max_element(relief_.begin(), relief_.end()) * relief_left(now);
}

void Needs::setback(SimTime now) {
  const auto& rules = rules_->scenario.setbacks;
  constexpr std::size_t confidence = index(Need::parenting_confidence);
  const double q_lift = lift_left(now);
  const double q_relief = relief_left(now);
  for (double& x : lift_) x *= q_lift;
  for (double& x : relief_) x *= q_relief;
  lift_at_ = relief_at_ = now;

  const double unsupported = baseline_[confidence] + lift_[confidence];
  const double supported = unsupported - relief_[confidence];
  const auto raise = [&](Need which, double size) {
    const std::size_t k = index(which);
    const double before0 = baseline_[k] + lift_[k];
    const double before = before0 - relief_[k];
    const double after0 = before0 + size * (1 - rules.resilience * (1 - unsupported)) * (1 - before0);
    const double after = before + size * (1 - rules.resilience * (1 - supported)) * (1 - before);
    lift_[k] = after0 - baseline_[k];
    relief_[k] = relief_[k] == 0 && supported == unsupported ? 0 : after0 - after;
  };
  raise(Need::stress, rules.raise_stress);
  raise(Need::material_hardship, rules.raise_material_hardship);
  weighted_lift_ = dot(rules_->need_weights, lift_);
  weighted_relief_ = dot(rules_->need_weights, relief_);
}

void Needs::support(SimTime now, const NeedVector& relief) {
  const double q_lift = lift_left(now);
  const double q_relief = relief_left(now);
  for (std::size_t k = 0; k < needs_count; ++k) {
    relief_[k] *= q_relief;
    if (relief[k] == 0) continue;
    const double unsupported = baseline_[k] + lift_[k] * q_lift;
    relief_[k] = unsupported - (unsupported - relief_[k]) * std::exp(-relief[k]);
  }
  relief_at_ = now;
  weighted_relief_ = dot(rules_->need_weights, relief_);
}

void Needs::concrete(SimTime now, double relief) {
  NeedVector all{};
  all[index(Need::material_hardship)] = relief;
  support(now, all);
}

}  // namespace homeward
