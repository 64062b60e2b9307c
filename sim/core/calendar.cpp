#include "sim/core/calendar.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace homeward {

std::optional<Date> parse_date(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  if (text.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t from, std::size_t length) {
    unsigned value = 0;
    std::from_chars(text.data() + from, text.data() + from + length, value);
    return value;
  };
  const Date date{std::chrono::year{static_cast<int>(number(0, 4))}, std::chrono::month{number(5, 2)},
                  std::chrono::day{number(8, 2)}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

std::string date_text(const Date& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Days days_since(const Date& opening, const Date& date) {
  return static_cast<Days>((std::chrono::sys_days{date} - std::chrono::sys_days{opening}).count());
}

Date date_of(const Date& opening, SimTime day) {
  return std::chrono::sys_days{opening} + std::chrono::days{static_cast<int>(std::floor(day))};
}

std::string day_and_date(SimTime day, const std::optional<Date>& opening) {
  const auto text = fmt::format("day {}", day + 0.0);  // no -0
  return opening ? fmt::format("{} ({})", text, date_text(date_of(*opening, day))) : text;
}

}  // namespace homeward
