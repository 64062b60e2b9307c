#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward {

/// Who has the least key among small ids whose keys change: a knock-out tournament of which every match is
/// kept, so that a new key is played only against those on its way to the final. Without a key nobody takes
/// part; ties go to the smaller id. Keys are below 2^32 - 1.
class Tournament {
 public:
  /// Makes room for ids below `count`; keys stay.
  void make_room(std::size_t count) {
    if (count <= size_) return;
    std::vector<Match> keys(matches_.begin() + static_cast<std::ptrdiff_t>(size_), matches_.end());
    while (size_ < count) size_ *= 2;
    matches_.assign(2 * size_, nobody);
    std::copy(keys.begin(), keys.end(), matches_.begin() + static_cast<std::ptrdiff_t>(size_));
    for (std::size_t at = size_; --at > 0;) matches_[at] = std::min(matches_[2 * at], matches_[2 * at + 1]);
  }
  void set(std::uint32_t id, std::uint32_t key) { play(id, static_cast<Match>(key) << 32 | id); }
  void erase(std::uint32_t id) { play(id, nobody); }

  bool empty() const { return matches_[1] == nobody; }
  std::uint32_t winner() const { return static_cast<std::uint32_t>(matches_[1]); }
  /// Whether this winner would beat the other's.
  bool before(const Tournament& other) const { return matches_[1] < other.matches_[1]; }

 private:
  using Match = std::uint64_t;  ///< its winner: key in the upper half, id in the lower
  static constexpr Match nobody = ~Match{0};

  void play(std::uint32_t id, Match entry) {
    std::size_t at = size_ + id;
    matches_[at] = entry;
    while (at > 1) {
      const Match winner = std::min(matches_[at], matches_[at ^ 1]);
      at /= 2;
      if (matches_[at] == winner) return;
      matches_[at] = winner;
    }
  }

  std::size_t size_{1};
  std::vector<Match> matches_ =
      std::vector<Match>(2, nobody);  ///< [1]: the final; of match i: 2 i and 2 i + 1
};

}  // namespace homeward
