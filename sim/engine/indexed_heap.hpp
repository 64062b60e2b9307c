#pragma once

#include <cassert>
#include <cstdint>
#include <vector>

namespace homeward {

/// A 4-ary heap of small integer ids, each at most once, that can be moved or taken out where they stand.
/// `Key` has a total order; equal keys do not occur, so the order of removal never depends on the order of
/// insertion.
template <typename Key>
class IndexedHeap {
 public:
  using Id = std::uint32_t;

  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  const Key& top_key() const { return heap_.front().key; }
  Id top() const { return heap_.front().id; }
  bool contains(Id id) const { return id < place_.size() && place_[id] != nowhere; }

  /// Puts id in, or moves it to its new key.
  void set(Id id, const Key& key) {
    if (id >= place_.size()) place_.resize(id + 1, nowhere);
    if (place_[id] == nowhere) {
      place_[id] = static_cast<std::uint32_t>(heap_.size());
      heap_.push_back({key, id});
      rise(place_[id]);
      return;
    }
    const auto at = place_[id];
    const bool earlier = key < heap_[at].key;
    heap_[at].key = key;
    if (earlier) {
      rise(at);
    } else {
      sink(at);
    }
  }

  void erase(Id id) {
    assert(contains(id));
    const auto at = place_[id];
    place_[id] = nowhere;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;
    heap_[at] = last;
    place_[last.id] = at;
    rise(at);
    sink(place_[last.id]);
  }

 private:
  struct Entry {
    Key key;
    Id id;
  };
  static constexpr std::uint32_t nowhere = ~0U;

  void put(std::uint32_t at, const Entry& entry) {
    heap_[at] = entry;
    place_[entry.id] = at;
  }
  void rise(std::uint32_t at) {
    const Entry entry = heap_[at];
    while (at > 0) {
      const std::uint32_t parent = (at - 1) / 4;
      if (!(entry.key < heap_[parent].key)) break;
      put(at, heap_[parent]);
      at = parent;
    }
    put(at, entry);
  }
  void sink(std::uint32_t at) {
    const Entry entry = heap_[at];
    const auto size = static_cast<std::uint32_t>(heap_.size());
    for (;;) {
      const std::uint32_t first = 4 * at + 1;
      if (first >= size) break;
      std::uint32_t least = first;
      for (std::uint32_t child = first + 1; child < first + 4 && child < size; ++child) {
        if (heap_[child].key < heap_[least].key) least = child;
      }
      if (!(heap_[least].key < entry.key)) break;
      put(at, heap_[least]);
      at = least;
    }
    put(at, entry);
  }

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> place_;
};

}  // namespace homeward
