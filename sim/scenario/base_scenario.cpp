#include "sim/scenario/base_scenario.hpp"

#include "sim/scenario/build.hpp"
#include "sim/scenario/layers.hpp"

namespace homeward {

namespace {

/// The merged tree of files that were read before without a fault, less what only describes them.
Value tree_of(const std::filesystem::path& file, std::span<const Override> overrides) {
  Faults faults;
  const auto layers = load_layers(file, faults);
  Value tree = merge_layers(layers.files, overrides, faults);
  throw_if_any(faults);
  for (const auto* own : {"name", "title", "description", "sources"}) tree.table()->erase(own);
  return tree;
}

}  // namespace

BaseScenario::BaseScenario(const std::filesystem::path& file, std::span<const Override> overrides)
    : place_(file.generic_string()), scenario_(read_scenario(file, overrides)) {
  tree_ = tree_of(file, overrides);
}

BaseScenario::Derived BaseScenario::derive(const std::string& name, std::span<const Setting> settings) const {
  Faults faults;
  Value tree = tree_;
  tree.table()->insert_or_assign("name", Value{name, {}, {}});
  for (const auto& setting : settings) {
    faults.meet(setting.value.origin.place);
    set_path(tree, setting.path, setting.value, faults);
  }
  Derived derived{build(tree, place_, faults), {}};
  auto& scenario = derived.scenario;
  if (scenario.families.csv == scenario_->families.csv)
    scenario.families.csv_content = scenario_->families.csv_content;
  else
    read_csv_content(scenario, tree, place_, faults);
  derived.issues = faults.take();
  return derived;
}

}  // namespace homeward
