#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/distribution_kinds.hpp"
#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/nearest.hpp"

/// `[sources]` and `[uncertainty]`: tables whose keys are paths of other keys.
namespace homeward {

namespace {

/// Tells a line about a key that is none.
void tell_unknown_path(const Value& line, std::string_view path, const std::string& about,
                       const Scenario& scenario, Faults& faults) {
  std::string text =
      fmt::format("{} is about {}, which is not a known key", shortened(path, 120), shortened(about));
  if (!faults.full())
    if (const auto near = nearest(about, known_paths(scenario)); !near.empty())
      text += fmt::format("; the nearest is {}", near);
  faults.add(line.key_origin, path, std::move(text));
}

Source read_source(const Value& line, const std::string& path, Faults& faults) {
  Source source;
  if (!is_table(line, path, faults)) return source;
  refuse_others(line, path, {"source", "grade", "range"}, faults);
  for (const auto* key : {"source", "grade"})
    if (line.member(key) == nullptr) faults.add(line.origin, path, fmt::format("{} has no {}", path, key));
  if (const Value* text = line.member("source")) {
    read(*text, join_path(path, "source"), {}, source.text, faults);
    if (text->text() != nullptr && source.text.empty())
      faults.wrong(*text, join_path(path, "source"), "a text that says where the number comes from");
  }
  if (const Value* grade = line.member("grade"))
    if (const auto chosen = read_choice(*grade, join_path(path, "grade"), grade_names, faults))
      source.grade = static_cast<Grade>(*chosen);
  if (const Value* range = line.member("range")) {
    std::vector<double> ends;
    const auto range_path = join_path(path, "range");
    read(*range, range_path, {}, ends, faults);
    if (!faults.any_at(range_path)) {
      if (ends.size() == 2 && ends[0] <= ends[1])
        source.range = {ends[0], ends[1]};
      else
        faults.wrong(*range, range_path, "[low, high]");
    }
  }
  return source;
}

void read_sources(const Value& value, Scenario& scenario, Faults& faults) {
  scenario.sources.clear();
  if (!is_table(value, "sources", faults)) return;
  for (const auto& [key, line] : *value.table()) {
    const auto path = join_path("sources", key);
    if (kind_of_path(scenario, key) == PathKind::unknown)
      tell_unknown_path(line, path, key, scenario, faults);
    Source source = read_source(line, path, faults);
    source.key = key;
    scenario.sources.push_back(std::move(source));
  }
}

/// A distribution must fit what it draws: one number, or all keys of a table.
void check_target(const Value& line, const std::string& path, const std::string& key,
                  const WrittenDistribution& written, const Scenario& scenario, Faults& faults) {
  const bool dirichlet = written.kind->name == "dirichlet";
  const auto kind = kind_of_path(scenario, key);
  const auto numbers = numbers_below(key).size();
  if (kind == PathKind::number && dirichlet)
    faults.add(line.origin, path,
               fmt::format("{} is about one number; a dirichlet draws a table of shares", path));
  else if (kind == PathKind::section && numbers > 0 && !dirichlet)
    faults.add(line.origin, path, fmt::format("{} is about a table; it must be a dirichlet", path));
  else if (kind == PathKind::section && numbers > 0 && numbers != written.parameters[0].size())
    faults.add(line.origin, path,
               fmt::format("{}.concentrations has {} numbers; {} has {} keys", path,
                           written.parameters[0].size(), key, numbers));
  else if (kind == PathKind::other || (kind == PathKind::section && numbers == 0))
    faults.add(line.key_origin, path, fmt::format("{} is about {}, which is not a number", path, key));
}

void read_uncertainty(const Value& value, Scenario& scenario, Faults& faults) {
  scenario.uncertainty.clear();
  if (!is_table(value, "uncertainty", faults)) return;
  for (const auto& [key, line] : *value.table()) {
    const auto path = join_path("uncertainty", key);
    if (kind_of_path(scenario, key) == PathKind::unknown)
      tell_unknown_path(line, path, key, scenario, faults);
    if (!is_table(line, path, faults)) continue;
    const auto written = read_distribution(line, path, uncertainty_distributions(), faults);
    if (!written) continue;
    check_target(line, path, key, *written, scenario, faults);
    UncertainParameter parameter{key, std::string{written->kind->name}, {}};
    for (std::size_t i = 0; i < written->parameters.size(); ++i)
      parameter.parameters.emplace_back(written->kind->parameters[i].name, written->parameters[i]);
    scenario.uncertainty.push_back(std::move(parameter));
  }
}

/// `{ "a" = ..., "b" = ... }` over the lines of a table.
template <typename Line, typename Print>
std::string print_lines(const std::vector<Line>& lines, Print print_line) {
  std::string result = "{";
  for (const auto& line : lines)
    result +=
        fmt::format("{} {} = {}", result.size() > 1 ? "," : "", toml_string(line.key), print_line(line));
  return result + (lines.empty() ? "}" : " }");
}

}  // namespace

std::string print_source(const Source& source) {
  std::string result = fmt::format("{{ source = {}, grade = {}", toml_string(source.text),
                                   toml_string(grade_names[index(source.grade)]));
  if (source.range)
    result += fmt::format(", range = [{}, {}]", print(source.range->first), print(source.range->second));
  return result + " }";
}

std::string print_uncertain(const UncertainParameter& parameter) {
  std::string result = fmt::format("{{ distribution = {}", toml_string(parameter.distribution));
  for (const auto& [name, numbers] : parameter.parameters)
    result += fmt::format(", {} = {}", name,
                          parameter.distribution == "dirichlet" ? print(numbers) : print(numbers.at(0)));
  return result + " }";
}

KeyInfo sources_key() {
  KeyInfo row;
  row.name = "sources";
  row.type = KeyType::mixed;
  row.range = "[sources], see below";
  row.absent = "{}";
  row.meaning = "where each number comes from, and how well it is known";
  row.identifies_run = false;
  row.read = read_sources;
  row.print = [](const Scenario& scenario) { return print_lines(scenario.sources, print_source); };
  return row;
}

KeyInfo uncertainty_key() {
  KeyInfo row;
  row.name = "uncertainty";
  row.type = KeyType::mixed;
  row.range = "[uncertainty], see below";
  row.absent = "{}";
  row.meaning = "what uncertainty analysis draws";
  row.identifies_run = false;
  row.read = read_uncertainty;
  row.print = [](const Scenario& scenario) { return print_lines(scenario.uncertainty, print_uncertain); };
  return row;
}

}  // namespace homeward
