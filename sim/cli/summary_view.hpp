#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/cli/json.hpp"
#include "sim/cli/study_numbers.hpp"

namespace homeward {

/// The lines as a table for people: outcomes under the population they count, means, 95 % intervals and, with
/// several scenarios, differences from the baseline.
std::string summary_table(const StudyNumbers& study, std::span<const SummaryLine> lines);

/// "2 scenarios × 40 replications", and how many are in the file where that is more.
std::string size_text(const StudyNumbers& study);

/// "us-baseline: 38 of 40 runs, 1 failed" for each scenario that lacks runs; "" if none does.
std::string missing_runs_text(const StudyNumbers& study);

/// Adds the fields "scenarios" and "outcomes" to an open object.
void add_summary(JsonWriter& json, const StudyNumbers& study, std::span<const SummaryLine> lines);

/// Every outcome: indices into outcome_table().
std::vector<std::size_t> all_outcomes();

/// The handful of outcomes that a planner looks at first: indices into outcome_table().
std::vector<std::size_t> key_outcomes();

}  // namespace homeward
