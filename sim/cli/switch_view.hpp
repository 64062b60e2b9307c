#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/json.hpp"
#include "sim/cli/uncertainty_numbers.hpp"

/// How the assumptions that matter are shown: which they are, and where the plan to prefer would change.
namespace homeward {

/// Drawn numbers (places among those of the study) whose effect on a shown outcome, or on its difference from
/// the baseline, is told from none, with the largest such effect in standard deviations; the largest first.
std::vector<std::pair<std::size_t, double>> what_matters_most(const UncertaintyStudy& study,
                                                              bool of_differences);

/// A switch point within the range drawn, certain or possible, in words.
struct SwitchInWords {
  const OutcomeInfo* outcome{};
  std::size_t pair{};
  std::string parameter, grade;
  std::string point;         ///< with its interval
  std::string drawn;         ///< range
  std::string below, above;  ///< plan to prefer, or "not told"
};
/// [outcome, pair, number]
std::vector<SwitchInWords> switches_in_range(const UncertaintyStudy& study);

/// Which drawn numbers the shown outcomes (or their differences) hang on most, assumptions first. Empty where
/// no effect is told.
std::string what_matters_in_words(const UncertaintyStudy& study, bool of_differences);

/// Where the plan to prefer would change: the switch points within the ranges drawn, and how many numbers
/// have none.
std::string switches_table(const UncertaintyStudy& study);
std::string switches_in_words(const UncertaintyStudy& study);

/// Whether any plan has more draws than numbers to tell apart, and some; else a caution that says how many it
/// takes. Empty where there are enough.
std::string too_few_draws_in_words(const UncertaintyStudy& study);

/// Adds the field "switch_points" to an open object: those that are told, one for each outcome, pair and
/// parameter.
void add_switches(JsonWriter& json, const UncertaintyStudy& study);

}  // namespace homeward
