#include "sim/measure/groups.hpp"

#include <algorithm>
#include <cassert>

#include "sim/measure/measure.hpp"

namespace homeward {
namespace {

/// The level that starts last of those that start by this age.
std::uint8_t level_at_age(const Trait& trait, double years) {
  std::size_t found = 0;
  for (std::size_t level = 1; level < trait.levels.size(); ++level) {
    if (trait.levels[level].from_years <= years) found = level;
  }
  return static_cast<std::uint8_t>(found);
}

/// [family][max_children]: a compact copy, because the records are far apart in memory.
std::vector<std::uint8_t> levels_by_age(const Trait& trait, const RunRecord& run) {
  std::vector<std::uint8_t> levels(run.families.size() * max_children);
  auto at = levels.begin();
  for (const FamilyRecord& family : run.families) {
    for (std::size_t child = 0; child < family.children; ++child) {
      at[static_cast<std::ptrdiff_t>(child)] =
          level_at_age(trait, static_cast<double>(family.age_at_entry[child]));
    }
    at += max_children;
  }
  return levels;
}

/// A trait of that name keeps it.
bool groups_by_site(const Scenario& scenario) {
  const auto is_named_site = [](const Trait& trait) { return trait.name == "site"; };
  return scenario.sites.size() > 1 && std::ranges::none_of(scenario.traits, is_named_site);
}

}  // namespace

Groups::Groups(const Scenario& scenario, const RunRecord& run) : run_(&run) {
  assert(run.traits == scenario.traits.size());
  assert(run.trait_levels.size() == run.families.size() * run.traits);
  traits_.reserve(scenario.traits.size());
  for (const Trait& trait : scenario.traits) {
    TraitGroups& groups = traits_.emplace_back();
    groups.first_group = size_;
    size_ += trait.levels.size();
    if (trait.set_by == TraitSetBy::age) groups.level_of_child = levels_by_age(trait, run);
  }
  if (groups_by_site(scenario)) {
    first_site_group_ = size_;
    size_ += scenario.sites.size();
  }
}

std::vector<std::string> trait_level_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Trait& trait : scenario.traits) {
    for (const TraitLevel& level : trait.levels) names.push_back(trait.name + "=" + level.name);
  }
  if (groups_by_site(scenario)) {
    for (const Site& site : scenario.sites) names.push_back("site=" + site.name);
  }
  return names;
}

}  // namespace homeward
