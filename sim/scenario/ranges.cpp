#include "sim/scenario/ranges.hpp"

#include <fmt/format.h>

#include <cmath>

namespace homeward {

bool Range::contains(double number) const {
  if (std::isnan(number)) return false;
  if (std::isinf(number)) return number > 0 ? endless : always;
  const bool low_enough = high_open ? number < high : number <= high;
  const bool high_enough = low_open ? number > low : number >= low;
  return low_enough && high_enough;
}

std::string Range::text() const {
  std::string result;
  if (std::isinf(low) && std::isinf(high))
    result = "a finite number";
  else if (std::isinf(high))
    result = fmt::format("{} {}", low_open ? "greater than" : "at least", low);
  else if (std::isinf(low))
    result = fmt::format("{} {}", high_open ? "less than" : "at most", high);
  else
    result = fmt::format("in {}{}, {}{}", low_open ? '(' : '[', low, high, high_open ? ')' : ']');
  if (endless) result += " or inf";
  if (always) result += " or -inf";
  return result;
}

std::string Range::told_to(double number) const {
  constexpr double guard = 1000;
  const bool two_ended = std::isfinite(low) && std::isfinite(high);
  if (!std::isfinite(number) || !two_ended || high < guard) return text();
  Range missed = *this;
  if (number > high || (high_open && number == high))
    missed.low = -std::numeric_limits<double>::infinity();
  else
    missed.high = std::numeric_limits<double>::infinity();
  return missed.text();
}

}  // namespace homeward
