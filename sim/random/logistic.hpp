#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace homeward {

namespace detail {

inline constexpr double logistic_reach = 8;  ///< the table's, on both sides
inline constexpr double logistic_steps = 4;  ///< of the table, per unit
inline constexpr std::size_t logistic_entries = 2 * 8 * 4 + 1;

/// 1/(1 + exp(-x)) at x = -8, -7.75, ..., 8.
inline const std::array<double, logistic_entries> logistic_table = [] {
  std::array<double, logistic_entries> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    table[i] = 1 / (1 + std::exp(logistic_reach - static_cast<double>(i) / logistic_steps));
  }
  return table;
}();

}  // namespace detail

/// Whether u < 1/(1 + exp(-logit)): whether a uniform makes something happen that has these log odds.
/// Nineteen times in twenty a table of bounds knows the answer; the exponential is asked only where it does
/// not.
inline bool happens(double u, double logit) {
  const double at = (logit + detail::logistic_reach) * detail::logistic_steps;
  if (at >= 0 && at < static_cast<double>(detail::logistic_entries - 1)) {
    const auto i = static_cast<std::size_t>(at);
    if (u < detail::logistic_table[i]) return true;
    if (u > detail::logistic_table[i + 1]) return false;
  }
  return u < 1 / (1 + std::exp(-logit));
}

}  // namespace homeward
