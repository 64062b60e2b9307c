#include "sim/measure/groups.hpp"

#include <cassert>

#include "sim/measure/measure.hpp"

namespace homeward {

Groups::Groups(const Scenario& scenario, const RunRecord& run) : run_(&run) {
  assert(run.traits == scenario.traits.size());
  assert(run.trait_levels.size() == run.families.size() * run.traits);
  traits_.reserve(scenario.traits.size());
  for (const Trait& trait : scenario.traits) {
    TraitGroups& groups = traits_.emplace_back();
    groups.first_group = size_;
    size_ += trait.levels.size();
    if (trait.set_by != TraitSetBy::age) continue;
    for (const TraitLevel& level : trait.levels) groups.from_years.push_back(level.from_years);
  }
}

std::size_t Groups::level_at_age(std::size_t trait, double years) const {
  const std::vector<double>& from_years = traits_[trait].from_years;
  std::size_t found = 0;
  for (std::size_t level = 1; level < from_years.size(); ++level) {
    if (from_years[level] <= years) found = level;
  }
  return found;
}

std::vector<std::string> trait_level_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Trait& trait : scenario.traits) {
    for (const TraitLevel& level : trait.levels) names.push_back(trait.name + "=" + level.name);
  }
  return names;
}

}  // namespace homeward
