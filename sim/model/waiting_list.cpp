#include "sim/model/waiting_list.hpp"

#include <tuple>

namespace homeward {

namespace {
// Scales of the scores of a weighted mix: each runs from 0 to 1 and is one half after a month.
constexpr Days month_scale = days_per_month;
}  // namespace

bool WaitingList::Key::operator<(const Key& other) const {
  return std::tie(rank, score, referred, number) < std::tie(other.rank, other.score, other.referred, other.number);
}

bool WaitingList::changes_while_waiting(SimTime now) const {
  const auto& weights = rules_.program(now).as_written.coaches.queue_weights;
  std::size_t used = 0;
  for (const double weight : weights) used += weight > 0 ? 1 : 0;
  return used > 1 || weights[index(QueueRule::highest_need)] > 0 || weights[index(QueueRule::nearest_hearing)] > 0;
}

WaitingList::Key WaitingList::key(const Family& family, SimTime now) const {
  const auto& weights = rules_.program(now).as_written.coaches.queue_weights;
  const auto weight = [&](QueueRule rule) { return weights[index(rule)]; };
  const bool home = family.phase() == Phase::home;
  double score = 0;
  if (weight(QueueRule::first_come) > 0 && changes_while_waiting(now)) {
    const Days waited = now - family.referred_on();
    score += weight(QueueRule::first_come) * waited / (waited + month_scale);
  }
  if (weight(QueueRule::highest_need) > 0) score += weight(QueueRule::highest_need) * family.weighted_needs(now);
  if (weight(QueueRule::nearest_hearing) > 0 && family.next_hearing() < forever) {
    score += weight(QueueRule::nearest_hearing) * month_scale / (month_scale + family.next_hearing() - now);
  }
  score += home ? weight(QueueRule::after_reunification_first) : weight(QueueRule::before_reunification_first);
  return {family.handed_back() ? 0 : 1, family.handed_back() ? 0.0 : -score, family.referred_on(), family.number()};
}

void WaitingList::insert(Family& family, SimTime now) {
  if (family.pool_id >= place_.size()) place_.resize(family.pool_id + 1);
  place_[family.pool_id] = static_cast<std::uint32_t>(families_.size());
  families_.push_back(&family);
  if (!changes_while_waiting(now)) heap_.set(family.pool_id, key(family, now));
}

void WaitingList::erase(Family& family) {
  const std::uint32_t at = place_[family.pool_id];
  families_[at] = families_.back();
  place_[families_[at]->pool_id] = at;
  families_.pop_back();
  if (heap_.contains(family.pool_id)) heap_.erase(family.pool_id);
}

void WaitingList::place(Family& family, SimTime now) {
  if (!changes_while_waiting(now)) heap_.set(family.pool_id, key(family, now));
}

void WaitingList::reorder(SimTime now) {
  for (Family* family : families_) {
    if (heap_.contains(family->pool_id)) heap_.erase(family->pool_id);
    place(*family, now);
  }
}

Family& WaitingList::first(SimTime now) {
  if (!changes_while_waiting(now)) return *families_[place_[heap_.top()]];
  Family* best = families_.front();
  Key least = key(*best, now);
  for (Family* family : families_) {
    const Key candidate = key(*family, now);
    if (candidate < least) {
      least = candidate;
      best = family;
    }
  }
  return *best;
}

}  // namespace homeward
