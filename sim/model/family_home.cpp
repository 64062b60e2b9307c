#include <algorithm>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"

namespace homeward {

Stock stock_of(ExitKind kind) {
  switch (kind) {
    case ExitKind::reunified: return Stock::children_home;
    case ExitKind::adopted: return Stock::children_adopted;
    case ExitKind::guardianship: return Stock::children_guardianship;
    case ExitKind::relative: return Stock::children_relative;
    case ExitKind::emancipated: return Stock::children_emancipated;
    case ExitKind::other: return Stock::children_other_exit;
  }
  return Stock::children_other_exit;
}

/// All children still in care leave it together: home, to a guardian or relative, or adopted.
void Family::joint_exit(ExitKind kind, SimTime now) {
  around_->ledger.happened(EventKind::exit, now, number(), episode_.number, static_cast<int>(kind));
  settle_care_days(now);
  change_care_stock(now, -left_in_care_);
  around_->ledger.change(stock_of(kind), now, left_in_care_);
  around_->ledger.change(Stock::families_in_care, now, -1);
  for (std::size_t i = 0; i < episode_.children; ++i) {
    if (episode_.exit[i] != forever) continue;
    episode_.exit[i] = now;
    episode_.exit_kind[i] = kind;
  }
  left_in_care_ = 0;
  if (state_ == State::placed) leave_placement(now);
  stop_care_clocks();
  end_episode();
  home_by_ = kind;
  home_since_ = now;
  const bool may_return =
      kind == ExitKind::reunified ||
      (kind != ExitKind::adopted && scenario().hazards.reentry_after_guardianship_hazard_ratio > 0);
  state_ = State::home;
  const bool minors = minors_at_home() > 0;
  const auto why = kind != ExitKind::reunified ? LeftQueue::left_care
                   : minors                    ? LeftQueue::went_home
                                               : LeftQueue::no_child_left;
  if (!may_return || !minors) return close(now, why);
  if (kind == ExitKind::reunified && program(now).as_written.support.after_reunification_days > 0) {
    offer_at_home(now);
  } else {
    stop_service(now, why);
  }
  settle_at_home(now);
}

void Family::settle_at_home(SimTime now) {
  start_supported(now, now, Purpose::reentry);
  schedule_children();
  if (home_by_ == ExitKind::reunified) {
    spend_concrete(now);
    schedule_supervision(now);
  }
  refresh_all(now);
}

/// Hearings of the court's supervision after going home: at the review interval, and one that ends it.
void Family::schedule_supervision(SimTime now) {
  const Court& court = scenario().court;
  const SimTime last = home_since_ + court.supervision_days;
  calendar_hearing_ = forever;
  if (!court.gate || !(court.supervision_days > 0) || now >= last) return;
  calendar_hearing_ = std::min(now + court.review_interval_days, last);
}

bool Family::at_home(std::size_t i) const {
  return state_ == State::home && episode_.exit_kind[i] == home_by_ && episode_.exit[i] == home_since_ &&
         !adult_[episode_.child[i]];
}

std::uint8_t Family::minors_at_home() const {
  std::uint8_t minors = 0;
  for (std::size_t i = 0; i < episode_.children; ++i) {
    if (at_home(i)) ++minors;
  }
  return minors;
}

void Family::on_reentry(SimTime now) {
  supported_.stop();
  calendar_hearing_ = forever;
  EpisodeRecord removed;
  removed.number = episode_.number;
  for (std::size_t i = 0; i < episode_.children; ++i) {
    if (at_home(i)) removed.child[removed.children++] = episode_.child[i];
  }
  around_->ledger.change(stock_of(home_by_), now, -removed.children);
  episode_ = removed;
  start_episode(now, false);
  around_->ledger.happened(EventKind::reentry, now, number(), episode_.number, static_cast<int>(placement_));
}

void Family::end_episode() { around_->ledger.episodes.push_back(episode_); }

void Family::stop_care_clocks() {
  supported_.stop();
  move_.stop();
  other_permanency_.stop();
  pending_hearing_ = calendar_hearing_ = forever;
  due(Slot::visit_end) = due(Slot::other_exit) = due(Slot::petition) = forever;
}

/// Nothing more can happen to this family.
void Family::close(SimTime now, LeftQueue why) {
  stop_service(now, why);
  stop_care_clocks();
  setback_.stop();
  due_.fill(forever);
  state_ = State::closed;
}

}  // namespace homeward
