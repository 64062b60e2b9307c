#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"
#include "sim/random/samplers.hpp"

namespace homeward {

/// A removal: `episode_` holds the children who are removed.
void Family::start_episode(SimTime now, bool first) {
  const EpisodeRecord removed = episode_;
  episode_ = EpisodeRecord{};
  episode_.family = number();
  episode_.number = static_cast<std::uint16_t>(removed.number + 1);
  episode_.children = removed.children;
  episode_.child = removed.child;
  episode_.removal = now;
  episode_.exit.fill(forever);
  left_in_care_ = episode_.children;
  factors_ = around_->population.factors(profile_, levels_, episode_.child.data(), episode_.children, now, !first);
  if (!first) setback_.set_multiplier(now, factors_.family[index(FamilyClock::setback)]);

  ready_ = goal_changed_ = petition_done_ = false;
  placement_number_ = visit_number_ = hearing_number_ = 0;
  preparation_ = 0;
  first_contact_ = forever;
  contact_week_ = contact_block_ = ~0U;
  joins_ = spells_ = 0;
  pending_hearing_ = forever;
  care_settled_ = now;
  state_ = State::placed;
  around_->ledger.change(Stock::families_in_care, now, 1);
  change_care_stock(now, left_in_care_);

  start_supported(now, now, Purpose::readiness);
  start_other_exits(now);
  if (!scenario().court.gate) start_other_permanency(now);
  become_placed(now);
  calendar_hearing_ = next_calendar_hearing(scenario().court, now, now);
  schedule_children();
  spend_concrete(now);
  offer_in_care(now);
  refresh_all(now);
}

void Family::change_care_stock(SimTime now, int children) {
  around_->ledger.change(state_ == State::visit ? Stock::children_on_trial_home_visit : Stock::children_in_care, now,
                         children);
}

/// Books days in care and their cost up to now; before anything that they depend on changes.
void Family::settle_care_days(SimTime now) {
  record_->care_days += around_->ledger.in_window(care_settled_, now);
  if (now > 0) {
    for (std::size_t i = 0; i < accounts; ++i) {
      Use& used = record_->used[i];
      (state_ == State::visit ? used.visit_child_days : used.child_days[index(placement_)]) +=
          left_in_care_ * around_->ledger.counted_days(static_cast<Account>(i), care_settled_, now);
    }
  }
  care_settled_ = now;
}

/// The family is placed from now on: after removal or after a failed visit.
void Family::become_placed(SimTime now) {
  placed_since_ = now;
  start_placement(now);
  const Court& court = scenario().court;
  const double least = std::min(court.petition_exception_probability, petition_exception(Placement::kin));
  const bool due_one_day = court.gate && least < 1 && !goal_changed_ && !petition_done_;
  due(Slot::petition) = due_one_day ? petition_day(court, stays_, now) : forever;
}

void Family::leave_placement(SimTime now) {
  if (scenario().court.gate) {
    const SimTime too_old = now - scenario().court.petition_window_days;
    std::erase_if(stays_, [too_old](const Stay& stay) { return stay.to < too_old; });
    stays_.push_back({placed_since_, now});
  }
  supported_.stop();
  move_.stop();
  other_permanency_.pause(now);
  due(Slot::petition) = forever;
  due(Slot::recent_setback_end) = forever;
}

void Family::start_placement(SimTime now) {
  settle_care_days(now);
  const PlacementRules& rules = scenario().placement;
  ++placement_number_;
  placement_ = Placement::foster_family;
  if (profile_.kin_available && chance(rules.kin_probability, Purpose::placement_kin, placement_number_)) {
    placement_ = Placement::kin;
  } else if (chance(rules.congregate_probability, Purpose::placement_congregate, placement_number_)) {
    placement_ = Placement::congregate;
  }
  const Hazard& move = around_->rules.placement_move;
  if (move.runs()) {
    const double multiplier = move_multiplier(now);
    move_.start(move, now, now, threshold(move, Purpose::placement_move, placement_number_), multiplier);
  }
  if (goal_changed_ || !scenario().court.gate) {
    other_permanency_.set_multiplier(now, other_permanency_multiplier());
  }
}

/// The children who are still in care move together.
void Family::on_placement_move(SimTime now) {
  ++episode_.moves;
  const bool in_entry_period = now < end_of_period(episode_.removal, scenario().window_end());
  for (std::size_t i = 0; in_entry_period && i < episode_.children; ++i) {
    if (episode_.exit[i] == forever) ++episode_.moves_in_entry_year[i];
  }
  start_placement(now);
  around_->ledger.happened(EventKind::placement_move, now, number(), episode_.number, static_cast<int>(placement_));
}

double Family::other_permanency_multiplier() const {
  const double kin = placement_ == Placement::kin ? scenario().placement.kin_other_permanency_hazard_ratio : 1;
  return factors_.family[index(FamilyClock::other_permanency)] * kin;
}

void Family::start_other_permanency(SimTime now) {
  const Hazard& hazard = around_->rules.other_permanency;
  other_permanency_.start(hazard, now, now, threshold(hazard, Purpose::other_permanency),
                          other_permanency_multiplier());
}

void Family::on_ready(SimTime now) {
  supported_.stop();
  if (!scenario().court.gate) return joint_exit(ExitKind::reunified, now);
  around_->ledger.happened(EventKind::ready, now, number(), episode_.number);
  ready_ = true;
  pending_hearing_ =
      now + drawn(scenario().court.requested_hearing_days, Purpose::requested_hearing, visit_number_);
  refresh_all(now);
}

void Family::on_hearing(SimTime now) {
  const Court& court = scenario().court;
  const bool on_calendar = now == calendar_hearing_;
  ++hearing_number_;
  for (std::size_t i = 0; i < accounts; ++i) {
    record_->used[i].hearings += around_->ledger.counted(static_cast<Account>(i), now);
  }
  if (state_ == State::home) {
    around_->ledger.happened(EventKind::hearing, now, number(), episode_.number, 0);
    return schedule_supervision(now);
  }
  if (on_calendar) calendar_hearing_ = next_calendar_hearing(court, episode_.removal, now);
  if (state_ == State::placed && ready_) {
    const double continued = court.continuance_probability * std::exp(-court.preparation_effect * preparation_);
    const bool granted = !chance(continued, Purpose::continuance, hearing_number_);
    around_->ledger.happened(EventKind::hearing, now, number(), episode_.number, granted ? 1 : 2);
    pending_hearing_ =
        granted ? forever : now + drawn(court.continuance_days, Purpose::continuance_days, hearing_number_);
    if (granted) grant_return(now);
    return;
  }
  around_->ledger.happened(EventKind::hearing, now, number(), episode_.number, 0);
  const bool goal_in_question = state_ == State::placed && !goal_changed_ && on_calendar &&
                                now >= episode_.removal + court.permanency_hearing_days;
  if (goal_in_question && chance(court.goal_change_probability, Purpose::goal_change, hearing_number_)) {
    change_goal(now);
  }
}

void Family::grant_return(SimTime now) {
  const Court& court = scenario().court;
  const bool early = now <= episode_.removal + court.disposition_days;
  const double direct = early ? court.direct_return_first : court.direct_return_later;
  if (chance(direct, Purpose::direct_return, hearing_number_)) {
    joint_exit(ExitKind::reunified, now);
  } else {
    start_visit(now);
  }
}

void Family::on_petition(SimTime now) {
  around_->ledger.remark(EventKind::petition, now, number(), episode_.number);
  due(Slot::petition) = forever;
  if (ready_) return;  // about to go home: comes up again if the visit fails
  petition_done_ = true;
  if (!chance(petition_exception(placement_), Purpose::petition_exception)) change_goal(now);
}

/// Care by kin is an exception of its own in the law.
double Family::petition_exception(Placement placement) const {
  const Court& court = scenario().court;
  const double of_others = court.petition_exception_probability;
  return placement == Placement::kin ? court.petition_exception_with_kin.value_or(of_others) : of_others;
}

void Family::change_goal(SimTime now) {
  around_->ledger.remark(EventKind::goal_changed, now, number(), episode_.number);
  goal_changed_ = true;
  due(Slot::petition) = forever;
  start_other_permanency(now);
  refresh_all(now);
}

void Family::start_visit(SimTime now) {
  around_->ledger.remark(EventKind::visit_started, now, number(), episode_.number);
  settle_care_days(now);
  leave_placement(now);
  change_care_stock(now, -left_in_care_);
  state_ = State::visit;
  change_care_stock(now, left_in_care_);
  ++visit_number_;
  episode_.visit_start = now;
  start_supported(now, now, Purpose::visit_failure, visit_number_);
  due(Slot::visit_end) = now + drawn(scenario().court.trial_home_visit_days, Purpose::visit_days, visit_number_);
  phase_changes(now);
  spend_concrete(now);
  refresh_all(now);
}

void Family::on_visit_failure(SimTime now) {
  settle_care_days(now);
  supported_.stop();
  due(Slot::visit_end) = forever;
  episode_.visit_start = forever;
  change_care_stock(now, -left_in_care_);
  state_ = State::placed;
  change_care_stock(now, left_in_care_);
  ready_ = false;
  // Not ready again: a new threshold, while t runs on from the removal.
  start_supported(episode_.removal, now, Purpose::readiness, visit_number_);
  if (goal_changed_ || !scenario().court.gate) other_permanency_.resume(now, other_permanency_multiplier());
  become_placed(now);
  around_->ledger.happened(EventKind::visit_failed, now, number(), episode_.number, static_cast<int>(placement_));
  phase_changes(now);
  refresh_all(now);
}

void Family::on_other_permanency(SimTime now) {
  const OtherPermanency& kinds = scenario().permanency;
  const auto& shares = placement_ == Placement::kin ? kinds.shares_with_kin : kinds.shares;
  constexpr std::array exits{ExitKind::adopted, ExitKind::guardianship, ExitKind::relative};
  joint_exit(exits[pick(shares, uniform(Purpose::permanency_kind))], now);
}

/// Each child may leave for another reason, on a day of its own.
void Family::start_other_exits(SimTime now) {
  const Hazard& hazard = around_->rules.other_exit;
  other_exit_day_.fill(forever);
  if (!hazard.runs()) return;
  for (std::uint32_t i = 0; i < episode_.children; ++i) {
    ThresholdClock clock;
    clock.start(hazard, now, now, threshold(hazard, Purpose::other_exit, episode_.child[i]), factors_.other_exit[i]);
    other_exit_day_[i] = clock.fires();
  }
}

/// Days on which single children turn adult or leave for another reason.
void Family::schedule_children() {
  SimTime adult = forever;
  SimTime other = forever;
  for (std::size_t i = 0; i < episode_.children; ++i) {
    const bool in_care_now = in_care() && episode_.exit[i] == forever;
    if (in_care_now) other = std::min(other, other_exit_day_[i]);
    if (in_care_now || at_home(i)) adult = std::min(adult, profile_.turns_adult[episode_.child[i]]);
  }
  due(Slot::child_adult) = adult;
  due(Slot::other_exit) = other;
}

void Family::on_child_adult(SimTime now) {
  for (std::size_t i = 0; i < episode_.children; ++i) {
    const std::uint8_t child = episode_.child[i];
    const bool still_in_care = in_care() && episode_.exit[i] == forever;
    if (adult_[child] || profile_.turns_adult[child] > now || !(still_in_care || at_home(i))) continue;
    adult_[child] = true;
    around_->ledger.happened(EventKind::child_aged_out, now, number(), episode_.number, child);
    if (still_in_care) return child_leaves(i, ExitKind::emancipated, now);
    if (minors_at_home() == 0) return close(now, LeftQueue::no_child_left);
    return schedule_children();
  }
}

void Family::on_other_exit(SimTime now) {
  for (std::size_t i = 0; i < episode_.children; ++i) {
    if (episode_.exit[i] != forever || other_exit_day_[i] > now) continue;
    around_->ledger.happened(EventKind::child_other_exit, now, number(), episode_.number, episode_.child[i]);
    return child_leaves(i, ExitKind::other, now);
  }
}

/// One child leaves care by itself while siblings stay.
void Family::child_leaves(std::size_t i, ExitKind kind, SimTime now) {
  settle_care_days(now);
  episode_.exit[i] = now;
  episode_.exit_kind[i] = kind;
  change_care_stock(now, -1);
  around_->ledger.change(stock_of(kind), now, 1);
  if (--left_in_care_ > 0) return schedule_children();
  around_->ledger.change(Stock::families_in_care, now, -1);
  if (state_ == State::placed) leave_placement(now);
  stop_care_clocks();
  end_episode();
  close(now, LeftQueue::no_child_left);
}

}  // namespace homeward
