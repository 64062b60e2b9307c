#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/build.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/model/property_dice.hpp"
#include "tests/model/property_scenarios.hpp"

/// Sets any key to a value in, or at the edge of, the range that the key table tells; so a new key is drawn
/// from its first day on.
namespace homeward::test {

namespace {

/// The numbers that a range allows, from the words in which the key table tells it.
struct Span {
  double low{-1000}, high{1000};
  bool low_open{}, high_open{}, endless{};
};

Span span_of(const std::string& range) {
  Span span;
  const auto number_after = [&](std::string_view mark) -> std::optional<double> {
    const auto at = range.find(mark);
    if (at == std::string::npos) return std::nullopt;
    return std::strtod(range.c_str() + at + mark.size(), nullptr);
  };
  span.endless = range.find("or inf") != std::string::npos;
  if (range.starts_with("in ")) {
    span.low_open = range[3] == '(';
    span.low = *number_after(range.substr(3, 1));
    span.high = *number_after(", ");
    span.high_open = range.find(')') != std::string::npos;
  } else if (const auto least = number_after("at least ")) {
    span.low = *least;
  } else if (const auto above = number_after("greater than ")) {
    span.low = *above;
    span.low_open = true;
  }
  return span;
}

/// What takes for ever, or all memory, because it asks for that much; extremes of these have tests of their
/// own.
struct Bound {
  std::string_view start;
  double low, high;
};
constexpr std::array bounds{Bound{"coaches.positions", 0, 30},
                            Bound{"coaches.annual_turnover", 0, 20},
                            Bound{"coaches.overload_effect", 0, 5},
                            Bound{"support.contacts_per_week", 0, 15},
                            Bound{"effects.update_days", 1, 3660},
                            Bound{"effects.detection_in_contact", 0.001, 20},
                            Bound{"court.readiness_after_goal_change", 0, 20},
                            Bound{"hazards.", 0, 5},
                            Bound{"placement.", 0, 20},
                            Bound{"referral.stress", 0.001, 20}};
bool is_ratio(std::string_view key) {
  return key.starts_with("effects.") && key.ends_with("_hazard_ratio");
}

Span bounded(const KeyInfo& key) {
  Span span = span_of(key.range);
  const auto narrow = [&](double low, double high) {
    span.low_open = span.low_open && low <= span.low;
    span.low = std::max(span.low, low);
    span.high = std::min(span.high, high);
  };
  for (const auto& bound : bounds)
    if (key.name.starts_with(bound.start)) narrow(bound.low, bound.high);
  if (is_ratio(key.name)) narrow(0.01, 20);
  return span;
}

double any_number(Dice& dice, const Span& span) {
  const double step = std::max(1e-9, 1e-12 * std::abs(span.high));
  switch (dice.whole(0, 4)) {
    case 0:
      return span.low_open ? span.low + step : span.low;
    case 1:
      return span.high_open ? span.high - step : span.high;
    case 2:
      return span.endless ? forever : dice.between(span.low, span.high);
    case 3:  // small ones of a wide range
      return std::clamp(dice.between_logs(1e-3, 10), span.low + step, span.high);
    default:
      return dice.between(span.low + (span.low_open ? step : 0), span.high - (span.high_open ? step : 0));
  }
}

std::string any_choice(Dice& dice, const std::string& range) {
  std::vector<std::string> names(1);
  for (const char c : range.substr(std::string_view("one of ").size())) {
    if (c == ',')
      names.emplace_back();
    else if (c != ' ')
      names.back() += c;
  }
  return toml_string(names[dice.whole(0, static_cast<std::uint32_t>(names.size() - 1))]);
}

/// A value as it would be written; "" where the generator has ways of its own.
std::string any_value(Dice& dice, const KeyInfo& key) {
  switch (key.type) {
    case KeyType::boolean:
      return dice.chance(0.5) ? "true" : "false";
    case KeyType::number:
      return fmt::format("{}", any_number(dice, bounded(key)));
    case KeyType::whole_number:
      return fmt::format("{}", static_cast<std::int64_t>(any_number(dice, bounded(key))));
    case KeyType::duration:
      return fmt::format("{}", dice.chance(0.3) ? 0 : dice.between_logs(0.01, 400));
    case KeyType::choice:
      return any_choice(dice, key.range);
    default:
      return "";
  }
}

bool is_turned(const KeyInfo& key) {
  // How much is simulated is drawn so that thousands of scenarios are done in minutes.
  return !key.name.starts_with("run.") && key.name != "families.entries_per_year" &&
         key.name != "families.trend_per_year";
}

}  // namespace

void turn_keys(Dice& dice, Scenario& scenario) {
  const auto keys = key_table();
  for (auto left = dice.whole(1, 8); left > 0; --left) {
    const auto& key = keys[dice.whole(0, static_cast<std::uint32_t>(keys.size() - 1))];
    const auto text = is_turned(key) ? any_value(dice, key) : "";
    if (text.empty()) continue;
    Scenario turned = scenario;
    Faults faults;
    key.read(parse_typed_value(text, {}), turned, faults);
    check_rules(turned, Value{ValueTable{}, {}, {}}, "scenario", faults);
    if (faults.empty()) scenario = std::move(turned);
  }
}

}  // namespace homeward::test
