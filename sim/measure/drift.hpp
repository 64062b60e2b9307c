#pragma once

#include <span>
#include <string>

#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// Whether the stock of families in care still fills up, or empties, through the window of a scenario that is
/// meant to be stationary.
namespace homeward {

/// Least-squares slope of the families in care as each month of the window opens, times the window; NaN
/// where fewer than two months open in it.
double in_care_rise(const RunRecord& run);

/// Whether what a scenario says may make the stock change through the window: a trend or a season of entries,
/// entries out of a file, which may have their days, or a program whose staffing or start changes before the
/// window ends.
bool stock_may_change(const Scenario& scenario);

/// Smallest drift that is spoken of, as a share of the stock.
inline constexpr double least_drift = 0.01;

/// The mean rise through the window over the mean stock, where random variation does not explain it
/// (two-sided t test over the runs at 1 %) and it is least_drift or more; NaN elsewhere, and of fewer than
/// two runs. `rises`, `in_care` [run]: in_care_rise and the outcome families_in_care; runs with a NaN are
/// left out.
double in_care_drift(std::span<const double> rises, std::span<const double> in_care);

/// "the families in care rise by 3.1 % through the window ..."; "" where there is no drift (NaN).
std::string drift_text(double drift);

}  // namespace homeward
