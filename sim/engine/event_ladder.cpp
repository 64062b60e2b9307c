#include "sim/engine/event_ladder.hpp"

#include <algorithm>

namespace homeward {

namespace {
constexpr double days_in_block = 128;
constexpr std::size_t crowded = 48;  // entries worth more than one sort
constexpr std::size_t in_a_slice = 12;
}  // namespace

EventLadder::EventLadder(SimTime start, SimTime end)
    : start_(start),
      blocks_(static_cast<std::size_t>((end - start) / days_in_block) + 1),
      days_(static_cast<std::size_t>(days_in_block)) {}

EventLadder::Place EventLadder::place_of(SimTime time) const {
  const double since = time - start_;
  const auto block = static_cast<std::size_t>(since / days_in_block);
  const double in_block = since - static_cast<double>(block) * days_in_block;
  const auto day = static_cast<std::size_t>(in_block);
  return {block, day, in_block - static_cast<double>(day)};
}

std::size_t EventLadder::slice_of(double of_day) const {
  return std::min(static_cast<std::size_t>(of_day * static_cast<double>(slice_count_)), slice_count_ - 1);
}

void EventLadder::set(Id id, const EventKey& key) {
  if (id >= states_.size()) states_.resize(id + 1);
  State& state = states_[id];
  if (state.key.time == key.time && state.key.order == key.order) return;
  if (!(state.key.time < forever)) ++count_;
  state.key = key;
  const Entry entry{key, id, ++state.stamp};
  if (!current_.empty() && key < current_.back().key) return current_.push_back(entry);  // the next of all
  const Place at = place_of(key.time);
  if (at.block > block_) {
    blocks_[at.block].push_back(entry);
  } else if (at.block == block_ && at.day >= day_) {
    days_[at.day].push_back(entry);
  } else if (at.block == block_ && at.day + 1 == day_ && slice_count_ > 0 && slice_of(at.of_day) >= slice_) {
    slices_[slice_of(at.of_day)].push_back(entry);
  } else {
    insert_in_order(entry);
  }
}

void EventLadder::insert_in_order(const Entry& entry) {
  const auto later = [](const Entry& a, const Entry& b) { return b.key < a.key; };
  current_.insert(std::upper_bound(current_.begin(), current_.end(), entry, later), entry);
}

/// All of the bucket are later than what is in `current_` already.
void EventLadder::sort_into_current(Bucket& bucket) {
  const auto before = static_cast<std::ptrdiff_t>(current_.size());
  for (const Entry& entry : bucket) {
    if (live(entry)) current_.push_back(entry);
  }
  bucket.clear();
  std::sort(current_.begin() + before, current_.end(),
            [](const Entry& a, const Entry& b) { return b.key < a.key; });
  std::rotate(current_.begin(), current_.begin() + before, current_.end());
}

void EventLadder::open_day(Bucket& day) {
  ++day_;
  slice_ = slice_count_ = 0;
  if (day.size() <= crowded) return sort_into_current(day);
  slice_count_ = day.size() / in_a_slice;
  if (slices_.size() < slice_count_) slices_.resize(slice_count_);
  for (const Entry& entry : day) {
    if (live(entry)) slices_[slice_of(place_of(entry.key.time).of_day)].push_back(entry);
  }
  day.clear();
}

bool EventLadder::open_block() {
  if (block_ + 1 == blocks_.size()) return false;
  ++block_;
  day_ = 0;
  for (const Entry& entry : blocks_[block_]) {
    if (live(entry)) days_[place_of(entry.key.time).day].push_back(entry);
  }
  Bucket().swap(blocks_[block_]);
  return true;
}

void EventLadder::open_next() {
  while (current_.empty()) {
    if (slice_ < slice_count_) {
      sort_into_current(slices_[slice_++]);
    } else if (day_ < days_.size()) {
      open_day(days_[day_]);
    } else if (!open_block()) {
      return;
    }
  }
}

}  // namespace homeward
