#include "sim/scenario/nearest.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace homeward {

namespace {

/// Edit distances (with swaps of neighbours: optimal string alignment) of `a` to every start of `b`.
std::vector<std::size_t> edit_distances(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({changed, previous[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        current[j] = std::min(current[j], before[j - 2] + 1);
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  return edit_distances(a, b).back();
}

std::size_t edit_distance_to_start(std::string_view a, std::string_view b) {
  const auto distances = edit_distances(a, b);
  return *std::min_element(distances.begin(), distances.end());
}

namespace {

/// The length of what a path does not share with another: from the first part that differs.
std::size_t length_of_own(std::string_view path, std::string_view other) {
  std::size_t shared = 0;
  for (std::size_t i = 0; i < std::min(path.size(), other.size()) && path[i] == other[i]; ++i)
    if (path[i] == '.') shared = i + 1;
  return path.size() - shared;
}

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t longest_name = 200;  // nobody misspells a name of that length; the distance is quadratic
  if (name.size() > longest_name) return {};
  std::string best;
  std::size_t best_distance = std::numeric_limits<std::size_t>::max();
  for (const auto& candidate : known) {
    // A name cut short ("families" for "families_per_coach") is nearer than its length says.
    constexpr std::size_t cost_of_cut = 3;
    const std::size_t whole = edit_distance(name, candidate);
    const std::size_t start = edit_distance_to_start(name, candidate);
    // Farther than half of its own part it is another word, and naming it would mislead.
    if (start > std::max<std::size_t>(2, length_of_own(name, candidate) / 2)) continue;
    if (const std::size_t distance = std::min(whole, start + cost_of_cut); distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace homeward
