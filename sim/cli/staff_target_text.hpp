#pragma once

#include <string>
#include <string_view>

#include "sim/experiment/staff_target.hpp"

/// Targets as people type and read them.
namespace homeward {

/// "mean_days_to_first_coach <= 14", "reunified_12_months >= 35%", "cost_coaches < $20e6". The unit (%, days,
/// d, hours, h, $, usd) may be left out; it must be the outcome's. Throws UsageError, with the nearest
/// outcome for an unknown one, and for a share above 1 without its %.
StaffTarget parse_target(const std::string& text);

/// "<=", ">=", "<" or ">".
std::string_view sign_of(TargetComparison comparison);

/// "mean_days_to_first_coach <= 14 days", "reunified_12_months >= 35 %".
std::string target_text(const StaffTarget& target);

}  // namespace homeward
