#include <algorithm>
#include <array>

#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/reference_relationship.hpp"

namespace homeward {

namespace {

/// Paths of the numbers inside a printed value, below traits and sites.
void collect_numbers(const Value& value, const std::string& path, std::vector<std::string>& numbers) {
  if (value.is_number()) numbers.push_back(path);
  if (const auto* members = value.table())
    for (const auto& [key, member] : *members) collect_numbers(member, join_path(path, key), numbers);
  if (const auto* elements = value.list())
    for (const auto& element : *elements) {
      const auto name = name_of(element);
      collect_numbers(element, name.empty() ? path : join_path(path, name), numbers);
    }
}

/// Whether a value of a key that is spelt in ways of its own has a number in it.
bool has_number(const Value& value) {
  std::vector<std::string> numbers;
  collect_numbers(value, "", numbers);
  return !numbers.empty();
}

}  // namespace

std::vector<std::string> keys_without_source(const Checked<Scenario>& scenario) {
  std::vector<std::string> keys;
  for (const auto& key : key_table()) {
    // What is taken over from the relationship has its source there.
    if (!key.identifies_run || is_taken_over(key.name)) continue;
    const auto printed = key.print(*scenario);
    if (printed.empty() || printed == key.built_in) continue;
    const Value value = parse_typed_value(printed, {});
    if (key.name == "traits" || key.name == "sites")
      collect_numbers(value, key.name, keys);
    else if (key.numeric() || has_number(value))
      keys.push_back(key.name);
  }
  const auto has_source = [&](const std::string& path) {
    return std::any_of(scenario->sources.begin(), scenario->sources.end(),
                       [&](const Source& source) { return is_at_or_below(path, source.key); });
  };
  std::erase_if(keys, has_source);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace homeward
