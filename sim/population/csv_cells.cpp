#include "sim/population/csv_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "sim/core/calendar.hpp"

namespace homeward {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Digits in three groups, as 10/01/2026, 1.10.2026 or 1-Oct-26.
bool looks_like_a_date(std::string_view cell) {
  const auto first = cell.find_first_of("/.-");
  const auto second = first == std::string_view::npos ? first : cell.find_first_of("/.-", first + 1);
  if (second == std::string_view::npos) return false;
  return is_digits(cell.substr(0, first)) && is_digits(cell.substr(second + 1));
}

}  // namespace

std::optional<double> number_in(const std::string& cell) {
  const char* first = cell.data() + (cell.starts_with('+') ? 1 : 0);
  const char* last = cell.data() + cell.size();
  double value = 0;
  const auto [end, error] = std::from_chars(first, last, value);
  if (error != std::errc() || end != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string hint_of_number(const std::string& cell) {
  auto with_point = cell;
  std::replace(with_point.begin(), with_point.end(), ',', '.');
  if (std::count(cell.begin(), cell.end(), ',') == 1 && number_in(with_point))
    return fmt::format("; it has a decimal comma, write {}", with_point);
  if (looks_like_a_date(cell)) return "; a date is written 2027-01-31, with run.opening the date of day 0";
  return "";
}

std::string split_number(const std::vector<std::string>& cells, std::size_t header) {
  if (cells.size() <= header) return "";
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    if (is_digits(cells[i]) && is_digits(cells[i + 1]))
      return fmt::format("; if {0},{1} is one number with a decimal comma, write {0}.{1}", cells[i],
                         cells[i + 1]);
  return "";
}

bool is_serial_day(const std::string& cell, SimTime end) {
  constexpr double earliest = 20'000, latest = 80'000;  // 1954 to 2119
  const auto day = number_in(cell);
  return day && *day >= earliest && *day <= latest && *day >= end;
}

std::string date_of_serial_day(const std::string& cell) {
  constexpr Date zero{std::chrono::year{1899}, std::chrono::December, std::chrono::day{30}};
  return date_text(date_of(zero, number_in(cell).value_or(0)));
}

std::optional<std::size_t> level_of_yes_or_no(const std::string& cell,
                                              const std::vector<std::string>& levels) {
  if (levels != std::vector<std::string>{"no", "yes"}) return std::nullopt;
  constexpr std::array<std::array<std::string_view, 4>, 2> spelt{
      {{"0", "n", "no", "false"}, {"1", "y", "yes", "true"}}};
  std::string small = cell;
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (std::size_t level = 0; level < spelt.size(); ++level)
    if (std::find(spelt[level].begin(), spelt[level].end(), small) != spelt[level].end()) return level;
  return std::nullopt;
}

}  // namespace homeward
