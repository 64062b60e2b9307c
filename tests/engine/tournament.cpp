#include "sim/engine/tournament.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <random>

namespace homeward {

namespace {
/// Of the entries (key, id) of a reference the least, which is the tournament's winner.
std::pair<std::uint32_t, std::uint32_t> least(const std::map<std::uint32_t, std::uint32_t>& keys) {
  std::pair<std::uint32_t, std::uint32_t> first{~0U, ~0U};
  for (const auto& [id, key] : keys) first = std::min(first, std::pair(key, id));
  return first;
}
}  // namespace

TEST_CASE(
    "tournament: its winner is the least of a reference, ties to the smaller id, while ids come and go") {
  std::mt19937 dice(13);
  Tournament open;
  Tournament other;
  other.make_room(1);
  other.set(0, 3);
  CHECK(open.empty());
  std::map<std::uint32_t, std::uint32_t> reference;
  bool same = true;
  for (int step = 0; step < 5000; ++step) {
    const auto id = static_cast<std::uint32_t>(dice() % (1U + static_cast<unsigned>(step) / 25U));
    open.make_room(id + 1U);
    if (dice() % 3 > 0) {
      reference[id] = static_cast<std::uint32_t>(dice() % 8);
      open.set(id, reference[id]);
    } else {
      reference.erase(id);
      open.erase(id);
    }
    same = same && open.empty() == reference.empty();
    if (!reference.empty()) {
      same = same && open.winner() == least(reference).second;
      same = same && open.before(other) == (least(reference) < std::pair(3U, 0U));
    }
  }
  CHECK(same);
}

}  // namespace homeward
