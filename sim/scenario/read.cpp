#include "sim/scenario/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "sim/scenario/build.hpp"
#include "sim/scenario/digest.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/print.hpp"

namespace homeward {

namespace fs = std::filesystem;

void read_csv_content(Scenario& scenario, const Value& root, const std::string& place, Faults& faults) {
  auto& families = scenario.families;
  if (families.csv.empty() || faults.any_at("families.csv")) return;
  if (auto content = file_digest(families.csv)) {
    families.csv_content = *content;
    return;
  }
  const Value* value = value_at(root, "families.csv");
  faults.add(value != nullptr ? value->origin : Origin{place, 0, 0}, "families.csv",
             fmt::format("families.csv is {}; it must be a file that can be read",
                         toml_string(shortened(families.csv))));
}

namespace {

Scenario read_or_throw(const fs::path& file, std::span<const Override> overrides) {
  Faults faults;
  const auto place = file.generic_string();
  const auto layers = load_layers(file, faults);
  if (!layers.whole) {
    Faults ignored;  // a merge misses names that the missing layer may hold
    check_keys_alone(merge_layers(layers.files, overrides, ignored), faults);
    throw_if_any(faults);
  }
  const Value root = merge_layers(layers.files, overrides, faults);
  Scenario scenario = build(root, place, faults);
  read_csv_content(scenario, root, place, faults);
  throw_if_any(faults);
  return scenario;
}

}  // namespace

Checked<Scenario> read_scenario(const fs::path& file, std::span<const Override> overrides) {
  return Checked<Scenario>::vouch(read_or_throw(file, overrides));
}

namespace {

Scenario read_text_or_throw(std::string_view text, const std::string& place,
                            KeysLeftOut left_out = KeysLeftOut::built_in) {
  Faults faults;
  auto root = parse_toml(text, place, faults);
  Scenario scenario;
  if (root && take_format(*root, faults))
    scenario = build(merge_layers({*root}, {}, faults), place, faults, left_out);
  throw_if_any(faults);
  return scenario;
}

}  // namespace

Checked<Scenario> read_scenario_text(std::string_view text, const std::string& place) {
  return Checked<Scenario>::vouch(read_text_or_throw(text, place));
}

Checked<Scenario> read_stored_scenario(std::string_view text, const std::string& place) {
  return Checked<Scenario>::vouch(read_text_or_throw(text, place, KeysLeftOut::absent));
}

Checked<Scenario> check(Scenario scenario) {
  // Printed and read again, so that there is one set of rules.
  const auto read_back = [](const Scenario& printed) {
    try {
      return read_text_or_throw(print_plain(printed), "scenario");
    } catch (const InputError& error) {
      auto issues = error.issues();
      for (auto& issue : issues) issue.line = issue.column = 0;  // of a text that nobody sees
      throw InputError(std::move(issues));
    }
  };
  if (scenario.name.empty()) scenario.name = "scenario";
  Scenario checked = read_back(scenario);
  if (scenario.program_before) {
    Scenario before = scenario;
    before.program = *scenario.program_before;
    checked.program_before = read_back(before).program;
    checked.program_before->site_positions = scenario.program_before->site_positions;
    checked.program_before->site_staffing = scenario.program_before->site_staffing;
  }
  Faults faults;
  read_csv_content(checked, Value{ValueTable{}, {}, {}}, "scenario", faults);
  throw_if_any(faults);
  checked.origins = std::move(scenario.origins);
  return Checked<Scenario>::vouch(std::move(checked));
}

void give_past(Scenario& scenario, const Scenario& baseline) {
  if (!std::isfinite(scenario.program_start_days)) return;
  Program before = baseline.program;
  for (const Site& site : baseline.sites)
    if (site.positions) before.site_positions.emplace(site.name, *site.positions);
  for (const Site& site : baseline.sites)
    if (!site.staffing.empty()) before.site_staffing.emplace(site.name, site.staffing);
  scenario.program_before = std::move(before);
}

namespace {

/// Index of the baseline: the scenario of that name, or the first.
std::size_t baseline_index(const std::vector<Scenario>& scenarios, const std::string& baseline) {
  if (baseline.empty()) return 0;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    if (scenarios[i].name == baseline) return i;
    names.push_back(scenarios[i].name);
  }
  const auto near = nearest(baseline, names);
  throw UsageError(fmt::format("no scenario is named {}{}", toml_string(baseline),
                               near.empty() ? "" : "; the nearest is " + near));
}

void add_once(std::vector<Issue>& issues, const std::vector<Issue>& more) {
  for (const auto& issue : more) {
    const auto text = to_string(issue);
    if (std::none_of(issues.begin(), issues.end(), [&](const Issue& one) { return to_string(one) == text; }))
      issues.push_back(issue);
  }
}

void check_names_differ(std::span<const fs::path> files, const std::vector<Scenario>& scenarios) {
  std::vector<Issue> issues;
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const auto [before, fresh] = first.emplace(scenarios[i].name, i);
    if (!fresh)
      issues.push_back(
          {files[i].generic_string(), 0, 0,
           fmt::format("name is {}; it must differ from that of {}",
                       toml_string(shortened(scenarios[i].name)), files[before->second].generic_string())});
  }
  if (!issues.empty()) throw InputError(std::move(issues));
}

}  // namespace

std::vector<Checked<Scenario>> read_scenarios(std::span<const fs::path> files,
                                              std::span<const Override> overrides,
                                              const std::string& baseline) {
  std::vector<Scenario> scenarios;
  std::vector<Issue> issues;
  for (const auto& file : files) {
    try {
      scenarios.push_back(read_or_throw(file, overrides));
    } catch (const InputError& error) {
      add_once(issues, error.issues());
    }
  }
  if (!issues.empty()) throw InputError(std::move(issues));
  check_names_differ(files, scenarios);
  if (scenarios.empty()) return {};
  const Scenario first = scenarios[baseline_index(scenarios, baseline)];
  std::vector<Checked<Scenario>> checked;
  for (auto& scenario : scenarios) {
    give_past(scenario, first);
    checked.push_back(Checked<Scenario>::vouch(std::move(scenario)));
  }
  return checked;
}

}  // namespace homeward
