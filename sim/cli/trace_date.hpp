#pragma once

#include <string>

#include "sim/core/units.hpp"

namespace homeward {

/// A day of the simulation on a calendar: the opening is 1 October of year 1, a year 365.25 days. There is no
/// year 0: the year before the opening is year -1.
struct CalendarDate {
  int year{};
  int month{};  ///< 1 = January
  int day{};    ///< 1..31; no 29 February
};
CalendarDate calendar_date(SimTime day);

/// "year 2, 14 March".
std::string date_text(SimTime day);
/// "year 2, 14 Mar": as narrow as a column wants it.
std::string short_date_text(SimTime day);
/// "1,234": the whole day that a moment lies in; "-12" before the opening.
std::string day_text(SimTime day);

/// "1 day", "212 days": whole days of a length, rounded.
std::string length_text(Days length);

}  // namespace homeward
