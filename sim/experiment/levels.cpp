#include "sim/experiment/levels.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

std::string compact_text(const Value& value) {
  if (const auto* table = value.table()) {
    std::string text;
    for (const auto& [key, member] : *table)
      text += fmt::format("{}{}={}", text.empty() ? "" : ",", path_part(key), compact_text(member));
    return fmt::format("{{{}}}", text);
  }
  if (const auto* list = value.list()) {
    std::string text;
    for (const auto& element : *list)
      text += fmt::format("{}{}", text.empty() ? "" : ",", compact_text(element));
    return fmt::format("[{}]", text);
  }
  if (value.text() != nullptr) return toml_string(*value.text());
  return value.is_number() ? fmt::format("{}", value.number()) : show(value);
}

namespace {

std::string label_of(const Value& value) {
  return value.text() != nullptr ? *value.text() : compact_text(value);
}

void add_level(std::vector<Level>& levels, std::set<std::string>& met, Repeats repeats, std::string label,
               const Value& value, std::string_view path, Faults& faults) {
  if (label.empty() || has_control_character(label) || !is_utf8(label)) {
    faults.add(value.origin, path, fmt::format("{}: a label is empty or not printable", path));
  } else if (!met.insert(label).second && repeats == Repeats::refused) {
    faults.add(value.origin, path, fmt::format("{} has {} twice", path, shortened(label)));
  } else {
    levels.push_back({std::move(label), value});
  }
}

}  // namespace

std::vector<Level> read_levels(const Value& values, Repeats repeats, std::string_view path, Faults& faults) {
  std::vector<Level> levels;
  std::set<std::string> met;
  if (const auto* list = values.list())
    for (const auto& value : *list) add_level(levels, met, repeats, label_of(value), value, path, faults);
  else if (const auto* table = values.table())
    for (const auto& [label, value] : *table) add_level(levels, met, repeats, label, value, path, faults);
  else
    faults.wrong(values, path, "a list of values, or a table of labels and values");
  if (met.empty() && (values.list() != nullptr || values.table() != nullptr))
    faults.add(values.origin, path, fmt::format("{} is empty; it must have at least one value", path));
  return levels;
}

Level number_level(double number, bool whole, const Origin& origin) {
  Level level{fmt::format("{}", number), Value{number, origin, origin}};
  if (whole) level.value.data = static_cast<std::int64_t>(number);
  return level;
}

double simplex_count(std::size_t keys, std::uint32_t steps) {
  double count = 1;
  for (std::size_t i = 1; i < keys; ++i) count *= (steps + static_cast<double>(i)) / static_cast<double>(i);
  return std::round(count);
}

std::vector<Level> simplex_levels(const std::vector<std::string>& keys, std::uint32_t steps,
                                  const Origin& origin) {
  std::vector<Level> levels;
  std::vector<std::uint32_t> parts(keys.size());
  const std::function<void(std::size_t, std::uint32_t)> share = [&](std::size_t next, std::uint32_t left) {
    if (next + 1 < keys.size()) {
      for (std::uint32_t part = left + 1; part-- > 0;) {
        parts[next] = part;
        share(next + 1, left - part);
      }
      return;
    }
    parts[next] = left;
    Level level{{}, Value{ValueTable{}, origin, origin}};
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const double number = static_cast<double>(parts[i]) / steps;
      // Thirds are written with four digits, and stay exact.
      level.label += fmt::format("{}{:.4g}", i > 0 ? "/" : "", number);
      const auto name = keys[i].substr(keys[i].rfind('.') + 1);
      level.value.table()->emplace(name, Value{number, origin, origin});
    }
    levels.push_back(std::move(level));
  };
  share(0, steps);
  return levels;
}

}  // namespace homeward
