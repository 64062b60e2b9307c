#pragma once

#include <string>
#include <string_view>

#include "sim/cli/numbers.hpp"
#include "sim/measure/paired.hpp"
#include "sim/measure/run_result.hpp"

/// How tables for people write outcomes, intervals and differences.
namespace homeward {

/// Whether its differences are the plan over the baseline.
bool is_ratio(const OutcomeInfo& outcome);

/// "reunified_12_months, %".
std::string name_with_unit(const OutcomeInfo& outcome);

/// "31.2 to 33.0"; "–" where there is none.
std::string interval_text(double low, double high, Style style);

/// Bounds of a difference: "+1.2 to +2.4"; of ratios "1.02 to 1.08"; "–" where there are none.
std::string difference_bounds(const OutcomeInfo& outcome, Bounds bounds);

/// "+1.8 (+1.2 to +2.4)"; of ratios "×1.05 (1.02 to 1.08)".
std::string difference_text(const OutcomeInfo& outcome, const PairedEstimate& difference);

/// Which direction is better for families: "higher", "lower" or "neither".
std::string_view better_name(const OutcomeInfo& outcome);

}  // namespace homeward
