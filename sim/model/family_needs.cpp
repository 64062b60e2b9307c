#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"

/// How needs act on the clocks. Multipliers change at events of the family and, while a need is off its
/// baseline, every `update_days` counted from the origin of the clock that runs; in between they are
/// constant.
namespace homeward {

namespace {
constexpr double off_baseline =
    0.01;  // a need further than this from its baseline is brought up to date regularly
}

/// The clock that needs act on now, if it can run at all.
std::optional<SupportedClock> Family::active_clock() const {
  switch (state_) {
    case State::placed:
      return ready_ ? std::nullopt : std::optional(SupportedClock::readiness);
    case State::visit:
      return SupportedClock::trial_home_visit_failure;
    case State::home:
      return SupportedClock::reentry;
    case State::closed:
      return std::nullopt;
  }
  return std::nullopt;
}

ThresholdClock& Family::clock(SupportedClock which) {
  switch (which) {
    case SupportedClock::readiness:
      return readiness_;
    case SupportedClock::trial_home_visit_failure:
      return visit_failure_;
    case SupportedClock::reentry:
      break;
  }
  return reentry_;
}

SimTime Family::active_origin() const {
  switch (state_) {
    case State::visit:
      return episode_.visit_start;
    case State::home:
      return home_since_;
    default:
      return episode_.removal;
  }
}

/// The multiplier of the active clock before needs: traits, frailty and what the state of the family adds.
double Family::active_base(SimTime now) const {
  switch (state_) {
    case State::placed: {
      double base = factors_.family[index(FamilyClock::readiness)] * profile_.frailty_readiness;
      if (goal_changed_) base *= scenario().court.readiness_after_goal_change;
      if (first_contact_ < forever &&
          first_contact_ - episode_.removal <= scenario().effects.early_contact_days) {
        base *= scenario().effects.early_contact_hazard_ratio;
      }
      return base;
    }
    case State::visit:
      return factors_.family[index(FamilyClock::trial_home_visit_failure)];
    case State::home: {
      double base = factors_.family[index(FamilyClock::reentry)] * profile_.frailty_reentry;
      if (home_by_ != ExitKind::reunified) base *= scenario().hazards.reentry_after_guardianship_hazard_ratio;
      const bool in_contact = service_ == Service::coached &&
                              program(now).as_written.support.contacts_per_week[index(Phase::home)] > 0;
      return in_contact ? base * scenario().effects.detection_in_contact : base;
    }
    case State::closed:
      break;
  }
  return 1;
}

double Family::fade(SimTime now) const {
  const auto& by_year = scenario().effects.fade_by_year;
  if (by_year.empty() || state_ != State::placed) return 1;
  const auto year = static_cast<std::size_t>((now - episode_.removal) / days_per_year);
  return by_year[std::min(year, by_year.size() - 1)];
}

// The setback load is read at events that coaching does not move, and from there on the grid of updates while
// the lift as last read is off the baseline. So coaching without effect changes no bit.
void Family::refresh_all(SimTime now) {
  const auto active = active_clock();
  const double log_ratio = active ? around_->rules.log_setback[index(*active)] : 0;
  setback_load_ = log_ratio == 0 ? 0 : needs_.setback_load(now);
  setback_lift_ = log_ratio == 0 ? 0 : needs_.largest_lift(now);
  setback_exponent_ = log_ratio * setback_load_;
  load_on_grid_ = false;
  updated_ = now;
  refresh_gain(now);
}

/// After an event of coaching: the gain alone.
void Family::refresh_gain(SimTime now) {
  gain_ = needs_.gain(now);
  apply_multipliers(now);
  schedule_update(now);
}

double Family::active_multiplier(SupportedClock active, SimTime now) const {
  const double log_ratio = around_->rules.log_coaching[index(active)];
  double exponent = setback_exponent_;
  if (log_ratio != 0 && gain_ != 0) exponent += log_ratio * gain_ * fade(now);
  return exponent == 0 ? active_base(now) : active_base(now) * std::exp(exponent);
}

void Family::apply_multipliers(SimTime now) {
  if (const auto active = active_clock()) clock(*active).set_multiplier(now, active_multiplier(*active, now));
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
  if (setback_lift_ > off_baseline) return true;
  const bool stress_matters =
      service_ == Service::waiting && program(now).as_written.referral.stress_hazard_ratio != 1;
  if (stress_matters && needs_.largest_lift(now) > off_baseline) return true;
  // The next contact will bring the gain up to date soon enough.
  if (due_[index(Slot::contact)] <= now + scenario().effects.update_days) return false;
  const auto active = active_clock();
  const bool coaching_acts = active && around_->rules.log_coaching[index(*active)] != 0;
  return (coaching_acts || stress_matters) && needs_.largest_relief(now) > off_baseline;
}

/// The next update on the grid, one due at this instant included.
void Family::schedule_update(SimTime now) {
  due(Slot::update) = forever;
  if (!(around_->rules.log_half > 0) || !updates_matter(now)) return;
  const Days step = scenario().effects.update_days;
  const SimTime origin = active_origin();
  double k = std::floor((now - origin) / step);
  while (origin + k * step < now || origin + k * step <= updated_) ++k;
  due(Slot::update) = origin + k * step;
}

/// The setback load one update further on the grid: shrunk by a constant factor once it stands on the grid.
void Family::follow_setback_load(double log_ratio) {
  if (!(setback_lift_ > off_baseline)) return;
  setback_load_ *= around_->rules.left_after_update;
  setback_lift_ *= around_->rules.left_after_update;
  setback_exponent_ = log_ratio * setback_load_;
}

/// Brings needs up to date at the k-th update since the origin of the active clock.
void Family::update_once(SupportedClock active, std::size_t k, SimTime now) {
  const Rules& rules = around_->rules;
  const double log_ratio = rules.log_setback[index(active)];
  const bool drifts = setback_lift_ > off_baseline;
  if (drifts && load_on_grid_) {
    follow_setback_load(log_ratio);
  } else if (drifts) {
    setback_load_ = needs_.setback_load(now);
    setback_lift_ = needs_.largest_lift(now);
    setback_exponent_ = log_ratio * setback_load_;
    load_on_grid_ = true;
  }
  ThresholdClock& running = clock(active);
  const double multiplier = active_multiplier(active, now);
  if (drifts || multiplier != running.multiplier()) {
    running.step(rules.cumulative_at_update[index(active)][k], multiplier);
    running.settle(now);
  }
}

/// An update of needs; and for a family on its own all that follow until something else happens to it, in one
/// piece: on the grid of updates the cumulative hazard is in a table and what drifts shrinks by a constant
/// factor.
void Family::run_updates(SimTime now) {
  gain_ = needs_.gain(now);
  updated_ = now;
  const auto active = active_clock();
  const Rules& rules = around_->rules;
  const bool acts = active && !rules.cumulative_at_update[index(*active)].empty();
  const auto k =
      static_cast<std::size_t>(std::llround((now - active_origin()) / scenario().effects.update_days));
  if (acts) update_once(*active, k, now);
  if (service_ == Service::waiting) apply_renege_multiplier(now);
  schedule_update(now);
  if (acts && !shared() && scenario().effects.fade_by_year.empty()) run_updates_ahead(*active, k, now);
}

void Family::run_updates_ahead(SupportedClock active, std::size_t k, SimTime now) {
  const Rules& rules = around_->rules;
  const auto& table = rules.cumulative_at_update[index(active)];
  SimTime horizon = around_->ledger.end();
  for (std::size_t i = 0; i < slots; ++i) {
    const bool moves = i == index(Slot::update) || i == index(Slot::readiness) ||
                       i == index(Slot::visit_failure) || i == index(Slot::reentry);
    if (!moves) horizon = std::min(horizon, due_[i]);
  }
  const double base = active_base(now);
  const double by_setback = rules.log_setback[index(active)];
  const double by_coaching = rules.log_coaching[index(active)];
  const double shrinks = rules.left_after_update;
  const Days step = scenario().effects.update_days;
  const SimTime origin = active_origin();
  // Copies, which the compiler may keep in registers through the loop.
  ThresholdClock running = clock(active);
  double load = setback_load_;
  double lift = setback_lift_;
  double exponent = setback_exponent_;
  double gain = gain_;
  double relief = by_coaching == 0 ? 0 : needs_.largest_relief(now);
  const std::size_t first = k;
  while ((lift > off_baseline || relief > off_baseline) && k + 1 < table.size()) {
    if (origin + static_cast<double>(k + 1) * step >= horizon || running.fires_by(table[k + 1])) break;
    ++k;
    if (lift > off_baseline) {
      load *= shrinks;
      lift *= shrinks;
      exponent = by_setback * load;
    }
    gain *= shrinks;
    relief *= shrinks;
    running.step(table[k], base * std::exp(exponent + by_coaching * gain));
  }
  if (k == first) return;
  setback_load_ = load;
  setback_lift_ = lift;
  setback_exponent_ = exponent;
  gain_ = gain;
  updated_ = origin + static_cast<double>(k) * step;
  running.settle(updated_);
  clock(active) = running;
  const bool drifts = lift > off_baseline || relief > off_baseline;
  due(Slot::update) = drifts ? origin + static_cast<double>(k + 1) * step : forever;
}

void Family::on_setback(SimTime now) {
  around_->ledger.happened(EventKind::setback, now, number(), episode_.number);
  needs_.setback(now);
  last_setback_ = now;
  setback_.start(around_->rules.setback, profile_.entry, now,
                 around_->draws.threshold(number(), Purpose::setback, 0, ++setback_number_),
                 factors_.family[index(FamilyClock::setback)]);
  spend_concrete(now);
  apply_move_multiplier(now);
  refresh_all(now);
}

void Family::apply_move_multiplier(SimTime now) {
  if (state_ != State::placed) return;
  const auto& rules = scenario().placement;
  double factor =
      factors_.family[index(FamilyClock::placement_move)] * rules.move_hazard_ratio[index(placement_)];
  const SimTime recent_until = last_setback_ + rules.recent_setback_days;
  const bool recent = rules.recent_setback_hazard_ratio != 1 && now < recent_until;
  if (recent) factor *= rules.recent_setback_hazard_ratio;
  due(Slot::recent_setback_end) = recent ? recent_until : forever;
  move_.set_multiplier(now, factor);
}

/// Money is spent at setbacks and milestones, a share of the budget each time until it is gone.
void Family::spend_concrete(SimTime now) {
  const Support& support = program(now).as_written.support;
  if (!(support.concrete_dollars_per_family > 0)) return;
  if (support.concrete_for == ConcreteFor::coached && service_ != Service::coached) return;
  const Dollars amount = std::min(support.concrete_share_per_occasion * support.concrete_dollars_per_family,
                                  support.concrete_dollars_per_family - concrete_spent_);
  if (!(amount > 0)) return;
  concrete_spent_ += amount;
  record_->discounted_concrete += amount * around_->ledger.discount(now);
  if (support.concrete_per_1000_dollars > 0) {
    needs_.concrete(now, support.concrete_per_1000_dollars * amount / 1000);
  }
}

}  // namespace homeward
