#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"

/// How needs act on the clocks. Multipliers change at events of the family and, while a need is off its baseline, every
/// `update_days` counted from the origin of the clock that runs; in between they are constant.
namespace homeward {

namespace {
constexpr double off_baseline = 0.01;  // a need further than this from its baseline is brought up to date regularly
}

/// The clock that needs act on now, if it can run at all.
std::optional<SupportedClock> Family::active_clock() const {
  switch (state_) {
    case State::placed: return ready_ ? std::nullopt : std::optional(SupportedClock::readiness);
    case State::visit: return SupportedClock::trial_home_visit_failure;
    case State::home: return SupportedClock::reentry;
    case State::closed: return std::nullopt;
  }
  return std::nullopt;
}

ThresholdClock& Family::clock(SupportedClock which) {
  switch (which) {
    case SupportedClock::readiness: return readiness_;
    case SupportedClock::trial_home_visit_failure: return visit_failure_;
    case SupportedClock::reentry: break;
  }
  return reentry_;
}

SimTime Family::active_origin() const {
  switch (state_) {
    case State::visit: return episode_.visit_start;
    case State::home: return home_since_;
    default: return episode_.removal;
  }
}

/// The multiplier of the active clock before needs: traits, frailty and what the state of the family adds.
double Family::active_base(SimTime now) const {
  switch (state_) {
    case State::placed: {
      double base = factors_.family[index(FamilyClock::readiness)] * profile_.frailty_readiness;
      if (goal_changed_) base *= scenario().court.readiness_after_goal_change;
      if (first_contact_ - episode_.removal <= scenario().effects.early_contact_days) {
        base *= scenario().effects.early_contact_hazard_ratio;
      }
      return base;
    }
    case State::visit: return factors_.family[index(FamilyClock::trial_home_visit_failure)];
    case State::home: {
      double base = factors_.family[index(FamilyClock::reentry)] * profile_.frailty_reentry;
      if (home_by_ != ExitKind::reunified) base *= scenario().hazards.reentry_after_guardianship_hazard_ratio;
      const bool in_contact = service_ == Service::coached &&
                              program(now).as_written.support.contacts_per_week[index(Phase::home)] > 0;
      return in_contact ? base * scenario().effects.detection_in_contact : base;
    }
    case State::closed: break;
  }
  return 1;
}

double Family::fade(SimTime now) const {
  const auto& by_year = scenario().effects.fade_by_year;
  if (by_year.empty() || state_ != State::placed) return 1;
  const auto year = static_cast<std::size_t>((now - episode_.removal) / days_per_year);
  return by_year[std::min(year, by_year.size() - 1)];
}

// The setback load is read at moments that coaching does not move, so that coaching without effect changes no bit.
void Family::refresh_all(SimTime now) {
  const auto active = active_clock();
  const double log_ratio = active ? around_->rules.log_setback[index(*active)] : 0;
  setback_exponent_ = log_ratio == 0 ? 0 : log_ratio * needs_.setback_load(now);
  refresh_gain(now);
}

/// After an event of coaching: the gain alone.
void Family::refresh_gain(SimTime now) {
  gain_ = needs_.gain(now);
  apply_multipliers(now);
  schedule_update(now);
}

void Family::apply_multipliers(SimTime now) {
  if (const auto active = active_clock()) {
    const double log_ratio = around_->rules.log_coaching[index(*active)];
    double exponent = setback_exponent_;
    if (log_ratio != 0 && gain_ != 0) exponent += log_ratio * gain_ * fade(now);
    clock(*active).set_multiplier(now, exponent == 0 ? active_base(now) : active_base(now) * std::exp(exponent));
  }
  if (service_ == Service::waiting) apply_renege_multiplier(now);
}

void Family::apply_renege_multiplier(SimTime now) {
  const double ratio = program(now).as_written.referral.stress_hazard_ratio;
  if (ratio == 1) return;
  constexpr std::size_t stress = index(Need::stress);
  renege_.set_multiplier(now, std::pow(ratio, needs_.need(stress, now) - needs_.baseline(stress)));
}

/// Whether what drifts is still worth following: a need off its baseline that acts on a clock that runs.
bool Family::updates_matter(SimTime now) const {
  const bool stress_matters =
      service_ == Service::waiting && program(now).as_written.referral.stress_hazard_ratio != 1;
  const auto active = active_clock();
  const bool setbacks_act = active && around_->rules.log_setback[index(*active)] != 0;
  const bool coaching_acts = active && around_->rules.log_coaching[index(*active)] != 0;
  if ((setbacks_act || stress_matters) && needs_.largest_lift(now) > off_baseline) return true;
  // The next contact will bring the gain up to date soon enough.
  if (due_[index(Slot::contact)] <= now + scenario().effects.update_days) return false;
  return (coaching_acts || stress_matters) && needs_.largest_relief(now) > off_baseline;
}

void Family::schedule_update(SimTime now) {
  due(Slot::update) = forever;
  if (!(around_->rules.log_half > 0) || !updates_matter(now)) return;
  const Days step = scenario().effects.update_days;
  const SimTime origin = active_origin();
  double k = std::floor((now - origin) / step) + 1;
  if (origin + k * step <= now) ++k;
  due(Slot::update) = origin + k * step;
}

/// An update of needs; and for a family on its own all that follow until something else happens to it, in one piece:
/// on the grid of updates the cumulative hazard is in a table and what drifts shrinks by a constant factor.
void Family::run_updates(SimTime now) {
  refresh_all(now);
  const auto active = active_clock();
  if (shared() || !active || !scenario().effects.fade_by_year.empty()) return;
  const Rules& rules = around_->rules;
  const auto& table = rules.cumulative_at_update[index(*active)];
  if (table.empty()) return;
  ThresholdClock& running = clock(*active);
  SimTime horizon = around_->ledger.end();
  for (std::size_t i = 0; i < slots; ++i) {
    const bool moves = i == index(Slot::update) || i == index(Slot::readiness) || i == index(Slot::visit_failure) ||
                       i == index(Slot::reentry);
    if (!moves) horizon = std::min(horizon, due_[i]);
  }
  const double base = active_base(now);
  const double by_setback = rules.log_setback[index(*active)];
  const double by_coaching = rules.log_coaching[index(*active)];
  const Days step = scenario().effects.update_days;
  const SimTime origin = active_origin();
  double load = by_setback == 0 ? 0 : needs_.setback_load(now);
  double lift = by_setback == 0 ? 0 : needs_.largest_lift(now);
  double relief = by_coaching == 0 ? 0 : needs_.largest_relief(now);
  auto k = static_cast<std::size_t>(std::llround((now - origin) / step));
  SimTime reached = now;
  while ((lift > off_baseline || relief > off_baseline) && k + 1 < table.size()) {
    const SimTime next = origin + static_cast<double>(k + 1) * step;
    if (next >= horizon || running.fires_by(table[k + 1])) break;
    ++k;
    reached = next;
    load *= rules.left_after_update;
    lift *= rules.left_after_update;
    gain_ *= rules.left_after_update;
    relief *= rules.left_after_update;
    setback_exponent_ = by_setback * load;
    running.step(table[k], base * std::exp(setback_exponent_ + by_coaching * gain_));
  }
  if (reached == now) return;
  running.settle(reached);
  const bool go_on = lift > off_baseline || relief > off_baseline;
  due(Slot::update) = go_on ? origin + static_cast<double>(k + 1) * step : forever;
}

void Family::on_setback(SimTime now) {
  around_->ledger.happened(EventKind::setback, now, number(), episode_.number);
  needs_.setback(now);
  last_setback_ = now;
  setback_.start(around_->rules.setback, now, now,
                 around_->draws.threshold(number(), Purpose::setback, 0, ++setback_number_),
                 factors_.family[index(FamilyClock::setback)]);
  spend_concrete(now);
  const auto& placement = scenario().placement;
  if (placement.recent_setback_hazard_ratio != 1) {
    due(Slot::recent_setback_end) = now + placement.recent_setback_days;
    apply_move_multiplier(now);
  }
  refresh_all(now);
}

void Family::apply_move_multiplier(SimTime now) {
  if (state_ != State::placed) return;
  const auto& rules = scenario().placement;
  double factor = factors_.family[index(FamilyClock::placement_move)] * rules.move_hazard_ratio[index(placement_)];
  if (now < last_setback_ + rules.recent_setback_days) factor *= rules.recent_setback_hazard_ratio;
  move_.set_multiplier(now, factor);
}

/// Money is spent at setbacks and milestones, a share of the budget each time until it is gone.
void Family::spend_concrete(SimTime now) {
  const Support& support = program(now).as_written.support;
  if (!(support.concrete_dollars_per_family > 0)) return;
  if (support.concrete_for == ConcreteFor::coached && service_ != Service::coached) return;
  const Dollars amount =
      std::min(support.concrete_share_per_occasion * support.concrete_dollars_per_family,
               support.concrete_dollars_per_family - concrete_spent_);
  if (!(amount > 0)) return;
  concrete_spent_ += amount;
  record_->discounted_concrete += amount * around_->ledger.discount(now);
  if (support.concrete_per_1000_dollars > 0) {
    needs_.concrete(now, support.concrete_per_1000_dollars * amount / 1000);
  }
}

}  // namespace homeward
