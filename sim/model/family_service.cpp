#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"
#include "sim/random/samplers.hpp"

namespace homeward {

namespace {
// Occurrences of the two offers in an episode's address.
constexpr std::uint32_t on_removal = 0;
constexpr std::uint32_t on_going_home = 1;
}  // namespace

Phase Family::phase() const {
  switch (state_) {
    case State::placed:
      return Phase::placed;
    case State::visit:
      return Phase::trial_home_visit;
    default:
      return Phase::home;
  }
}

bool Family::has_coaches(SimTime now) const {
  return around_->rules.has_coaches(record_->site, now);
}

bool Family::would_accept(SimTime now) const {
  return profile_.acceptance_score < program(now).as_written.referral.acceptance;
}

/// On removal a family is referred with some probability; one that still has a coach, or waits, goes on with
/// that.
void Family::offer_in_care(SimTime now) {
  due(Slot::referral) = forever;
  service_used_ = false;
  if (shared()) {
    referred_ = true;
    episode_.referred_on = now;
    service_started_ = service_ == Service::coached ? now : forever;
    if (service_ == Service::coached) episode_.first_coach = now;
    return phase_changes(now);
  }
  referred_ = false;
  service_started_ = forever;
  due(Slot::service_end) = forever;
  count_status(now);
  // Where no program runs yet, those in care when one opens are referred then.
  const SimTime from = has_coaches(now) ? now : std::max(now, around_->rules.start_of_own_program());
  if (!has_coaches(from)) return;
  const Referral& referral = program(from).as_written.referral;
  if (chance(referral.probability, Purpose::referral, on_removal)) {
    due(Slot::referral) = from + drawn(referral.delay_days, Purpose::referral_delay, on_removal);
  }
}

/// On going home, if coaching goes on there.
void Family::offer_at_home(SimTime now) {
  due(Slot::referral) = forever;
  phase_changes(now);
  if (shared() || service_used_ || !has_coaches(now)) return;
  const Referral& referral = program(now).as_written.referral;
  if (chance(referral.probability, Purpose::referral, on_going_home)) {
    due(Slot::referral) = now + drawn(referral.delay_days, Purpose::referral_delay, on_going_home);
  }
}

void Family::on_referral(SimTime now) {
  due(Slot::referral) = forever;
  if (!has_coaches(now)) return;  // the program has closed meanwhile
  const Support& support = program(now).as_written.support;
  if (state_ == State::home && now >= home_since_ + support.after_reunification_days) return;
  if (now >= service_started_ + support.longest_days) return;  // dropped out, and the time is over meanwhile
  const bool accepts = would_accept(now);
  around_->ledger.happened(EventKind::referral_answered, now, number(), episode_.number, accepts ? 1 : 0);
  record_->accepts = accepts;
  referred_ = true;
  if (in_care()) episode_.referred_on = now;
  if (accepts) return join_queue(now, false);
  schedule_service_end(now);
  count_status(now);
}

void Family::join_queue(SimTime now, bool handed_back) {
  around_->ledger.remark(EventKind::joined_queue, now, number(), episode_.number, handed_back ? 1 : 0);
  service_ = Service::waiting;
  handed_back_ = handed_back;
  joined_ = now;
  if (!handed_back) joined_by_referral_ = now;
  ++joins_;
  awaits_dispatch_ = around_->pool.join(*this);
  if (!awaits_dispatch_) wait(now);
}

/// What follows where joining does not lead to a coach at the same instant.
void Family::wait(SimTime now) {
  awaits_dispatch_ = false;
  const Hazard& patience = program(now).patience;
  renege_.start(patience, now, now, threshold(patience, Purpose::renege, joins_), 1);
  schedule_service_end(now);
  count_status(now);
  refresh_gain(now);
}

bool Family::goes_on_waiting(SimTime now) {
  if (service_ != Service::waiting) return false;
  wait(now);
  find_next();
  return true;
}

void Family::leave_queue(SimTime now, QueueEnd how) {
  record_->waiting_days += around_->ledger.in_window(joined_, now);
  around_->ledger.queue_spells.push_back(
      {number(), joined_, how == QueueEnd::open ? forever : now, how, handed_back_});
  renege_.stop();
  awaits_dispatch_ = false;
  service_ = Service::none;
  around_->pool.leave(*this);
}

void Family::leave_queue(SimTime now, LeftQueue why) {
  around_->ledger.remark(EventKind::left_queue, now, number(), episode_.number, static_cast<int>(why));
  leave_queue(now, QueueEnd::left);
}

void Family::on_renege(SimTime now) {
  around_->ledger.happened(EventKind::reneged, now, number(), episode_.number);
  record_->ever_reneged = true;
  leave_queue(now, QueueEnd::reneged);
  schedule_service_end(now);
  count_status(now);
  refresh_gain(now);
}

void Family::assign(std::uint32_t coach_position, std::uint32_t holder, bool shares_experience, SimTime now) {
  leave_queue(now, QueueEnd::coach);
  around_->ledger.assigned(now, number(), episode_.number, coach_position, holder);
  service_ = Service::coached;
  coach_ = coach_position;
  record_->ever_coached = true;
  assigned_ = now;
  counted_phase_ = phase();
  if (service_started_ == forever) service_started_ = now;
  if (in_care() && episode_.first_coach == forever) episode_.first_coach = now;

  // A relationship is personal: a new coach starts from what a stranger has, or from what is left of the
  // trust in coaches that the family learned before, whichever is more.
  const Trust& rules = scenario().trust;
  const bool same_coach = coach_position == last_coach_ && holder == last_holder_;
  if (!same_coach) {
    const double stranger =
        std::min(1.0, rules.at_start + (shares_experience ? rules.shared_experience_bonus : 0));
    trust_ = trust_known_ ? std::max(stranger, trust_ * (1 - rules.lost_on_coach_change)) : stranger;
  }
  trust_known_ = true;
  trust_settled_ = now;
  last_coach_ = coach_position;
  last_holder_ = holder;
  const Hazard& drop_out = program(now).drop_out;
  drop_out_.start(drop_out, now, now, threshold(drop_out, Purpose::drop_out, ++spells_), 1 - trust_);
  schedule_contact(now);
  schedule_service_end(now);
  count_status(now);
  // Another coach is no milestone.
  if (!handed_back_ && program(now).as_written.support.concrete_for == ConcreteFor::coached)
    spend_concrete(now);
  refresh_gain(now);
  find_next();
}

void Family::coach_left(SimTime now) {
  catch_up(now, Slot::child_adult);
  end_coaching(now);
  if (has_coaches(now)) {
    join_queue(now, true);
  } else {
    around_->ledger.happened(EventKind::service_ended, now, number(), episode_.number);
    leave_closed_program(now);
  }
  find_next();
}

/// The program has ended at this site: there is nothing to wait for, and nobody is eligible any more.
void Family::leave_closed_program(SimTime now) {
  stop_service(now, LeftQueue::program_closed);
  refresh_gain(now);
}

/// The family's side of the end of a coached spell.
void Family::end_coaching(SimTime now) {
  book_coached_spell(now);
  drop_out_.stop();
  next_contact_ = forever;
  service_ = Service::none;
}

void Family::on_drop_out(SimTime now) {
  around_->ledger.happened(EventKind::dropped_out, now, number(), episode_.number);
  record_->ever_dropped_out = true;
  around_->pool.release(*this, now);
  end_coaching(now);
  schedule_service_end(now);
  count_status(now);
  refresh_gain(now);
}

/// The family has used its time with a coach, or its time of being eligible at home is over.
void Family::on_service_end(SimTime now) {
  due(Slot::service_end) = forever;
  if (!shared() && now == around_->rules.start_of_own_program()) return own_program_starts(now);
  if (service_ == Service::coached) {
    around_->ledger.happened(EventKind::service_ended, now, number(), episode_.number);
    around_->pool.release(*this, now);
    end_coaching(now);
  } else if (service_ == Service::waiting) {
    leave_queue(now, LeftQueue::time_over);
  }
  service_used_ = true;
  schedule_service_end(now);
  count_status(now);
  refresh_gain(now);
}

/// A family that neither waits nor has a coach goes on being eligible by the new program's rules, or no
/// longer.
void Family::own_program_starts(SimTime now) {
  if (!has_coaches(now)) referred_ = false;
  schedule_service_end(now);
  count_status(now);
}

/// Leaving care with no coaching afterwards, or for good.
void Family::stop_service(SimTime now, LeftQueue why) {
  if (service_ == Service::waiting) leave_queue(now, why);
  if (service_ == Service::coached) {
    around_->pool.release(*this, now);
    end_coaching(now);
  }
  referred_ = false;
  service_started_ = forever;
  due(Slot::referral) = due(Slot::service_end) = forever;
  count_status(now);
}

/// The family moved between placement, trial visit and home; its coach's plan and its place in the queue
/// follow.
void Family::phase_changes(SimTime now) {
  if (service_ == Service::coached) {
    around_->pool.phase_changed(*this, counted_phase_, phase(), now);
    counted_phase_ = phase();
    schedule_contact(now);
  } else if (service_ == Service::waiting) {
    around_->pool.place_in_queue(*this);
  }
  schedule_service_end(now);
  count_status(now);
}

void Family::program_changed(SimTime now) {
  if (service_ == Service::waiting && !has_coaches(now)) {
    leave_closed_program(now);
    return find_next();
  }
  if (service_ == Service::coached) {
    catch_up(now, Slot::child_adult);
    const auto& before = around_->rules.program(-forever).as_written.support.contacts_per_week;
    const std::size_t at = index(phase());
    if (before[at] != program(now).as_written.support.contacts_per_week[at]) schedule_contact(now);
  }
  schedule_service_end(now);
  count_status(now);
  if (active_clock()) supported_.set_base(now, active_base(now));  // contact at home may have begun or ended
  refresh_renege(now);
  find_next();
}

void Family::schedule_service_end(SimTime now) {
  const Support& support = program(now).as_written.support;
  SimTime end = forever;
  if (state_ == State::home && (shared() || referred_)) end = home_since_ + support.after_reunification_days;
  if (shared() && service_started_ < forever) end = std::min(end, service_started_ + support.longest_days);
  if (!shared()) {
    if (end <= now) end = forever;  // over already
    // Nobody tells a family that is on its own of a change of program: it looks on that day.
    const SimTime change = around_->rules.start_of_own_program();
    if (referred_ && now < change) end = std::min(end, change);
  }
  due(Slot::service_end) = std::max(now, end);
}

/// Keeps the monthly counts of eligible, waiting, coached and unserved families.
void Family::count_status(SimTime now) {
  const auto at_home_eligible = [&] {
    return state_ == State::home && home_by_ == ExitKind::reunified &&
           now < home_since_ + program(now).as_written.support.after_reunification_days;
  };
  const bool eligible = referred_ && (in_care() || at_home_eligible());
  Stock status = eligible ? Stock::families_unserved : uncounted;
  if (service_ == Service::waiting) status = Stock::families_waiting;
  if (service_ == Service::coached) status = Stock::families_coached;
  Ledger& ledger = around_->ledger;
  if (eligible != eligible_) ledger.change(Stock::families_eligible, now, eligible ? 1 : -1);
  if (status != status_) {
    if (status_ != uncounted) ledger.change(status_, now, -1);
    if (status != uncounted) ledger.change(status, now, 1);
  }
  eligible_ = eligible;
  status_ = status;
}

}  // namespace homeward
