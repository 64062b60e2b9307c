#include "sim/model/family.hpp"

#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"

namespace homeward {

namespace {
constexpr double off_baseline = 0.01;  // a need further than this from its baseline is brought up to date regularly
}

void Family::enter(Surroundings& around, FamilyNumber number, const Entry& entry, FamilyRecord& record,
                   std::uint8_t* levels) {
  auto stays = std::move(stays_);  // keeps its memory
  *this = Family{};
  stays.clear();
  stays_ = std::move(stays);
  around_ = &around;
  record_ = &record;
  levels_ = levels;
  profile_ = around.population.profile(number, entry, around.draws, levels);
  needs_ = Needs(around.rules, profile_.needs_baseline);
  due_.fill(forever);

  record.number = number;
  record.site = entry.site;
  record.children = profile_.children;
  record.entry = entry.day;
  record.accepts = profile_.acceptance_score < program(entry.day).as_written.referral.acceptance;
  for (std::size_t c = 0; c < profile_.children; ++c) {
    record.age_at_entry[c] = static_cast<float>(profile_.age[c]);
    record.turns_adult[c] = profile_.turns_adult[c];
  }
  around.ledger.happened(EventKind::entry, entry.day, number, 1);
  around.ledger.change(Stock::children_entered, entry.day, profile_.children);
  for (std::uint8_t c = 0; c < profile_.children; ++c) episode_.child[c] = c;
  episode_.children = profile_.children;
  start_episode(entry.day, true);
  setback_.start(around.rules.setback, entry.day, entry.day,
                 around.draws.threshold(number, Purpose::setback, 0, ++setback_number_),
                 factors_.family[index(FamilyClock::setback)]);
  find_next();
}

double Family::uniform(Purpose purpose, std::uint32_t occurrence) const {
  return around_->draws.uniform(record_->number, purpose, episode_.number, occurrence);
}

double Family::threshold(Purpose purpose, std::uint32_t occurrence) const {
  return around_->draws.threshold(record_->number, purpose, episode_.number, occurrence);
}

void Family::find_next() {
  due(Slot::readiness) = readiness_.fires();
  due(Slot::placement_move) = move_.fires();
  due(Slot::visit_failure) = visit_failure_.fires();
  due(Slot::other_permanency) = other_permanency_.fires();
  due(Slot::reentry) = reentry_.fires();
  due(Slot::setback) = setback_.fires();
  due(Slot::renege) = renege_.fires();
  due(Slot::drop_out) = drop_out_.fires();
  due(Slot::hearing) = std::min(calendar_hearing_, pending_hearing_);
  // Slots stand in the order of kinds, so the first of equal times is the one that comes first.
  std::size_t least = 0;
  for (std::size_t i = 1; i < slots; ++i) {
    if (due_[i] < due_[least]) least = i;
  }
  next_slot_ = static_cast<Slot>(least);
}

void Family::step() {
  const Slot slot = next_slot_;
  handle(slot, due_[index(slot)]);
  find_next();
}

void Family::handle(Slot slot, SimTime now) {
  switch (slot) {
    case Slot::child_adult: return on_child_adult(now);
    case Slot::hearing: return on_hearing(now);
    case Slot::petition: return on_petition(now);
    case Slot::readiness: return on_ready(now);
    case Slot::visit_failure: return on_visit_failure(now);
    case Slot::visit_end: return joint_exit(ExitKind::reunified, now);
    case Slot::other_permanency: return on_other_permanency(now);
    case Slot::other_exit: return on_other_exit(now);
    case Slot::reentry: return on_reentry(now);
    case Slot::placement_move:
      ++episode_.moves;
      if (std::floor(now / days_per_year) == std::floor(episode_.removal / days_per_year)) {
        ++episode_.moves_in_entry_year;
      }
      around_->ledger.happened(EventKind::placement_move, now, number(), episode_.number);
      return start_placement(now);
    case Slot::service_end: return on_service_end(now);
    case Slot::drop_out: return on_drop_out(now);
    case Slot::referral: return on_referral(now);
    case Slot::renege: return on_renege(now);
    case Slot::contact: return on_contact(now);
    case Slot::setback: return on_setback(now);
    case Slot::recent_setback_end:
      due(Slot::recent_setback_end) = forever;
      return apply_move_multiplier(now);
    case Slot::update_setback_load: return refresh_all(now);
    case Slot::update_gain: return refresh_gain(now);
  }
}

/// The logarithm of the hazard ratio that acts on the clock running now; 0 if none runs.
double Family::active_log(const std::array<double, supported_clocks>& logs) const {
  switch (state_) {
    case State::placed: return ready_ ? 0 : logs[index(SupportedClock::readiness)];
    case State::visit: return logs[index(SupportedClock::trial_home_visit_failure)];
    case State::home: return logs[index(SupportedClock::reentry)];
    case State::closed: return 0;
  }
  return 0;
}

double Family::fade(SimTime now) const {
  const auto& by_year = scenario().effects.fade_by_year;
  if (by_year.empty() || state_ != State::placed) return 1;
  const auto year = static_cast<std::size_t>((now - episode_.removal) / days_per_year);
  return by_year[std::min(year, by_year.size() - 1)];
}

// The setback load is read at events that coaching does not move, so that coaching without effect changes no bit.
void Family::refresh_all(SimTime now) {
  const double log_ratio = active_log(around_->rules.log_setback);
  setback_factor_ = log_ratio == 0 ? 1 : std::exp(log_ratio * needs_.setback_load(now));
  const bool moving = log_ratio != 0 && needs_.largest_lift(now) > off_baseline;
  due(Slot::update_setback_load) = moving ? now + scenario().effects.update_days : forever;
  refresh_gain(now);
}

void Family::refresh_gain(SimTime now) {
  gain_ = needs_.gain(now);
  const bool stress_matters = service_ == Service::waiting && program(now).as_written.referral.stress_hazard_ratio != 1;
  const bool moving = (active_log(around_->rules.log_coaching) != 0 && needs_.largest_relief(now) > off_baseline) ||
                      (stress_matters && std::max(needs_.largest_relief(now), needs_.largest_lift(now)) > off_baseline);
  due(Slot::update_gain) = moving ? now + scenario().effects.update_days : forever;
  apply_multipliers(now);
}

void Family::apply_multipliers(SimTime now) {
  const Rules& rules = around_->rules;
  const double log_ratio = active_log(rules.log_coaching);
  double factor = setback_factor_;
  if (log_ratio != 0 && gain_ != 0) factor *= std::exp(log_ratio * gain_ * fade(now));
  switch (state_) {
    case State::placed: {
      if (ready_) break;
      double base = factors_.family[index(FamilyClock::readiness)] * profile_.frailty_readiness;
      if (goal_changed_) base *= scenario().court.readiness_after_goal_change;
      if (first_contact_ - episode_.removal <= scenario().effects.early_contact_days) {
        base *= scenario().effects.early_contact_hazard_ratio;
      }
      readiness_.set_multiplier(now, base * factor);
      break;
    }
    case State::visit:
      visit_failure_.set_multiplier(now, factors_.family[index(FamilyClock::trial_home_visit_failure)] * factor);
      break;
    case State::home: {
      double base = factors_.family[index(FamilyClock::reentry)] * profile_.frailty_reentry;
      if (home_by_ != ExitKind::reunified) base *= scenario().hazards.reentry_after_guardianship_hazard_ratio;
      if (service_ == Service::coached && program(now).as_written.support.contacts_per_week[index(Phase::home)] > 0) {
        base *= scenario().effects.detection_in_contact;
      }
      reentry_.set_multiplier(now, base * factor);
      break;
    }
    case State::closed: break;
  }
  if (service_ == Service::waiting) {
    const double ratio = program(now).as_written.referral.stress_hazard_ratio;
    constexpr std::size_t stress = index(Need::stress);
    renege_.set_multiplier(now, ratio == 1 ? 1 : std::pow(ratio, needs_.need(stress, now) - needs_.baseline(stress)));
  }
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

void Family::finish(SimTime end) {
  if (state_ == State::closed) return;
  if (service_ == Service::waiting) leave_queue(end, QueueEnd::open);
  if (service_ == Service::coached) {
    settle_trust(end);
    record_->coached_days += around_->ledger.in_window(assigned_, end);
  }
  if (in_care()) {
    settle_care_days(end);
    end_episode();
  }
  state_ = State::closed;
}

}  // namespace homeward
