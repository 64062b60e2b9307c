#include "output/run_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "output/rows.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {
namespace {

using Names = std::vector<std::string>;

constexpr std::array<std::pair<std::string_view, Names RunTables::*>, 9> parts{{
    {"outcomes", &RunTables::outcomes},
    {"definitions", &RunTables::definitions},
    {"diagnostics", &RunTables::diagnostics},
    {"by_trait", &RunTables::by_trait},
    {"series", &RunTables::series},
    {"cumulative", &RunTables::cumulative},
    {"cohort", &RunTables::cohort},
    {"families", &RunTables::families},
    {"events", &RunTables::events},
}};

template <typename Row>
Names column_names() {
  Names names;
  for (const auto& column : rows::columns_of<Row>()) names.push_back(column.name);
  return names;
}

RunTables make_own() {
  RunTables own;
  for (const auto& outcome : outcome_table()) {
    own.outcomes.emplace_back(outcome.name);
    if (!outcome.changed_in.empty())
      own.definitions.push_back(fmt::format("{}={}", outcome.name, outcome.changed_in));
    if (outcome.by_trait) own.by_trait.emplace_back(outcome.name);
  }
  for (const auto& diagnostic : diagnostic_table()) own.diagnostics.emplace_back(diagnostic.name);
  for (const auto& series : series_table()) own.series.emplace_back(series.name);
  for (const auto& cumulative : cumulative_table()) own.cumulative.emplace_back(cumulative.event);
  own.cohort = {"first_cohort_family", "cohort_family_state", "cohort_family_days_in_care"};
  own.families = column_names<FamilyRow>();
  own.events = column_names<EventRow>();
  return own;
}

void add_missing(Names& result, const Names& wanted, const Names& there) {
  for (const auto& name : wanted)
    if (std::ranges::find(there, name) == there.end()) result.push_back(name);
}

/// Outcomes whose present definition is not that of the stored runs.
void add_changed(Names& result, const Names& wanted, const Names& there) {
  Names changed;
  add_missing(changed, wanted, there);
  for (const auto& definition : changed) {
    auto name = definition.substr(0, definition.find('='));
    if (std::ranges::find(result, name) == result.end())
      result.push_back(std::move(name) + " as it is defined now");
  }
}

/// Values that stand name after name, each with equally many, in the order of other names.
template <typename T>
void reorder(std::vector<T>& values, const Names& from, const Names& to) {
  if (from == to || from.empty() || values.size() % from.size() != 0) return;
  const auto each = static_cast<std::ptrdiff_t>(values.size() / from.size());
  std::vector<T> ordered;
  ordered.reserve(to.size() * static_cast<std::size_t>(each));
  for (const auto& name : to) {
    const auto place = std::ranges::find(from, name);
    if (place == from.end()) return;
    const auto first = values.begin() + (place - from.begin()) * each;
    ordered.insert(ordered.end(), first, first + each);
  }
  values = std::move(ordered);
}

}  // namespace

const RunTables& own_tables() {
  static const RunTables own = make_own();
  return own;
}

std::vector<std::string> lacking(const RunTables& there, RecordLevel record) {
  const auto& own = own_tables();
  Names result;
  add_missing(result, own.outcomes, there.outcomes);
  add_changed(result, own.definitions, there.definitions);
  add_missing(result, own.diagnostics, there.diagnostics);
  for (const auto& name : own.by_trait)
    if (std::ranges::find(there.by_trait, name) == there.by_trait.end() &&
        std::ranges::find(result, name) == result.end())
      result.push_back(name + " by trait");
  if (record >= RecordLevel::series) {
    add_missing(result, own.series, there.series);
    add_missing(result, own.cumulative, there.cumulative);
    add_missing(result, own.cohort, there.cohort);
  }
  if (record >= RecordLevel::families && there.families != own.families)
    result.emplace_back("the rows of families");
  if (record >= RecordLevel::events && there.events != own.events) result.emplace_back("the rows of events");
  return result;
}

RunResult in_own_tables(RunResult run, const RunTables& from) {
  const auto& own = own_tables();
  reorder(run.outcomes, from.outcomes, own.outcomes);
  reorder(run.reasons, from.outcomes, own.outcomes);
  reorder(run.diagnostics, from.diagnostics, own.diagnostics);
  reorder(run.by_trait, from.by_trait, own.by_trait);
  reorder(run.series, from.series, own.series);
  reorder(run.cumulative, from.cumulative, own.cumulative);
  reorder(run.at_risk, from.cumulative, own.cumulative);
  return run;
}

std::string tables_text(const RunTables& tables) {
  std::string text;
  for (const auto& [title, names] : parts)
    text += fmt::format("{} {}\n", title, fmt::join(tables.*names, " "));
  return text + '\n';
}

std::optional<RunTables> read_tables(std::string_view text) {
  std::istringstream lines{std::string(text)};
  RunTables tables;
  for (const auto& [title, names] : parts) {
    std::string line, name;
    if (!std::getline(lines, line)) return std::nullopt;
    std::istringstream words(line);
    if (!(words >> name) || name != title) return std::nullopt;
    while (words >> name) (tables.*names).push_back(name);
  }
  return tables;
}

}  // namespace homeward
