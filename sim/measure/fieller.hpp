#pragma once

#include <span>

namespace homeward {

/// The ratio of two means of paired numbers, such as dollars for each additional reunification, with Fieller's 95 % interval
/// (Fieller 1954): all ratios r for which mean(x - r y) is not told from 0. It is not bounded where the mean of y is not told
/// from 0; then nothing can be said, and all three are NaN.
struct FiellerRatio {
  double ratio{};
  double low{}, high{};
  bool bounded() const { return low <= high; }
};

/// `x` and `y` by replication, as many of each; at least two, all finite. NaN else.
FiellerRatio fieller_ratio(std::span<const double> x, std::span<const double> y);

}  // namespace homeward
