#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward::benchmark {

/// Remembers where each id stands, so that it can be moved or taken out.
class Places {
 public:
  explicit Places(std::size_t ids) : at_(ids) {}
  void put(std::uint32_t id, std::size_t at) { at_[id] = static_cast<std::uint32_t>(at); }
  std::size_t of(std::uint32_t id) const { return at_[id]; }

 private:
  std::vector<std::uint32_t> at_;
};

/// For events that only ever leave at the top.
struct NoPlaces {
  explicit NoPlaces(std::size_t /*ids*/) {}
  void put(std::uint32_t /*id*/, std::size_t /*at*/) {}
};

/// The event list of the yardsticks: a 4-ary heap whose four children share a cache line (LaMarca & Ladner,
/// 1996).
template <typename PlacesOrNone>
class FourAryHeap {
 public:
  explicit FourAryHeap(std::size_t ids) : places_(ids), entries_(root) {}

  bool empty() const { return entries_.size() == root; }
  double top_time() const { return entries_[root].time; }
  std::uint32_t top() const { return entries_[root].id; }

  void push(std::uint32_t id, double time) {
    entries_.push_back({time, id});
    rise(entries_.size() - 1, {time, id});
  }
  void replace_top(double time) { sink(root, {time, top()}); }
  void pop() { fill(root); }

  void move(std::uint32_t id, double time) {
    const std::size_t at = places_.of(id);
    if (time < entries_[at].time) {
      rise(at, {time, id});
    } else {
      sink(at, {time, id});
    }
  }
  void erase(std::uint32_t id) { fill(places_.of(id)); }

 private:
  struct Entry {
    double time;
    std::uint32_t id;
  };
  static constexpr std::size_t root =
      3;  // the children of `at` stand from 4 (at - 2) on: a line of their own
  static std::size_t parent(std::size_t at) { return at / 4 + 2; }
  static std::size_t first_child(std::size_t at) { return 4 * (at - 2); }

  void set(std::size_t at, const Entry& entry) {
    entries_[at] = entry;
    places_.put(entry.id, at);
  }
  void rise(std::size_t at, const Entry& entry) {
    while (at > root && entry.time < entries_[parent(at)].time) {
      set(at, entries_[parent(at)]);
      at = parent(at);
    }
    set(at, entry);
  }
  void sink(std::size_t at, const Entry& entry) {
    const std::size_t end = entries_.size();
    for (std::size_t first = first_child(at); first < end; first = first_child(at)) {
      std::size_t least = first;
      for (std::size_t child = first + 1; child < first + 4 && child < end; ++child) {
        least = entries_[child].time < entries_[least].time ? child : least;
      }
      if (!(entries_[least].time < entry.time)) break;
      set(at, entries_[least]);
      at = least;
    }
    set(at, entry);
  }
  /// Closes a gap with the last entry.
  void fill(std::size_t at) {
    const Entry last = entries_.back();
    entries_.pop_back();
    if (at == entries_.size()) return;
    if (at > root && last.time < entries_[parent(at)].time) {
      rise(at, last);
    } else {
      sink(at, last);
    }
  }

  PlacesOrNone places_;
  std::vector<Entry, boost::alignment::aligned_allocator<Entry, 64>> entries_;
};

}  // namespace homeward::benchmark
