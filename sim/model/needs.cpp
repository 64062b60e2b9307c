#include "sim/model/needs.hpp"

#include <algorithm>
#include <array>
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

/// From contact to contact, by what drift leaves in between, which is the same every time.
double Needs::lift_left_at_contact(SimTime now) {
  if (!lifted_) return 0;
  lift_left_at_contact_ *= left(contact_left_, now - contact_at_);
  contact_at_ = now;
  return lift_left_at_contact_;
}

double Needs::need_of(std::size_t k, double lift_left, double relief_left) const {
  return std::clamp(baseline_[k] + lift_[k] * lift_left - relief_[k] * relief_left, 0.0, 1.0);
}

double Needs::need(std::size_t k, SimTime now) const {
  return need_of(k, lift_left(now), relief_left(now));
}

double Needs::weighted(SimTime now) const {
  double sum = dot(rules_->need_weights, baseline_);
  if (weighted_lift_ != 0) sum += weighted_lift_ * lift_left(now);
  if (weighted_relief_ != 0) sum -= weighted_relief_ * relief_left(now);
  return sum;
}

double Needs::greatest_gain() const {
  double most = 0;
  for (std::size_t k = 0; k < needs_count; ++k) most += rules_->need_weights[k] * (baseline_[k] + std::max(0.0, lift_[k]));
  return most * rules_->per_rho;
}

double Needs::setback_load(SimTime now) const {
  return weighted_lift_ == 0 ? 0 : weighted_lift_ * lift_left(now) * rules_->per_rho;
}

double Needs::largest(const NeedVector& distances) const {
  double most = 0;
  for (std::size_t k = 0; k < needs_count; ++k) most = std::max(most, rules_->counts[k] * distances[k]);
  return most;
}

double Needs::largest_lift(SimTime now) const {
  return lifted_ ? largest_lift_ * lift_left(now) : 0;
}

void Needs::setback(SimTime now) {
  const auto& rules = rules_->scenario.setbacks;
  constexpr std::size_t confidence = index(Need::parenting_confidence);
  const double q_lift = lift_left(now);
  const double q_relief = relief_left(now);
  for (double& x : lift_) x *= q_lift;
  for (double& x : relief_) x *= q_relief;
  lift_at_ = relief_at_ = contact_at_ = now;
  lift_left_at_contact_ = 1;
  lifted_ = true;

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
  largest_lift_ = largest(lift_);
  sum_up_relief();
}

Needs::AtContact Needs::at_contact(SimTime now) {
  const double q_lift = lift_left_at_contact(now);
  const double q_relief = relief_left(now);
  relief_at_ = now;
  weighted_relief_ *= q_relief;
  largest_relief_ *= q_relief;
  AtContact at;
  for (std::size_t k = 0; k < needs_count; ++k) {
    relief_[k] *= q_relief;
    at.unsupported[k] = baseline_[k] + lift_[k] * q_lift;
    at.need[k] = std::clamp(at.unsupported[k] - relief_[k], 0.0, 1.0);
  }
  return at;
}

void Needs::support(const AtContact& now, const NeedVector& relief) {
  for (std::size_t k = 0; k < needs_count; ++k) {
    const double relieved = now.unsupported[k] - (now.unsupported[k] - relief_[k]) * std::exp(-relief[k]);
    relief_[k] = relief[k] == 0 ? relief_[k] : relieved;
  }
  relieved_ = true;
  sum_up_relief();
}

void Needs::sum_up_relief() {
  weighted_relief_ = dot(rules_->need_weights, relief_);
  largest_relief_ = largest(relief_);
}

// The other needs are left as they stand, and the sums over them too where hardship does not count: added up
// anew they would be the same but for rounding, and so would a life that money must not touch.
void Needs::concrete(SimTime now, double relief) {
  constexpr std::size_t k = index(Need::material_hardship);
  double q_relief = relief_left(now);
  if (q_relief == 0) {  // what there was has gone
    relief_ = {};
    relief_at_ = now;
    weighted_relief_ = largest_relief_ = 0;
    q_relief = 1;
  }
  const double unsupported = baseline_[k] + lift_[k] * lift_left(now);
  relief_[k] = (unsupported - (unsupported - relief_[k] * q_relief) * std::exp(-relief)) / q_relief;
  relieved_ = true;
  if (rules_->counts[k] > 0) sum_up_relief();
}

}  // namespace homeward
