#include "sim/scenario/base_scenario.hpp"

#include <algorithm>

#include "sim/scenario/build.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

/// Whether a layer sets a key, something below it or all that it lies in.
bool sets(const Value& layer, const std::vector<std::string>& path) {
  const Value* value = &layer;
  for (const auto& part : path) {
    if (value->table() != nullptr) {
      value = value->member(part);
      if (value == nullptr) return false;
    } else if (const auto* list = value->list()) {
      const auto named = std::find_if(list->begin(), list->end(),
                                      [&](const Value& element) { return name_of(element) == part; });
      if (named == list->end()) return false;
      value = &*named;
    } else {
      return true;
    }
  }
  return true;
}

/// The nearest layer for which something holds; their number if there is none.
template <typename Holds>
std::size_t nearest_layer(const std::vector<Value>& layers, const Holds& holds) {
  return static_cast<std::size_t>(std::find_if(layers.begin(), layers.end(), holds) - layers.begin());
}

/// Files and, nearer than they, the overlays.
std::vector<Value> layers_with_overlays(const std::vector<Value>& files, std::span<const Override> overrides) {
  std::vector<Value> layers = files;
  Faults told;  // they were read before without a fault
  for (const Override& one : overrides)
    if (!one.overlay.empty())
      if (auto overlay = load_overlay(one.overlay, told)) layers.insert(layers.begin(), std::move(*overlay));
  return layers;
}

std::set<std::string, std::less<>> meant_as_set(const Scenario& scenario, const std::vector<Value>& files,
                                                std::span<const Override> overrides) {
  std::set<std::string, std::less<>> keys;
  for (const auto& parameter : scenario.uncertainty) {
    const auto& key = parameter.key;
    const auto path = parse_path(key);
    const auto overrides_it = [&](const Override& one) {
      return one.overlay.empty() && (is_at_or_below(one.key, key) || is_at_or_below(key, one.key));
    };
    const auto line = join_path("uncertainty", key);
    const bool line_typed =
        std::any_of(overrides.begin(), overrides.end(), [&](const auto& one) { return one.key == line; });
    const auto line_at = nearest_layer(files, [&](const Value& layer) {
      const Value* lines = layer.member("uncertainty");
      return lines != nullptr && lines->member(key) != nullptr;
    });
    const auto set_at = nearest_layer(files, [&](const Value& layer) { return path && sets(layer, *path); });
    const bool typed = std::any_of(overrides.begin(), overrides.end(), overrides_it);
    if (!line_typed && (typed || set_at < line_at)) keys.insert(key);
  }
  return keys;
}

}  // namespace

BaseScenario::BaseScenario(const std::filesystem::path& file, std::span<const Override> overrides)
    : place_(file.generic_string()), scenario_(read_scenario(file, overrides)) {
  // Read again, now without a fault, to keep the tree, less what only describes the files.
  Faults faults;
  const auto layers = load_layers(file, faults);
  tree_ = merge_layers(layers.files, overrides, faults);
  throw_if_any(faults);
  for (const auto* own : {"name", "title", "description", "sources"}) tree_.table()->erase(own);
  meant_as_set_ = meant_as_set(*scenario_, layers_with_overlays(layers.files, overrides), overrides);
}

Origin BaseScenario::origin_of_uncertainty(const std::string& key) const {
  const Value* lines = tree_.member("uncertainty");
  const Value* line = lines == nullptr ? nullptr : lines->member(key);
  return line == nullptr ? Origin{place_, 0, 0} : line->key_origin;
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
