#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/measure/run_result.hpp"
#include "sim/measure/sections.hpp"

namespace homeward {
namespace {

/// Letters to insert, delete or replace to get from one word to the other (Levenshtein).
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string_view nearest_outcome(std::string_view name) {
  std::string_view nearest;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const OutcomeInfo& outcome : outcome_table()) {
    const std::size_t distance = edit_distance(name, outcome.name);
    if (distance < least) {
      least = distance;
      nearest = outcome.name;
    }
  }
  return nearest;
}

std::vector<OutcomeInfo> rows_of_sections() {
  std::vector<OutcomeInfo> rows;
  for (const Section& section : sections()) rows.insert(rows.end(), section.rows.begin(), section.rows.end());
  return rows;
}

}  // namespace

std::span<const Section> sections() {
  static const std::array all{entry_cohort_section(),     federal_section(), coaching_section(),
                              naive_evaluation_section(), exits_section(),   queue_section(),
                              workforce_section(),        cost_section(),    whole_run_section()};
  return all;
}

std::span<const OutcomeInfo> outcome_table() {
  static const std::vector<OutcomeInfo> table = rows_of_sections();
  return table;
}

std::size_t outcome_index(std::string_view name) {
  const std::span<const OutcomeInfo> table = outcome_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const OutcomeInfo& row) { return row.name == name; });
  if (found == table.end()) {
    throw UsageError(
        fmt::format("\"{}\" is not an outcome; the nearest name is {}", name, nearest_outcome(name)));
  }
  return static_cast<std::size_t>(found - table.begin());
}

}  // namespace homeward
