#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/measure/run_result.hpp"
#include "sim/measure/sections.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {
namespace {

/// What was meant, or nothing where no name comes near.
std::string hint(std::string_view name) {
  std::vector<std::string> known;
  for (const OutcomeInfo& outcome : outcome_table()) known.emplace_back(outcome.name);
  const std::string meant = nearest(name, known);
  return meant.empty() ? "" : fmt::format("; did you mean {}?", meant);
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
                              workforce_section(),        cost_section(),    totals_section(),
                              whole_run_section()};
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
    throw UsageError(fmt::format("\"{}\" is not an outcome{}", name, hint(name)));
  }
  return static_cast<std::size_t>(found - table.begin());
}

std::string needs_text(const Needs& needs) {
  std::vector<std::string> words;
  if (needs.months_after > 0) words.push_back(fmt::format("follow_up={}_months", needs.months_after));
  if (needs.days_after > 0) words.push_back(fmt::format("follow_up={}_days", needs.days_after));
  if (needs.equal_periods) words.emplace_back("equal_periods");
  if (needs.ended_visits) words.emplace_back("ended_visits");
  if (needs.ended_waits) words.emplace_back("ended_waits");
  if (needs.ended_spells) words.emplace_back("ended_spells");
  if (needs.steady_queue) words.emplace_back("steady_queue");
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace homeward
