#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace homeward {

/// Index of the first of the smallest numbers; no NaN. Four chains of minima keep the processor from waiting
/// and the branch predictor from guessing, which a running minimum with its index does at every number.
template <std::size_t n>
std::size_t first_least(const std::array<double, n>& numbers) {
  static_assert(n >= 4);
  std::array<double, 4> least{numbers[0], numbers[1], numbers[2], numbers[3]};
  for (std::size_t i = 4; i < n; ++i) least[i % 4] = std::min(least[i % 4], numbers[i]);
  const double smallest = std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
  std::size_t first = 0;
  while (numbers[first] != smallest) ++first;
  return first;
}

}  // namespace homeward
