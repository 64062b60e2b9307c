#include "sim/model/waiting_list.hpp"

#include <algorithm>
#include <tuple>

namespace homeward {

namespace {
// Scales of the scores of a weighted mix: each runs from 0 to 1 and is one half after a month.
constexpr Days month_scale = days_per_month;
}  // namespace

bool WaitingList::Key::operator<(const Key& other) const {
  return std::tie(rank, score, referred, number) <
         std::tie(other.rank, other.score, other.referred, other.number);
}

WaitingList::WaitingList(const Rules& rules) : rules_(rules) {
  read_rule(rules.scenario.start());
}

void WaitingList::read_rule(SimTime now) {
  weights_ = rules_.program(now).as_written.coaches.queue_weights;
  const auto used = std::count_if(weights_.begin(), weights_.end(), [](double weight) { return weight > 0; });
  changes_while_waiting_ = used > 1 || weights_[index(QueueRule::highest_need)] > 0 ||
                           weights_[index(QueueRule::nearest_hearing)] > 0;
}

WaitingList::Key WaitingList::key(const Family& family, SimTime now) const {
  const auto weight = [&](QueueRule rule) { return weights_[index(rule)]; };
  const bool home = family.phase() == Phase::home;
  double score = 0;
  if (weight(QueueRule::first_come) > 0 && changes_while_waiting_) {
    const Days waited = now - family.referred_on();
    score += weight(QueueRule::first_come) * waited / (waited + month_scale);
  }
  if (weight(QueueRule::highest_need) > 0)
    score += weight(QueueRule::highest_need) * family.weighted_needs(now);
  if (weight(QueueRule::nearest_hearing) > 0 && family.next_hearing() < forever) {
    score += weight(QueueRule::nearest_hearing) * month_scale / (month_scale + family.next_hearing() - now);
  }
  score +=
      home ? weight(QueueRule::after_reunification_first) : weight(QueueRule::before_reunification_first);
  return {family.handed_back() ? 0 : 1, family.handed_back() ? 0.0 : -score, family.referred_on(),
          family.number()};
}

void WaitingList::insert(Family& family) {
  if (family.pool_id >= place_.size()) place_.resize(family.pool_id + 1, nowhere);
  place_[family.pool_id] = static_cast<std::uint32_t>(families_.size());
  families_.push_back(&family);
  unplaced_.push_back(family.pool_id);
}

void WaitingList::erase(Family& family) {
  const std::uint32_t at = place_[family.pool_id];
  families_[at] = families_.back();
  place_[families_[at]->pool_id] = at;
  place_[family.pool_id] = nowhere;
  families_.pop_back();
  if (families_.empty()) unplaced_.clear();
  if (heap_.contains(family.pool_id)) heap_.erase(family.pool_id);
}

void WaitingList::place(Family& family, SimTime now) {
  if (!changes_while_waiting_) heap_.set(family.pool_id, key(family, now));
}

void WaitingList::place_all(SimTime now) {
  for (const std::uint32_t id : unplaced_) {
    if (place_[id] != nowhere && !heap_.contains(id)) place(*families_[place_[id]], now);
  }
  unplaced_.clear();
}

void WaitingList::reorder(SimTime now) {
  read_rule(now);
  for (Family* family : families_) {
    if (heap_.contains(family->pool_id)) heap_.erase(family->pool_id);
    place(*family, now);
  }
}

Family& WaitingList::first(SimTime now) {
  if (families_.size() == 1) return *families_.front();
  if (!changes_while_waiting_) {
    place_all(now);
    return *families_[place_[heap_.top()]];
  }
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
