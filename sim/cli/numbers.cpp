#include "sim/cli/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/measure/rounding.hpp"

namespace homeward {

namespace {

/// Thousands separators into the whole part of a plain decimal number.
std::string separated(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

int decimals(double value, Style style) {
  if (style == Style::percent || style == Style::days || style == Style::hours) return 1;
  const double size = std::abs(value);
  if (style == Style::dollars) return size > 0 && size < 10 ? 2 : 0;
  if (size >= 1000 || size == 0) return 0;
  if (size >= 10) return 1;
  return size >= 1 ? 2 : 3;
}

}  // namespace

Style style_of(const OutcomeInfo& outcome) {
  switch (outcome.quantity) {
    case Quantity::share:
      return Style::percent;
    case Quantity::days:
      return Style::days;
    case Quantity::hours:
      return Style::hours;
    case Quantity::dollars:
      return Style::dollars;
    case Quantity::number:
    case Quantity::count:
    case Quantity::odds_ratio:
    case Quantity::rate:
    case Quantity::index:
      return Style::plain;
  }
  return Style::plain;
}

std::string_view unit_label(Style style) {
  switch (style) {
    case Style::percent:
      return "%";
    case Style::days:
      return "days";
    case Style::hours:
      return "hours";
    case Style::dollars:
      return "$";
    case Style::plain:
      return "";
  }
  return "";
}

namespace {

constexpr int most_more = 4;  ///< digits

std::string with_digits(double value, Style style, int more) {
  if (std::isnan(value)) return "–";
  const double shown = style == Style::percent ? 100 * value : value;
  return separated(fmt::format("{:.{}f}", shown, decimals(value, style) + more));
}

std::string signed_with_digits(double value, Style style, int more) {
  if (std::isnan(value)) return "–";
  const double shown = std::abs(style == Style::percent ? 100 * value : value);
  // On which side of 0 an interval ends matters: as many digits as it takes to see a difference at all, up to
  // four.
  int places = decimals(value, style);
  while (shown > 0 && places < 4 && shown < 0.5 * std::pow(10.0, -places)) ++places;
  return fmt::format("{}{}", value < 0 ? "-" : "+", separated(fmt::format("{:.{}f}", shown, places + more)));
}

/// Whether any two numbers that differ look the same.
bool some_alike(std::span<const double> values, const std::vector<std::string>& texts) {
  for (std::size_t a = 0; a < values.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (std::abs(difference_of(values[a], values[b])) > 0 && texts[a] == texts[b]) return true;
  return false;
}

template <typename Show>
std::vector<std::string> apart(std::span<const double> values, Style style, Show show_one) {
  for (int more = 0;; ++more) {
    std::vector<std::string> texts;
    for (const double value : values) texts.push_back(show_one(value, style, more));
    if (more == most_more || !some_alike(values, texts)) return texts;
  }
}

}  // namespace

std::string show(double value, Style style) {
  return with_digits(value, style, 0);
}

std::string show_signed(double value, Style style) {
  return signed_with_digits(value, style, 0);
}

std::vector<std::string> show_apart(std::span<const double> values, Style style) {
  return apart(values, style, with_digits);
}

std::vector<std::string> show_apart_from(std::span<const double> values, int digits) {
  return apart(values, Style::plain, [digits](double value, Style, int more) {
    return fmt::format("{:.{}f}", value, digits + more);
  });
}

std::vector<std::string> show_signed_apart(std::span<const double> values, Style style) {
  return apart(values, style, signed_with_digits);
}

std::string count_text(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", with_thousands(count), what, count == 1 ? "" : "s");
}

std::string with_thousands(std::uint64_t value) {
  return separated(fmt::format("{}", value));
}

std::string show_seconds(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string show_bytes(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size >= 1e9) return fmt::format("{:.1f} GB", size / 1e9);
  if (size >= 1e6) return fmt::format("{:.0f} MB", size / 1e6);
  return fmt::format("{:.0f} kB", std::ceil(size / 1e3));
}

}  // namespace homeward
