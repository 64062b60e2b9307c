#pragma once

#include <span>
#include <string>
#include <vector>

#include "output/results_file.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/row_choice.hpp"
#include "sim/cli/study_numbers.hpp"

namespace homeward {

/// The lines as a table for people: outcomes under the population they count, means, 95 % intervals and, with
/// several scenarios, differences from the baseline. Of many scenarios only some rows are shown, see
/// RowLimit.
std::string summary_table(const StudyNumbers& study, std::span<const SummaryLine> lines,
                          const RowLimit& limit = {});

/// "2 scenarios × 40 replications", and how many are in the file where that is more.
std::string size_text(const StudyNumbers& study);

/// "us-baseline: 38 of 40 runs, 1 failed" for the first scenarios that lack runs; "" if none does.
std::string missing_runs_text(const StudyNumbers& study);

/// "short: the number of families in care rises by 3.1 % through the window, ..." for the first scenarios
/// whose stock drifts; "" if none does.
std::string drifts_text(const StudyNumbers& study);

/// The first failed runs with their reason and the command that simulates each again; "" if none failed.
std::string failures_text(std::span<const ResultsFile::Failure> failures);

/// Adds the fields "scenarios" and "outcomes" to an open object.
void add_summary(JsonWriter& json, const StudyNumbers& study, std::span<const SummaryLine> lines);

/// Every outcome: indices into outcome_table().
std::vector<std::size_t> all_outcomes();

/// The handful of outcomes that a planner looks at first: indices into outcome_table().
std::vector<std::size_t> key_outcomes();

}  // namespace homeward
