#include "output/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "output/checksum.hpp"
#include "output/rows.hpp"
#include "sim/measure/measure.hpp"

namespace homeward::schema {

namespace {

// For the size of blocks and chunks only; trends, seasons and populations that are read may give more or
// fewer.
std::size_t expected_cohort(const Scenario& scenario) {
  return static_cast<std::size_t>(std::ceil(scenario.families.entries_per_year * scenario.run.entry_years));
}

}  // namespace

Axes axes_of(const RunPlan& plan) {
  Axes axes;
  axes.replications = plan.replications;
  for (const auto& planned : plan.scenarios) {
    const Scenario& scenario = planned.scenario.get();
    axes.scenarios.push_back(scenario.name);
    axes.months = std::max(axes.months, months(scenario));
    axes.months_since = std::max(axes.months_since, months_since(scenario));
    axes.cohort_families = std::max(axes.cohort_families, expected_cohort(scenario));
    for (auto& level : trait_level_names(scenario)) {
      if (std::ranges::find(axes.trait_levels, level) == axes.trait_levels.end()) {
        axes.trait_levels.push_back(std::move(level));
      }
    }
  }
  return axes;
}

ScenarioShape shape_of(const Scenario& scenario, const Axes& axes) {
  ScenarioShape shape{.months = months(scenario), .months_since = months_since(scenario), .trait_levels = {}};
  for (const auto& level : trait_level_names(scenario)) {
    const auto place = std::ranges::find(axes.trait_levels, level);
    shape.trait_levels.push_back(static_cast<std::size_t>(place - axes.trait_levels.begin()));
  }
  return shape;
}

std::vector<std::size_t> by_trait_outcomes() {
  std::vector<std::size_t> chosen;
  const auto table = outcome_table();
  for (std::size_t outcome = 0; outcome < table.size(); ++outcome) {
    if (table[outcome].by_trait) chosen.push_back(outcome);
  }
  return chosen;
}

std::string plan_digest(const RunPlan& plan) {
  std::string all;
  for (const auto& planned : plan.scenarios) all += planned.digest + '\n';
  return checksum_text(all);
}

std::string tables_digest() {
  std::string all;
  for (const auto& outcome : outcome_table())
    all += fmt::format("outcome {} {}\n", outcome.name, outcome.by_trait);
  for (const auto& series : series_table()) all += fmt::format("series {}\n", series.name);
  for (const auto& cumulative : cumulative_table()) all += fmt::format("cumulative {}\n", cumulative.event);
  all += "cohort families: first, state, days in care\n";
  for (const auto& column : rows::columns_of<FamilyRow>()) all += fmt::format("family {}\n", column.name);
  all += "groups: traits, sites\n";
  return checksum_text(all);
}

std::string logged_families_text(const RunPlan& plan) {
  return plan.logged_families.empty() ? "all" : fmt::format("{}", fmt::join(plan.logged_families, ","));
}

}  // namespace homeward::schema
