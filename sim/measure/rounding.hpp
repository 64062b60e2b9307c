#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

/// What is rounding and what is a difference: the one floor below which simulated numbers do not differ.
/// Equal lives that are added up in another order differ by a few units in the last place.
namespace homeward {

/// Of the size of what was subtracted: some hundred units in the last place.
inline constexpr double rounding_share = 512 * std::numeric_limits<double>::epsilon();

/// Whether what is left of numbers of this size is no more than rounding; a NaN is not.
inline bool is_rounding(double left, double size) {
  return std::abs(left) <= rounding_share * std::abs(size);
}

/// a - b, and 0 where this is rounding. `size`: of what a and b are themselves made of, where that is larger.
inline double difference_of(double a, double b, double size = 0) {
  const double left = a - b;
  return is_rounding(left, std::max({std::abs(a), std::abs(b), size})) ? 0 : left;
}

}  // namespace homeward
