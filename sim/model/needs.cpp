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

double Needs::left(SimTime since, SimTime now) const {
  return rules_->log_half > 0 && now != since ? std::exp(-rules_->log_half * (now - since)) : 1;
}

double Needs::need(std::size_t k, SimTime now) const {
  double value = baseline_[k];
  if (lift_[k] != 0) value += lift_[k] * left(lift_at_, now);
  if (relief_[k] != 0) value -= relief_[k] * left(relief_at_, now);
  return std::clamp(value, 0.0, 1.0);
}

double Needs::weighted(SimTime now) const {
  double sum = dot(rules_->need_weights, baseline_);
  if (weighted_lift_ != 0) sum += weighted_lift_ * left(lift_at_, now);
  if (weighted_relief_ != 0) sum -= weighted_relief_ * left(relief_at_, now);
  return sum;
}

double Needs::gain(SimTime now) const {
  return weighted_relief_ == 0 ? 0 : weighted_relief_ * left(relief_at_, now) / rules_->rho;
}

double Needs::setback_load(SimTime now) const {
  return weighted_lift_ == 0 ? 0 : weighted_lift_ * left(lift_at_, now) / rules_->rho;
}

double Needs::largest_lift(SimTime now) const {
  return *std::max_element(lift_.begin(), lift_.end()) * left(lift_at_, now);
}

double Needs::largest_relief(SimTime now) const {
  return *std::max_element(relief_.begin(), relief_.end()) * left(relief_at_, now);
}

void Needs::setback(SimTime now) {
  const auto& rules = rules_->scenario.setbacks;
  constexpr std::size_t confidence = index(Need::parenting_confidence);
  const double q_lift = left(lift_at_, now);
  const double q_relief = left(relief_at_, now);
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
  const double q_lift = left(lift_at_, now);
  const double q_relief = left(relief_at_, now);
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
