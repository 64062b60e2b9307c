#include "sim/scenario/site_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/scenario/build.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/staffing_plan.hpp"

namespace homeward {

namespace {

constexpr std::string_view whole = "coaches.positions", per_entries = "coaches.positions_per_100_entries";

/// The program's positions as a tree names them, or nullptr.
const Value* program_positions(const Value& root) {
  const Value* number = value_at(root, whole);
  return number != nullptr ? number : value_at(root, per_entries);
}

/// The tables of the sites of a tree or a layer, written as a list or by paths.
std::vector<const Value*> sites_of(const Value& root) {
  std::vector<const Value*> result;
  const Value* sites = root.member("sites");
  if (sites == nullptr) return result;
  if (const auto* list = sites->list())
    for (const auto& site : *list) result.push_back(&site);
  if (const auto* members = sites->table())
    for (const auto& [name, site] : *members) result.push_back(&site);
  std::erase_if(result, [](const Value* site) { return site->table() == nullptr; });
  return result;
}

bool has_positions(const Value* site) {
  const Value* positions = site->member("positions");
  return positions != nullptr && positions->is_number();
}

double positions_of(const Value& site) {
  return has_positions(&site) ? site.member("positions")->number() : 0;
}

double sum_of_positions(const std::vector<const Value*>& sites) {
  return std::accumulate(sites.begin(), sites.end(), 0.0,
                         [](double sum, const Value* site) { return sum + positions_of(*site); });
}

/// What a tree says of positions; nothing where that has faults, which are told elsewhere.
std::optional<Scenario> read_positions(const Value& root) {
  Scenario scenario;
  Faults faults;
  for (const std::string_view name :
       {std::string_view{"run.opening"}, std::string_view{"families.entries_per_year"}, whole, per_entries,
        std::string_view{"sites"}})
    if (const Value* value = value_at(root, name)) find_key(name)->read(*value, scenario, faults);
  if (!faults.empty()) return std::nullopt;
  share_out_parts(root, scenario);
  return scenario;
}

std::optional<std::string> remove_from(Value& root, std::string_view section, std::string_view key) {
  const auto found = root.table()->find(section);
  if (found == root.table()->end() || found->second.table() == nullptr) return std::nullopt;
  const auto member = found->second.table()->find(key);
  if (member == found->second.table()->end()) return std::nullopt;
  found->second.table()->erase(member);
  return join_path(section, key);
}

}  // namespace

std::optional<double> part_of(const Value& site) {
  const Value* part = site.member(part_member);
  const auto* held = part == nullptr ? nullptr : std::get_if<Part>(&part->data);
  return held == nullptr ? std::nullopt : std::optional{held->positions};
}

std::vector<std::string> make_parts(Value& root, const Value& layer) {
  const auto sites = sites_of(root);
  if (program_positions(layer) == nullptr || std::none_of(sites.begin(), sites.end(), has_positions))
    return {};
  const auto before = read_positions(root);
  if (!before) return {};
  const auto had = first_positions(*before);
  std::vector<std::string> gone;
  auto& list = *root.table()->find("sites")->second.list();
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto& members = *list[i].table();
    if (members.erase("positions") > 0)
      gone.push_back(join_path(join_path("sites", before->sites[i].name), "positions"));
    members.insert_or_assign(part_member, Value{Part{static_cast<double>(had[i])}, {}, {}});
  }
  return gone;
}

std::vector<std::string> drop_overruled(Value& root, const Value& layer) {
  const auto named = sites_of(layer), sites = sites_of(root);
  if (std::none_of(named.begin(), named.end(), has_positions)) return {};
  if (program_positions(layer) != nullptr || !std::all_of(sites.begin(), sites.end(), has_positions))
    return {};
  std::vector<std::string> gone;
  const Value* number = value_at(root, whole);
  const bool agrees = number != nullptr && number->is_number() && number->number() == sum_of_positions(sites);
  if (!agrees)
    if (auto path = remove_from(root, "coaches", "positions")) gone.push_back(std::move(*path));
  if (auto path = remove_from(root, "coaches", "positions_per_100_entries")) gone.push_back(std::move(*path));
  return gone;
}

namespace {

/// By which the program's positions are shared, sum 1: the parts; a site that came later has as much of them
/// as of entries. Where nobody had any: by share of entries.
std::vector<double> proportions(const std::vector<std::optional<double>>& parts,
                                const std::vector<Site>& sites) {
  double sum = 0, share = 0;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    sum += parts[i].value_or(0);
    share += parts[i] ? sites[i].share : 0;
  }
  std::vector<double> result;
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const double of_parts = parts[i] ? *parts[i] : share > 0 ? sum * sites[i].share / share : 0;
    result.push_back(sum > 0 ? of_parts : sites[i].share);
  }
  const double total = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& one : result) one = total > 0 ? one / total : 0;
  return result;
}

std::string sharing_in_words(const Coaches& coaches, const std::vector<Site>& sites, std::uint32_t total) {
  constexpr std::size_t most = 12;
  std::string text = coaches.positions
                         ? fmt::format("coaches.positions = {} is", total)
                         : fmt::format("coaches.positions_per_100_entries = {} comes to {} position{},",
                                       *coaches.positions_per_100_entries, total, total == 1 ? "" : "s");
  text += " shared over the sites in the proportions in which they had theirs: ";
  for (std::size_t i = 0; i < std::min(most, sites.size()); ++i)
    text += fmt::format("{}{} {}", i > 0 ? ", " : "", sites[i].name, sites[i].positions.value_or(0));
  if (sites.size() > most) text += fmt::format(" and {} more sites", sites.size() - most);
  return text;
}

}  // namespace

void share_out_parts(const Value& root, Scenario& scenario) {
  std::vector<std::optional<double>> parts;
  const auto tables = sites_of(root);
  for (const auto& site : scenario.sites) {
    const auto table = std::find_if(tables.begin(), tables.end(),
                                    [&](const Value* one) { return name_of(*one) == site.name; });
    parts.push_back(table == tables.end() ? std::nullopt : part_of(**table));
  }
  auto& coaches = scenario.program.coaches;
  const auto has_part = [](const auto& part) { return part.has_value(); };
  if (std::none_of(parts.begin(), parts.end(), has_part)) return;
  const auto total = whole_positions(coaches.positions, coaches.positions_per_100_entries,
                                     scenario.families.entries_per_year);
  const auto each = largest_remainder(total, proportions(parts, scenario.sites));
  std::uint32_t in_all = 0;
  for (std::size_t i = 0; i < each.size(); ++i) {
    if (!scenario.sites[i].positions) scenario.sites[i].positions = each[i];
    in_all += *scenario.sites[i].positions;
  }
  // A site that was set by itself since then: the number of the whole no longer holds.
  if (in_all != total) {
    coaches.positions.reset();
    coaches.positions_per_100_entries.reset();
  } else {
    scenario.notes.push_back(sharing_in_words(coaches, scenario.sites, total));
  }
}

void refuse_both_ways(const Value& file, Faults& faults) {
  const Value* program = program_positions(file);
  const auto sites = sites_of(file);
  const auto named = std::find_if(sites.begin(), sites.end(), has_positions);
  if (program == nullptr || named == sites.end()) return;
  const auto says = read_positions(file);
  if (!says) return;
  const auto& coaches = says->program.coaches;
  const double total =
      whole_positions(coaches.positions, coaches.positions_per_100_entries, says->families.entries_per_year);
  if (std::all_of(sites.begin(), sites.end(), has_positions) && total == sum_of_positions(sites)) return;
  const auto key = coaches.positions ? whole : per_entries;
  faults.add(
      program->origin, key,
      fmt::format("{} is {} and {} is {} in one file; give the program's, which sites share as they share "
                  "entries, or the positions of every site",
                  key, show(*program), join_path(join_path("sites", name_of(**named)), "positions"),
                  show(*(*named)->member("positions"))));
}

void refuse_both_ways(std::span<const Override> overrides, Faults& faults) {
  const auto is_program = [](const Override& one) { return one.key == whole || one.key == per_entries; };
  const auto is_site = [](const Override& one) {
    return one.key.starts_with("sites.") && one.key.ends_with(".positions");
  };
  const auto program = std::ranges::find_if(overrides, is_program);
  const auto site = std::ranges::find_if(overrides, is_site);
  if (program == overrides.end() || site == overrides.end()) return;
  faults.add(
      {fmt::format("--set {}", program->key), 0, 0}, program->key,
      fmt::format("{} is set, too; set the program's, which sites share as they share theirs, or those of "
                  "the sites",
                  site->key));
}

}  // namespace homeward
