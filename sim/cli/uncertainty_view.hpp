#pragma once

#include <string>

#include "sim/cli/json.hpp"
#include "sim/cli/uncertainty_numbers.hpp"

/// How plans under draws of uncertain parameters are shown: tables for people, data for programs.
namespace homeward {

/// "2 plans × 100 draws × 10 replications".
std::string size_in_words(const UncertaintyStudy& study);

/// Each plan's mean, where its expected value lies with doubt included, and what of a run's spread is doubt,
/// luck or both.
std::string uncertainty_table(const UncertaintyStudy& study);
/// Likewise each plan's difference from the baseline, and how probable it is that the plan is better.
std::string uncertain_differences_table(const UncertaintyStudy& study);
/// Which parameters the doubt about plans or their differences hangs on.
std::string sensitivities_table(const UncertaintyStudy& study, bool of_differences);

/// What the columns mean, and what they cannot tell.
std::string uncertainty_in_words(const UncertaintyStudy& study);
/// What this study cannot tell: its part of uncertainty_in_words(). Empty where there is nothing of the kind.
std::string cautions_in_words(const UncertaintyStudy& study);
std::string sensitivities_in_words();

/// Adds the fields "baseline", "plans", "draws", "replications", "parameters" and "outcomes" to an open
/// object.
void add_uncertainty(JsonWriter& json, const UncertaintyStudy& study);
/// One row a plan and outcome of its difference from the baseline; a line of headings first.
std::string uncertain_differences_csv(const UncertaintyStudy& study);

}  // namespace homeward
