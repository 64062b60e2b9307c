#include "sim/cli/trace_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "sim/cli/numbers.hpp"

namespace homeward {

namespace {

struct Month {
  std::string_view name;
  int number;
  int days;
};
// The federal year begins with October.
constexpr std::array<Month, 12> months_of_year{{{"October", 10, 31},
                                                {"November", 11, 30},
                                                {"December", 12, 31},
                                                {"January", 1, 31},
                                                {"February", 2, 28},
                                                {"March", 3, 31},
                                                {"April", 4, 30},
                                                {"May", 5, 31},
                                                {"June", 6, 30},
                                                {"July", 7, 31},
                                                {"August", 8, 31},
                                                {"September", 9, 30}}};

std::string_view month_name(int number) {
  return std::find_if(months_of_year.begin(), months_of_year.end(),
                      [&](const Month& month) { return month.number == number; })
      ->name;
}

}  // namespace

CalendarDate calendar_date(SimTime day) {
  const double year = std::floor(day / days_per_year);
  // The quarter of a day that a year has beyond its months belongs to its last one.
  int left = std::min(364, static_cast<int>(std::floor(day - year * days_per_year)));
  std::size_t month = 0;
  while (left >= months_of_year[month].days) left -= months_of_year[month++].days;
  const int number = static_cast<int>(year);
  return {number < 0 ? number : number + 1, months_of_year[month].number, left + 1};
}

std::string date_text(SimTime day) {
  const auto date = calendar_date(day);
  return fmt::format("year {}, {} {}", date.year, date.day, month_name(date.month));
}

std::string short_date_text(SimTime day) {
  const auto date = calendar_date(day);
  return fmt::format("year {}, {:>2} {}", date.year, date.day, month_name(date.month).substr(0, 3));
}

std::string day_text(SimTime day) {
  const auto whole = static_cast<std::int64_t>(std::floor(day));
  return fmt::format("{}{}", whole < 0 ? "-" : "",
                     with_thousands(static_cast<std::uint64_t>(std::abs(whole))));
}

std::string length_text(Days length) {
  const auto days = static_cast<std::uint64_t>(std::llround(std::max(0.0, length)));
  return fmt::format("{} day{}", with_thousands(days), days == 1 ? "" : "s");
}

}  // namespace homeward
