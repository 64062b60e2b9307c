#include <fmt/format.h>

#include "sim/scenario/key_rows.hpp"

/// Keys that hold a date of the calendar.
namespace homeward {

namespace {

constexpr std::string_view a_date = "a date such as 2026-10-01";

std::optional<Date> read_date(const Value& value, std::string_view path, Faults& faults) {
  std::optional<Date> date;
  if (const auto* own = std::get_if<Date>(&value.data); own != nullptr && own->ok()) date = *own;
  if (const auto* text = value.text()) date = parse_date(*text);
  if (!date) faults.wrong(value, path, a_date);
  return date;
}

}  // namespace

std::optional<Days> read_day_of_date(const Value& value, std::string_view path,
                                     const std::optional<Date>& opening, Faults& faults) {
  const auto date = read_date(value, path, faults);
  if (!date || faults.any_at("run.opening")) return std::nullopt;
  if (opening) return days_since(*opening, *date);
  faults.add(
      value.origin, path,
      fmt::format("{} is {}, but the run has no date to count from; set run.opening, the date of day 0", path,
                  date_text(*date)));
  return std::nullopt;
}

KeyInfo opening_key() {
  KeyInfo row;
  row.name = "run.opening";
  row.type = KeyType::mixed;
  row.range = "a date such as 2026-10-01";
  row.meaning = "the date of day 0: with it dates may stand where days from the opening do";
  row.read = [](const Value& value, Scenario& scenario, Faults& faults) {
    if (const auto date = read_date(value, "run.opening", faults)) scenario.run.opening = date;
  };
  row.print = [](const Scenario& scenario) {
    return scenario.run.opening ? date_text(*scenario.run.opening) : std::string{};
  };
  return row;
}

/// The resolved scenario says it as program.start_days.
KeyInfo program_start_key() {
  KeyInfo row;
  row.name = "program.start";
  row.type = KeyType::mixed;
  row.range = "a date such as 2027-07-01, with run.opening";
  row.meaning = "program.start_days as a date (or program.start_days)";
  row.read = [](const Value& value, Scenario& scenario, Faults& faults) {
    if (const auto day = read_day_of_date(value, "program.start", scenario.run.opening, faults))
      scenario.program_start_days = *day;
  };
  row.print = [](const Scenario&) { return std::string{}; };
  return row;
}

}  // namespace homeward
