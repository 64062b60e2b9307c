#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace homeward {

/// Which of these places of an array holds the first of the smallest numbers; at least four places, rising;
/// no NaN. Four chains of minima, written out at compile time, keep the processor from waiting and the branch
/// predictor from guessing, which a running minimum with its place does at every number.
template <std::size_t... places, std::size_t n>
std::size_t first_least(const std::array<double, n>& numbers, std::index_sequence<places...>) {
  constexpr std::array place{places...};
  double least[4] = {numbers[place[0]], numbers[place[1]], numbers[place[2]], numbers[place[3]]};
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    ((least[i % 4] = std::min(least[i % 4], numbers[place[i + 4]])), ...);
  }
  (std::make_index_sequence<place.size() - 4>());
  const double smallest = std::min(std::min(least[0], least[1]), std::min(least[2], least[3]));
  std::size_t first = 0;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    constexpr std::size_t last = place.size() - 1;
    ((first = numbers[place[last - i]] <= smallest ? place[last - i] : first), ...);
  }
  (std::make_index_sequence<place.size()>());
  return first;
}

}  // namespace homeward
