#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace homeward {

namespace {

/// The fewest edits that make of a text another, and a start of another.
struct Edits {
  std::size_t whole{}, start{};
};

/// Edits (with swaps of neighbours: optimal string alignment) that make `b` of `a`; nothing where even a
/// start of `b` takes more than `most`.
std::optional<Edits> edits(std::string_view a, std::string_view b, std::size_t most) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  std::size_t fewest_before = 0, fewest = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    fewest_before = std::exchange(fewest, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      std::size_t here = std::min(changed, std::min(previous[j], current[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        here = std::min(here, before[j - 2] + 1);
      current[j] = here;
      fewest = std::min(fewest, here);
    }
    if (std::min(fewest, fewest_before) > most) return {};  // each row builds on the two before it
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return fewest > most ? std::nullopt : std::optional<Edits>({previous.back(), fewest});
}

/// The length of what a path does not share with another: from the first part that differs.
std::size_t length_of_own(std::string_view path, std::string_view other) {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(path.size(), other.size()) && path[i] == other[i]; ++i)
    if (path[i] == '.') shared = i + 1;
  return path.size() - shared;
}

/// How often each character stands in a name.
class Letters {
 public:
  explicit Letters(std::string_view name) : size_(name.size()) {
    for (const char c : name) ++counts_[static_cast<unsigned char>(c)];
  }
  /// Characters that the other text has none for. An edit makes up for at most one of them, so there are no
  /// fewer edits to the other text or to a start of it.
  std::size_t missing_in(std::string_view other) const {
    auto left = counts_;
    std::size_t met = 0;
    for (const char c : other) {
      auto& count = left[static_cast<unsigned char>(c)];
      if (count == 0) continue;
      --count;
      ++met;
    }
    return size_ - met;
  }

 private:
  std::size_t size_;
  std::array<std::uint8_t, 256> counts_{};
};

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t longest_name =
      200;  // nobody misspells a name of that length; the distance is quadratic
  if (name.size() > longest_name) return {};
  const Letters letters(name);
  std::string best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const auto& candidate : known) {
    // Farther than half of its own part it is another word, and naming it would mislead.
    const std::size_t near_enough = std::max<std::size_t>(2, length_of_own(name, candidate) / 2);
    const std::size_t most = std::min(near_enough, best_distance - 1);
    if (letters.missing_in(candidate) > most) continue;
    const auto found = edits(name, candidate, most);
    if (!found) continue;
    // A name cut short ("families" for "families_per_coach") is nearer than its length says.
    constexpr std::size_t cost_of_cut = 3;
    if (const std::size_t distance = std::min(found->whole, found->start + cost_of_cut);
        distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace homeward
