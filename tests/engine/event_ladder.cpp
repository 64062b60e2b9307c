#include "sim/engine/event_ladder.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <random>

namespace homeward {

namespace {

/// Holds an agenda against a sorted map while entities get new events, are moved and leave.
struct Trial {
  SimTime start, end;
  std::uint32_t ids;
  double reach;    ///< events are set up to so many days ahead
  bool on_a_grid;  ///< at whole days and sevenths of them: many at one instant
};

bool agrees(const Trial& trial, unsigned seed) {
  std::mt19937 engine(seed);
  const auto below = [&engine](std::uint32_t n) { return static_cast<std::uint32_t>(engine() % n); };
  EventLadder agenda(trial.start, trial.end);
  std::map<std::uint32_t, EventKey> keys;
  SimTime now = trial.start;
  const auto set = [&](std::uint32_t id) {
    double ahead = trial.reach * std::pow(below(1000) / 1000.0, 3);
    if (trial.on_a_grid) ahead = std::floor(7 * ahead) / 7;
    const auto key = EventKey::at(now + ahead, static_cast<std::uint8_t>(5 + below(3)), id);
    if (!(key.time < trial.end)) return;
    agenda.set(id, key);
    keys[id] = key;
  };
  for (std::uint32_t id = 0; id < trial.ids; ++id) set(id);
  for (int step = 0; step < 5000 && !keys.empty(); ++step) {
    const auto least =
        std::min_element(keys.begin(), keys.end(), [](auto& a, auto& b) { return a.second < b.second; });
    const EventKey top = agenda.top_key();
    if (top.time != least->second.time || agenda.top() != least->first) return false;
    now = top.time;
    const std::uint32_t id = least->first;
    keys.erase(least);
    agenda.erase(id);
    if (below(20) > 0) set(id);
    if (below(2) == 0) agenda.top_key();  // looks ahead, maybe far; something earlier may be set yet
    const std::uint32_t other = below(trial.ids);
    if (below(4) == 0) set(other);  // moved, or back again
    if (below(40) == 0) {
      agenda.erase(other);
      keys.erase(other);
    }
    if (agenda.contains(other) != keys.contains(other)) return false;
  }
  return keys.empty() != (agenda.top_key().time < forever);
}

}  // namespace

TEST_CASE("event ladder: whatever is set, moved and taken out, the least event comes first") {
  const std::vector<Trial> trials{{-3652.5, -3000, 1, 20, false},  {0, 900, 40, 30, false},
                                  {-100.25, 300, 300, 400, false}, {0, 60, 700, 9, true},
                                  {-5, 40, 900, 0.02, false},      {0.1, 128.1, 60, 128, true},
                                  {0, 4000, 4, 900, false}};
  for (const Trial& trial : trials) {
    INFO("ids " << trial.ids << ", reach " << trial.reach);
    for (unsigned seed = 1; seed <= 3; ++seed) CHECK(agrees(trial, seed));
  }
}

TEST_CASE("event ladder: an event that is set again unchanged stays one event") {
  EventLadder agenda(0, 100);
  const auto key = EventKey::at(12.5, 3, 1);
  agenda.set(4, key);
  agenda.set(4, key);
  CHECK(agenda.top_key().time == 12.5);
  CHECK(agenda.top() == 4);
  agenda.set(4, EventKey::at(13, 3, 1));
  CHECK(agenda.top_key().time == 13);
  agenda.erase(4);
  CHECK(agenda.top_key().time == forever);
}

}  // namespace homeward
