#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"

/// How needs act on the clocks. Multipliers change at events of the family and, while a need is off its
/// baseline, every `update_days` counted from the origin of the clock that runs; in between they are
/// constant. On the supported clocks these updates are no events: the clock itself knows how its multiplier
/// drifts (DriftingClock).
namespace homeward {

namespace {
/// A need further than this from its baseline is brought up to date regularly.
constexpr double off_baseline = Rules::off_baseline;
/// Dates add up with rounding: days that reach a limit but for that reach it, whatever the day of removal.
constexpr Days rounding = 1e-9;
}  // namespace

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

/// Starts the clock that goes with the family's state.
void Family::start_supported(SimTime origin, SimTime now, Purpose purpose, std::uint32_t occurrence) {
  const auto active = active_clock();
  if (!active) return;
  const DriftGrid& grid = around_->rules.supported[index(*active)];
  supported_.start(grid, origin, now, threshold(grid.hazard(), purpose, occurrence));
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
          first_contact_ - episode_.removal <= scenario().effects.early_contact_days + rounding) {
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
  const auto year = static_cast<std::size_t>((now - episode_.removal + rounding) / days_per_year);
  return by_year[std::min(year, by_year.size() - 1)];
}

DriftingClock::Push Family::setback_push(SupportedClock active, SimTime now) const {
  const double log_ratio = around_->rules.log_setback[index(active)];
  if (log_ratio == 0) return {};
  return {log_ratio * needs_.setback_load(now), needs_.largest_lift(now)};
}

DriftingClock::Push Family::coaching_push(SupportedClock active, SimTime now) const {
  const double log_ratio = around_->rules.log_coaching[index(active)];
  const double gain = log_ratio == 0 ? 0 : needs_.gain(now);
  if (gain == 0) return {};
  return {log_ratio * gain * fade(now), needs_.largest_relief(now)};
}

// The setback load is read at events that coaching does not move, and drifts by itself from there on. So
// coaching without effect changes no bit.
void Family::refresh_all(SimTime now) {
  if (const auto active = active_clock()) {
    supported_.set(now, active_base(now), setback_push(*active, now), coaching_push(*active, now));
  }
  refresh_renege(now);
}

/// After an event of coaching: the gain alone.
void Family::refresh_gain(SimTime now) {
  if (const auto active = active_clock()) {
    supported_.set_passing(now, active_base(now), coaching_push(*active, now));
  }
  refresh_renege(now);
}

/// What is not the gain changes only at an episode's first contact, which may come early.
void Family::refresh_after_contact(SimTime now, bool first) {
  const auto active = active_clock();
  if (first || !active) return refresh_gain(now);
  supported_.set_passing(now, coaching_push(*active, now));
  schedule_update(now);
}

void Family::apply_renege_multiplier(SimTime now) {
  const double ratio = program(now).as_written.referral.stress_hazard_ratio;
  if (ratio == 1) return;
  constexpr std::size_t stress = index(Need::stress);
  renege_.set_multiplier(now, std::pow(ratio, needs_.need(stress, now) - needs_.baseline(stress)));
}

void Family::refresh_renege(SimTime now) {
  if (service_ == Service::waiting) apply_renege_multiplier(now);
  schedule_update(now);
}

/// Whether updates are events: where what drifts acts on more than the supported clock, or by more than
/// drift.
bool Family::updates_matter(SimTime now) const {
  constexpr std::size_t stress = index(Need::stress);
  if (service_ == Service::waiting && program(now).as_written.referral.stress_hazard_ratio != 1 &&
      std::abs(needs_.need(stress, now) - needs_.baseline(stress)) > off_baseline) {
    return true;
  }
  const bool fades = !scenario().effects.fade_by_year.empty() && state_ == State::placed && !ready_;
  return fades && needs_.largest_relief(now) > off_baseline;
}

/// The next update on the grid, one due at this instant included.
void Family::schedule_update(SimTime now) {
  due(Slot::update) = forever;
  const bool may_matter = service_ == Service::waiting || !scenario().effects.fade_by_year.empty();
  if (!may_matter || !(around_->rules.log_half > 0) || !updates_matter(now)) return;
  const Days step = scenario().effects.update_days;
  const SimTime origin = active_origin();
  double k = std::floor((now - origin) / step);
  while (origin + k * step < now || origin + k * step <= updated_) ++k;
  due(Slot::update) = origin + k * step;
}

void Family::on_update(SimTime now) {
  updated_ = now;
  if (scenario().effects.fade_by_year.empty()) return refresh_renege(now);
  refresh_gain(now);
}

void Family::on_setback(SimTime now) {
  around_->ledger.happened(EventKind::setback, now, number(), episode_.number);
  needs_.setback(now);
  last_setback_ = now;
  start_setback_clock(now);
  spend_concrete(now);
  apply_move_multiplier(now);
  refresh_all(now);
}

/// Of the clock of placement moves from now on, a recent setback included, whose end is put down.
double Family::move_multiplier(SimTime now) {
  const auto& rules = scenario().placement;
  double factor =
      factors_.family[index(FamilyClock::placement_move)] * rules.move_hazard_ratio[index(placement_)];
  const SimTime recent_until = last_setback_ + rules.recent_setback_days;
  const bool recent = rules.recent_setback_hazard_ratio != 1 && now < recent_until;
  if (recent) factor *= rules.recent_setback_hazard_ratio;
  due(Slot::recent_setback_end) = recent ? recent_until : forever;
  return factor;
}

void Family::apply_move_multiplier(SimTime now) {
  if (state_ == State::placed) move_.set_multiplier(now, move_multiplier(now));
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
  for (std::size_t i = 0; i < accounts; ++i) {
    record_->used[i].concrete += amount * around_->ledger.counted(static_cast<Account>(i), now);
  }
  if (support.concrete_per_1000_dollars > 0) {
    needs_.concrete(now, support.concrete_per_1000_dollars * around_->rules.dollar_scale * amount / 1000);
  }
}

}  // namespace homeward
