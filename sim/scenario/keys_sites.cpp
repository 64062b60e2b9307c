#include <fmt/format.h>

#include <map>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/site_parts.hpp"

namespace homeward {

namespace {

/// `only`: it is the one site, which needs no share.
Site read_site(const Value& value, const std::string& path, bool only, const std::optional<Date>& opening,
               Faults& faults) {
  Site site;
  site.name = name_of(value);
  if (part_of(value))
    refuse_others(value, path, {"name", "share", "positions", "staffing", "remove", part_member}, faults);
  else
    refuse_others(value, path, {"name", "share", "positions", "staffing", "remove"}, faults);
  if (const Value* share = value.member("share"))
    read(*share, join_path(path, "share"), probability(), site.share, faults);
  else if (!only)
    faults.add(value.origin, path, fmt::format("{} has no share; with several sites each needs one", path));
  if (const Value* positions = value.member("positions"))
    read(*positions, join_path(path, "positions"), between(0, 1e6), site.positions, faults);
  if (const Value* staffing = value.member("staffing"))
    read_staffing_changes(*staffing, join_path(path, "staffing"), opening, site.staffing, faults);
  return site;
}

void read_sites(const Value& value, Scenario& scenario, Faults& faults) {
  if (value.list() == nullptr || value.list()->empty()) {
    faults.wrong(value, "sites", "a list of at least one site, [[sites]]");
    return;
  }
  constexpr std::size_t most_sites = 10000;
  if (value.list()->size() > most_sites) {
    faults.wrong(value, "sites", fmt::format("a list of at most {} sites", most_sites));
    return;
  }
  scenario.sites.clear();
  double sum = 0;
  for (const auto& named : read_named(value, "sites", faults)) {
    scenario.sites.push_back(
        read_site(*named.value, named.path, value.list()->size() == 1, scenario.run.opening, faults));
    sum += scenario.sites.back().share;
  }
  if (!faults.any_at("sites") && !is_one(sum))
    faults.add(value.origin, "sites",
               fmt::format("sites has shares that sum to {}; they must sum to 1", sum));
}

std::string print_sites(const Scenario& scenario) {
  std::string result = "[";
  for (const auto& site : scenario.sites) result += (result.size() > 1 ? ", " : "") + print_site(site);
  return result + "]";
}

}  // namespace

std::span<const Member<Site>> site_members() {
  static const std::array<Member<Site>, 4> members{{
      {"name", [](const Site& site) { return toml_string(site.name); }, {}},
      {"share", [](const Site& site) { return print(site.share); }, {}},
      {"positions", [](const Site& site) { return print(site.positions); }, Absent{""}},
      {"staffing", [](const Site& site) { return print_staffing_changes(site.staffing); }, Absent{"[]"}},
  }};
  return members;
}

std::string print_site(const Site& site) {
  return print_members(site, site_members());
}

std::vector<NamedValue> read_named(const Value& list, std::string_view path, Faults& faults) {
  std::vector<NamedValue> result;
  std::map<std::string, Origin> seen;
  for (std::size_t i = 0; i < list.list()->size(); ++i) {
    const Value& element = (*list.list())[i];
    const auto numbered = fmt::format("{}[{}]", path, i);
    if (!is_table(element, numbered, faults)) continue;
    const Value* name = element.member("name");
    const std::string text = name_of(element);
    // '=' joins a trait and its level in the names of results.
    if (name == nullptr) {
      faults.add(element.origin, numbered, fmt::format("{} has no name", numbered));
    } else if (text.empty() || text.find('=') != std::string::npos || has_control_character(text)) {
      faults.wrong(*name, join_path(numbered, "name"), "a text, not empty and without '='");
    } else if (const auto [first, fresh] = seen.emplace(text, element.origin); !fresh) {
      faults.add(name->origin, numbered, fmt::format("{} is named twice", join_path(path, text)));
    } else {
      result.push_back({join_path(path, text), &element});
    }
  }
  return result;
}

bool is_one(double sum) {
  return sum > 1 - 1e-9 && sum < 1 + 1e-9;
}

bool has_control_character(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  return false;
}

KeyInfo sites_key() {
  KeyInfo row;
  row.name = "sites";
  row.type = KeyType::mixed;
  row.range = "[[sites]] with name, share of entries (sum 1) and, optionally, positions and staffing";
  row.absent = R"([{ name = "all", share = 1.0 }])";
  row.meaning =
      "county offices; positions default to the program's, by share; staffing lists dated changes of one";
  row.read = read_sites;
  row.print = print_sites;
  return row;
}

}  // namespace homeward
