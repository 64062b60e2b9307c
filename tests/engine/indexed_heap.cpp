#include "sim/engine/indexed_heap.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "sim/engine/event_key.hpp"

namespace homeward {

TEST_CASE("indexed heap: under any operations its top is the least of a sorted reference") {
  std::mt19937 engine(11);
  const auto below = [&engine](std::uint32_t n) { return static_cast<std::uint32_t>(engine() % n); };
  for (const std::uint32_t ids : {1U, 5U, 64U, 700U}) {
    INFO(ids << " ids");
    IndexedHeap<EventKey> heap;
    std::map<std::uint32_t, EventKey> keys;
    const auto least = [&keys] {
      return std::min_element(keys.begin(), keys.end(), [](auto& a, auto& b) { return a.second < b.second; })
          ->first;
    };
    bool same = true;
    for (int step = 0; step < 4000; ++step) {
      const std::uint32_t id = below(ids);
      switch (below(4)) {
        case 0:
        case 1: {  // few different times, so that order by kind and entity decides often
          const auto key = EventKey::at(below(20), static_cast<std::uint8_t>(below(3)), id);
          heap.set(id, key);
          keys[id] = key;
          break;
        }
        case 2:
          if (heap.contains(id)) heap.erase(id);
          keys.erase(id);
          break;
        default:
          if (!heap.empty()) {
            keys.erase(heap.top());
            heap.erase(heap.top());
          }
      }
      same = same && heap.size() == keys.size() && heap.empty() == keys.empty() &&
             heap.contains(id) == keys.contains(id);
      if (!keys.empty()) same = same && heap.top() == least() && heap.top_key().time == keys[least()].time;
      if (!same) break;
    }
    CHECK(same);
  }
}

TEST_CASE("indexed heap: what is taken out comes in order, however it was put in") {
  std::mt19937 engine(12);
  std::vector<std::uint32_t> ids(500);
  for (std::uint32_t i = 0; i < ids.size(); ++i) ids[i] = i;
  for (int round = 0; round < 3; ++round) {
    std::shuffle(ids.begin(), ids.end(), engine);
    IndexedHeap<EventKey> heap;
    for (const auto id : ids) heap.set(id, EventKey::at(id / 10, 0, id));
    for (std::uint32_t expected = 0; expected < ids.size(); ++expected) {
      REQUIRE(heap.top() == expected);
      heap.erase(heap.top());
    }
    CHECK(heap.empty());
  }
}

TEST_CASE("event keys: by time, then kind, then number of the entity") {
  CHECK(EventKey::at(1, 9, 9) < EventKey::at(2, 0, 0));
  CHECK(EventKey::at(1, 2, 9) < EventKey::at(1, 3, 0));
  CHECK(EventKey::at(1, 2, 8) < EventKey::at(1, 2, 9));
  CHECK_FALSE(EventKey::at(1, 2, 8) < EventKey::at(1, 2, 8));
  CHECK(EventKey::at(-1, 2, 0xffffffffU) < EventKey::at(-1, 3, 0));
  CHECK(EventKey::at(5, 0, 0) < EventKey{});
}

}  // namespace homeward
