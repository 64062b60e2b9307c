#include "sim/scenario/known_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

PathKind kind_of_value(const Value& value) {
  if (value.is_number()) return PathKind::number;
  return value.table() != nullptr || value.list() != nullptr ? PathKind::section : PathKind::other;
}

/// The element of a list of tables that has this name, or nullptr.
const Value* named_element(const ValueList& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Value& one) { return name_of(one) == name; });
  return found == list.end() ? nullptr : &*found;
}

/// Follows parts into the value of one key. Ratios and effects of a trait that are off are not printed, yet
/// known.
PathKind kind_below(const Value& value, const std::vector<std::string>& parts, std::size_t next) {
  if (next == parts.size()) return kind_of_value(value);
  const auto& part = parts[next];
  if (const auto* list = value.list()) {
    const Value* element = named_element(*list, part);
    return element == nullptr ? PathKind::unknown : kind_below(*element, parts, next + 1);
  }
  if (const Value* member = value.member(part);
      member != nullptr && part != "hazard_ratios" && part != "needs")
    return kind_below(*member, parts, next + 1);
  const bool ratios = part == "hazard_ratios";
  const bool of_trait =
      parts.front() == "traits" && (value.member("share") != nullptr || value.member("from_years"));
  if (of_trait && (ratios || part == "needs")) {
    if (next + 1 == parts.size()) return PathKind::section;
    const auto& name = parts[next + 1];
    const bool known = ratios ? is_one_of(family_clock_names, name) : is_one_of(need_names, name);
    return known && next + 2 == parts.size() ? PathKind::number : PathKind::unknown;
  }
  const bool of_site = parts.front() == "sites" && parts.size() == 3;
  return of_site && part == "positions" ? PathKind::number : PathKind::unknown;
}

}  // namespace

PathKind kind_of_path(const Scenario& scenario, std::string_view path) {
  const auto parts = parse_path(path);
  if (!parts) return PathKind::unknown;
  std::string name;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    name = join_path(name, (*parts)[i]);
    const auto* key = find_key(name);
    if (key == nullptr) continue;
    if (i + 1 < parts->size()) return kind_below(parse_typed_value(key->print(scenario), {}), *parts, i + 1);
    const bool number = key->type == KeyType::number || key->type == KeyType::whole_number ||
                        key->type == KeyType::duration || name == "families.age_out_years";
    return number ? PathKind::number : PathKind::other;
  }
  return is_key_section(name) ? PathKind::section : PathKind::unknown;
}

std::vector<std::string> known_paths(const Scenario& scenario) {
  std::vector<std::string> paths;
  std::set<std::string> sections;
  for (const auto& key : key_table()) {
    paths.push_back(key.name);
    for (auto dot = key.name.find('.'); dot != std::string::npos; dot = key.name.find('.', dot + 1))
      sections.insert(key.name.substr(0, dot));
  }
  paths.insert(paths.end(), sections.begin(), sections.end());
  for (const auto& site : scenario.sites)
    for (const auto* member : {"share", "positions", "staffing"})
      paths.push_back(join_path(join_path("sites", site.name), member));
  for (const auto& trait : scenario.traits)
    for (const auto* member : {"share", "hazard_ratios", "needs", "levels", "share_given"})
      paths.push_back(join_path(join_path("traits", trait.name), member));
  return paths;
}

std::vector<std::string> numbers_below(std::string_view section) {
  const std::string prefix = std::string{section} + '.';
  std::vector<std::string> names;
  for (const auto& key : key_table())
    if (key.type == KeyType::number && key.name.starts_with(prefix) &&
        key.name.find('.', prefix.size()) == std::string::npos)
      names.push_back(key.name);
  return names;
}

}  // namespace homeward
