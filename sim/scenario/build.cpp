#include "sim/scenario/build.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/site_parts.hpp"

namespace homeward {

const Value* value_at(const Value& root, std::string_view path) {
  const Value* value = &root;
  while (value != nullptr && !path.empty()) {
    const auto dot = path.find('.');
    value = value->member(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return value;
}

namespace {

/// `known` is filled when the first unknown key is met: most files have none.
void tell_unknown_keys(const Value& table, const std::string& path, const Scenario& scenario,
                       std::vector<std::string>& known, Faults& faults) {
  for (const auto& [key, member] : *table.table()) {
    const auto member_path = join_path(path, key);
    if (find_key(member_path) != nullptr) continue;
    if (!is_key_section(member_path)) {
      if (known.empty()) known = known_paths(scenario);
      faults.unknown(member, member_path, known);
    } else if (is_table(member, member_path, faults)) {
      tell_unknown_keys(member, member_path, scenario, known, faults);
    }
  }
}

void tell_unknown_keys(const Value& root, const Scenario& scenario, Faults& faults) {
  std::vector<std::string> known;
  tell_unknown_keys(root, "", scenario, known, faults);
}

/// A file name that can stand in a TOML comment.
std::string in_comment(std::string name) {
  const bool utf8 = is_utf8(name);
  for (char& c : name) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7f || (code >= 0x80 && !utf8)) c = '?';
  }
  return name;
}

std::string told_origin(const Origin& origin) {
  if (origin.line == 0) return origin.place == "--with" ? "--with" : "--set";
  // Not the folder of an absolute path: what is printed may be published.
  const std::filesystem::path place{origin.place};
  const auto shown = place.is_absolute() ? place.filename().generic_string() : origin.place;
  return fmt::format("{}:{}", in_comment(shown), origin.line);
}

/// Every value of the tree by its path; elements of lists with names by these.
void collect_origins(const Value& value, const std::string& path,
                     std::map<std::string, std::string>& origins) {
  if (!path.empty() && !value.origin.place.empty()) origins[path] = told_origin(value.origin);
  if (const auto* members = value.table())
    for (const auto& [key, member] : *members) collect_origins(member, join_path(path, key), origins);
  if (const auto* elements = value.list())
    for (const auto& element : *elements)
      if (const auto name = name_of(element); !name.empty())
        collect_origins(element, join_path(path, name), origins);
}

}  // namespace

Scenario build(const Value& root, const std::string& place, Faults& faults, KeysLeftOut left_out) {
  Scenario scenario;
  scenario.name = std::filesystem::path{place}.stem().string();
  for (const auto& key : key_table()) {
    if (const Value* value = value_at(root, key.name))
      key.read(*value, scenario, faults);
    else if (left_out == KeysLeftOut::absent && !key.absent.empty() && key.absent != key.built_in)
      key.read(parse_typed_value(key.absent, {}), scenario, faults);
  }
  tell_unknown_keys(root, scenario, faults);
  if (!faults.any_at("sites")) share_out_parts(root, scenario);
  check_rules(scenario, root, place, faults);
  if (faults.empty()) collect_origins(root, "", scenario.origins);
  if (const auto start = scenario.origins.find("program.start"); start != scenario.origins.end())
    scenario.origins["program.start_days"] = start->second;
  return scenario;
}

void check_keys_alone(const Value& root, Faults& faults) {
  Scenario scenario;
  // The missing layer may say it, and then dates are right.
  scenario.run.opening = Date{std::chrono::year{2000}, std::chrono::January, std::chrono::day{1}};
  for (const auto& key : key_table()) {
    const bool of_other_keys = key.name.find('.') == std::string::npos;
    if (const Value* value = value_at(root, key.name); value != nullptr && !of_other_keys)
      key.read(*value, scenario, faults);
  }
  tell_unknown_keys(root, scenario, faults);
}

}  // namespace homeward
