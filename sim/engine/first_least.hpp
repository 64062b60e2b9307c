#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace homeward {

/// Index of the first of the smallest numbers; no NaN. Four chains of minima, written out at compile time, keep the
/// processor from waiting and the branch predictor from guessing, which a running minimum with its index does at every
/// number.
template <std::size_t n>
std::size_t first_least(const std::array<double, n>& numbers) {
  static_assert(n >= 4);
  double least[4] = {numbers[0], numbers[1], numbers[2], numbers[3]};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    ((least[i % 4] = std::min(least[i % 4], numbers[i + 4])), ...);
  }(std::make_index_sequence<n - 4>());
  const double smallest = std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
  std::size_t first = n;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    ((first = numbers[n - 1 - i] == smallest ? n - 1 - i : first), ...);
  }(std::make_index_sequence<n>());
  return first;
}

}  // namespace homeward
