#pragma once

#include <limits>
#include <string>

namespace homeward {

/// Which numbers a key takes. Never NaN; infinity only where `endless` says so.
struct Range {
  double low{-std::numeric_limits<double>::infinity()};
  double high{std::numeric_limits<double>::infinity()};
  bool low_open{false};   ///< the lower bound itself is left out
  bool high_open{false};  ///< the upper bound itself is left out
  bool endless{false};    ///< inf is a value (no limit)
  bool always{false};     ///< -inf is a value (from the start)
  bool never{false};      ///< the text "never" is a value; for durations

  bool contains(double number) const;
  /// "at least 1", "in [0, 1]", "a finite number".
  std::string text() const;
  /// What a number outside must be: of a range whose upper end only guards against slips, the end that it
  /// missed.
  std::string told_to(double number) const;
};

inline Range at_least(double low) {
  return {.low = low};
}
inline Range above(double low) {
  return {.low = low, .low_open = true};
}
inline Range between(double low, double high) {
  return {.low = low, .high = high};
}
inline Range above_up_to(double low, double high) {
  return {.low = low, .high = high, .low_open = true};
}
inline Range endless(Range range) {
  range.endless = true;
  return range;
}
inline Range probability() {
  return between(0, 1);
}

}  // namespace homeward
