#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/event_key.hpp"

namespace homeward {

/// The next event of each of many entities, earliest first; each entity at most once. A ladder of buckets:
/// blocks of days, the days of the current block, slices of a crowded day, and the current slice in order. An
/// entry is moved down a rung at a time and sorted only among those that are about to happen, so the cost of
/// an event does not grow with their number, and who comes next is known a little ahead. What was moved or
/// taken out stays where it lies and is passed over when its turn comes.
///
/// Events are taken in order: nothing may be set before the last event that was taken. Times must be before
/// the `end` given at the start. After Tang, Goh and Thng (2005), "Ladder queue", ACM Trans Model Comput
/// Simul 15:175.
class EventLadder {
 public:
  using Id = std::uint32_t;
  /// So many after the next are known on a crowded day but for its end.
  static constexpr std::size_t foreseen = 6;

  EventLadder(SimTime start, SimTime end);

  /// Puts id in, or moves it to its new key.
  void set(Id id, const EventKey& key);
  void erase(Id id) {
    if (contains(id)) --count_;
    states_[id].key = {};
  }
  bool contains(Id id) const { return id < states_.size() && states_[id].key.time < forever; }

  /// The earliest event, and whose; a key at `forever` if there is none.
  EventKey top_key() {
    settle();
    return current_.empty() ? EventKey{} : current_.back().key;
  }
  Id top() const { return current_.back().id; }
  /// Whose turn may come as the k-th after the next, where it is known already; otherwise that of the next.
  Id upcoming(std::size_t k) const {
    return k < current_.size() ? current_[current_.size() - 1 - k].id : current_.back().id;
  }

 private:
  struct Entry {
    EventKey key;
    Id id{};
    std::uint32_t stamp{};
  };
  struct State {
    EventKey key{};          ///< at `forever`: not on the agenda
    std::uint32_t stamp{0};  ///< of its entry; older entries are passed over
  };
  using Bucket = std::vector<Entry>;

  bool live(const Entry& entry) const {
    const State& state = states_[entry.id];
    return state.stamp == entry.stamp && state.key.time < forever;
  }
  void insert_in_order(const Entry& entry);
  /// Makes the last of `current_` the earliest event that still stands.
  void settle() {
    while (!current_.empty() && !live(current_.back())) current_.pop_back();
    if (current_.empty() && count_ > 0) open_next();
    if (current_.size() <= foreseen && slice_ < slice_count_) sort_into_current(slices_[slice_++]);
  }
  void open_next();
  bool open_block();
  void open_day(Bucket& day);
  void sort_into_current(Bucket& bucket);

  /// Where a time lies. Exact but for the first subtraction, so that order is never lost between buckets.
  struct Place {
    std::size_t block, day;
    double of_day;
  };
  Place place_of(SimTime time) const;
  std::size_t slice_of(double of_day) const;

  SimTime start_;
  std::vector<Bucket> blocks_;  ///< of the whole run
  std::size_t block_{0};        ///< whose days are laid out; those before are empty
  std::vector<Bucket> days_;    ///< of that block
  std::size_t day_{0};          ///< the next to be opened
  std::vector<Bucket> slices_;  ///< of the day before it, where that was crowded
  std::size_t slice_count_{0};
  std::size_t slice_{0};       ///< the next to be opened
  Bucket current_;             ///< latest first
  std::vector<State> states_;  ///< by id
  std::size_t count_{0};       ///< entities on the agenda
};

}  // namespace homeward
