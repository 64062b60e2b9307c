#pragma once

#include <cstddef>
#include <span>

#include "sim/core/distributions.hpp"
#include "sim/core/units.hpp"

/// Inverse-transform samplers: one uniform a draw, so that luck stays tied to its address and is monotone in
/// it.
namespace homeward {

/// Days drawn from a duration by its quantile function at u in (0, 1). Never gives `forever`.
Days sample(const Duration& duration, double u);

/// Index drawn by shares (sum about 1; what rounding leaves over goes to the last positive share).
inline std::size_t pick(std::span<const double> shares, double u) {
  std::size_t last = 0;
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    last = i;
    sum += shares[i];
    if (u < sum) break;
  }
  return last;
}

/// Quantile and distribution function of the standard normal.
double normal_quantile(double u);
double normal_cdf(double z);

}  // namespace homeward
