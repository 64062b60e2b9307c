#pragma once

#include <cstddef>
#include <string>

#include "sim/cli/compare_numbers.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/row_choice.hpp"
#include "sim/evidence/evidence_register.hpp"

/// How `compare` shows what it found: words first, then tables; or data for programs.
namespace homeward {

/// Plans told in words; studies of many points have tables only for the rest.
inline constexpr std::size_t most_plans_in_words = 8;

/// Who changes under each plan, in sentences; for each plan three.
std::string families_in_words(const Comparisons& all);

/// Differences with their intervals, and how sure it is that a plan is better.
std::string differences_table(const Comparisons& all, const RowLimit& limit = {});

/// What common random numbers saved in runs, and what they cannot make the same.
std::string audit_table(const Comparisons& all, const RowLimit& limit = {});
std::string audit_in_words();

/// What the intervals, shares and confidences mean, and how they allow for many plans.
std::string intervals_in_words(const Comparisons& all);

std::string sources_in_words(const EffectSources& sources);
/// Of a study under draws the assumptions that no draw moves: what coaching and services do by name, the
/// others counted. Empty where there are none.
std::string held_fixed_in_words(const EvidenceRegister& evidence);
/// How many numbers are assumptions, where they stand, and how to find out which of them matter. Empty where
/// the file has no register.
std::string assumptions_in_words(const EvidenceRegister& evidence, const std::string& file);

/// Adds the fields "baseline", "simultaneous", "drifts", "differences", "families" and "not_synchronised" to
/// an open object.
void add_comparisons(JsonWriter& json, const Comparisons& all);

/// One row a plan and outcome, then one a plan and change of families; a line of headings first.
std::string comparisons_csv(const Comparisons& all);

}  // namespace homeward
