#include "sim/evidence/fitted_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "sim/evidence/calibration_runs.hpp"
#include "sim/evidence/parameter_space.hpp"
#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

namespace {

std::string inline_toml(const Value& value) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (const auto* table = value.table()) {
    for (const auto& [key, member] : *table) add(fmt::format("{} = {}", path_part(key), inline_toml(member)));
    return fmt::format("{{ {} }}", text);
  }
  if (const auto* list = value.list()) {
    for (const auto& element : *list) add(inline_toml(element));
    return fmt::format("[{}]", text);
  }
  if (value.text() != nullptr) return toml_string(*value.text());
  return value.is_number() ? fmt::format("{}", value.number()) : show(value);
}

/// The scenario key that a path is or lies below: a distribution is replaced whole, so it is written whole.
std::string key_of(const std::vector<std::string>& path) {
  std::string name;
  for (const auto& part : path) {
    name = join_path(name, part);
    if (find_key(name) != nullptr) break;
  }
  return name;
}

/// What the fit writes: keys, and elements of lists of tables ("traits", "age").
struct Written {
  std::set<std::string> keys;
  std::set<std::pair<std::string, std::string>> elements;
};

Written written_by(const Calibration& calibration) {
  Written written;
  const auto add = [&](const std::vector<std::string>& path) {
    if (path.empty()) return;
    if (path.front() == "traits" || path.front() == "sites")
      written.elements.emplace(path.front(), path[1]);
    else
      written.keys.insert(key_of(path));
  };
  for (const auto& parameter : calibration.parameters) {
    add(parameter.path);
    add(parameter.rest_path);
  }
  return written;
}

/// One element of a list of tables, as the scenario has it.
std::string element_text(const Scenario& scenario, const std::string& list, const std::string& name) {
  const Value all = parse_typed_value(find_key(list)->print(scenario), {});
  const auto& elements = *all.list();
  const auto found =
      std::find_if(elements.begin(), elements.end(), [&](const Value& one) { return name_of(one) == name; });
  std::string text = fmt::format("\n[[{}]]\n", list);
  for (const auto& [key, member] : *found->table())
    text += fmt::format("{} = {}\n", path_part(key), inline_toml(member));
  return text;
}

/// Where the numbers of a key come from: what was fitted in it, and how far the set lets it move.
std::string source_line(const Calibration& calibration, const PlausibleSet& set, const std::string& key) {
  const auto fitted_targets = std::count_if(calibration.targets.begin(), calibration.targets.end(),
                                            [](const auto& target) { return target.weight > 0; });
  const auto all = spreads(calibration, set);
  std::string ranges;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& parameter = calibration.parameters[i];
    if (!is_at_or_below(parameter.key, key)) continue;
    const auto what = parameter.key == key ? std::string() : parameter.key.substr(key.size() + 1) + " ";
    ranges += fmt::format("{}{}{:.3g} to {:.3g}", ranges.empty() ? "" : ", ", what, all[i].low, all[i].high);
  }
  if (!ranges.empty()) ranges = fmt::format("; vectors that fit have {}", ranges);
  const auto source = fmt::format("Fitted to {} published figures together by homeward calibrate ({}){}",
                                  fitted_targets, calibration.name, ranges);
  return fmt::format("{} = {{ source = {}, grade = \"published_elsewhere\" }}\n", toml_string(key),
                     toml_string(source));
}

std::string path_to_base(const Calibration& calibration, const std::filesystem::path& file) {
  std::error_code fault;
  const auto folder = std::filesystem::absolute(file).parent_path();
  const auto path = std::filesystem::relative(calibration.base_file, folder, fault);
  return (fault || path.empty() ? calibration.base_file : path).generic_string();
}

}  // namespace

std::string fitted_scenario_text(const Calibration& calibration, const Fit& fit, const PlausibleSet& set,
                                 const std::filesystem::path& file) {
  const auto scenario = scenario_at(calibration, fit.best.values);
  const auto written = written_by(calibration);
  std::string text = fmt::format(
      "# Made by homeward calibrate ({}), seed {}, {} replications a vector.\n"
      "format = 1\nextends = {}\ntitle = {}\n\n",
      calibration.name, calibration.seed, calibration.replications,
      toml_string(path_to_base(calibration, file)),
      toml_string(fmt::format("{}, calibrated", calibration.base->scenario()->title)));
  for (const auto& key : written.keys) text += fmt::format("{} = {}\n", key, find_key(key)->print(*scenario));
  for (const auto& [list, name] : written.elements) text += element_text(*scenario, list, name);
  text += "\n[sources]\n";
  for (const auto& key : written.keys) text += source_line(calibration, set, key);
  for (const auto& [list, name] : written.elements)
    text += source_line(calibration, set, join_path(list, name));
  return text;
}

std::string fitted_study_text(const Calibration& calibration, const PlausibleSet& set,
                              const std::string& base) {
  std::string text = fmt::format(
      "# Made by homeward calibrate ({}): vectors that fit about equally well, {} of {} tried.\n"
      "format = 1\ntitle = {}\nbase = {}\ndesign = \"list\"\n",
      calibration.name, set.kept.size(), set.tried, toml_string(calibration.name + ", vectors that fit"),
      toml_string(base));
  std::vector<std::vector<Setting>> settings;
  for (const auto& vector : set.kept) settings.push_back(settings_of(calibration, vector.values));
  for (std::size_t factor = 0; factor < settings.front().size(); ++factor) {
    std::string key;
    for (const auto& part : settings.front()[factor].path) key = join_path(key, part);
    text += fmt::format("\n[[factor]]\nkey = {}\nrole = \"uncertainty\"\nvalues = [", toml_string(key));
    for (std::size_t i = 0; i < settings.size(); ++i)
      text += fmt::format("{}{}", i == 0 ? "" : ", ", number_text(settings[i][factor].value.number()));
    text += "]\n";
  }
  return text;
}

}  // namespace homeward
