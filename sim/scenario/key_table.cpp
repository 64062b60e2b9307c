#include "sim/scenario/key_table.hpp"

#include <algorithm>
#include <map>

#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {

std::vector<KeyInfo> make_table() {
  KeyRows rows;
  add_run_and_family_keys(rows);
  add_hazard_keys(rows);
  add_court_keys(rows);
  add_coach_keys(rows);
  add_support_keys(rows);
  add_effect_keys(rows);
  add_cost_keys(rows);
  auto table = rows.take();
  const Scenario built_in;
  for (auto& row : table) row.built_in = row.print(built_in);
  return table;
}

const std::vector<KeyInfo>& table() {
  static const std::vector<KeyInfo> rows = make_table();
  return rows;
}

const std::map<std::string_view, const KeyInfo*>& rows_by_name() {
  static const auto by_name = [] {
    std::map<std::string_view, const KeyInfo*> result;
    for (const auto& row : table()) result.emplace(row.name, &row);
    return result;
  }();
  return by_name;
}

}  // namespace

bool KeyInfo::numeric() const {
  return type == KeyType::number || type == KeyType::whole_number || type == KeyType::duration ||
         type == KeyType::clock || type == KeyType::numbers;
}

std::span<const KeyInfo> key_table() {
  return table();
}

const KeyInfo* find_key(std::string_view name) {
  const auto found = rows_by_name().find(name);
  return found == rows_by_name().end() ? nullptr : found->second;
}

bool is_key_section(std::string_view path) {
  const auto below = std::string{path} + '.';
  const auto next = rows_by_name().lower_bound(below);
  return next != rows_by_name().end() && next->first.starts_with(below);
}

}  // namespace homeward
