#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/units.hpp"

/// Dates of the calendar where a run has an opening (`run.opening`); the engine counts days alone.
namespace homeward {

using Date = std::chrono::year_month_day;

/// A date as ISO 8601 writes it, "2026-10-01"; nothing where a text is none or the calendar lacks the day.
std::optional<Date> parse_date(std::string_view text);

/// The same way round: "2026-10-01".
std::string date_text(const Date& date);

/// Days from the opening to a date; negative before it.
Days days_since(const Date& opening, const Date& date);

/// The date on which a day from the opening falls.
Date date_of(const Date& opening, SimTime day);

/// "day 273", with its date where the run has an opening: "day 273 (2027-07-01)".
std::string day_and_date(SimTime day, const std::optional<Date>& opening);

}  // namespace homeward
