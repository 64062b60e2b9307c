#include "sim/measure/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/measure/identification.hpp"
#include "sim/measure/least_squares.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double sure_of_drift = 0.99;

}  // namespace

double in_care_rise(const RunRecord& run) {
  const auto& counts = run.stock[index(Stock::families_in_care)];
  Column days, stock;
  for (std::size_t month = 0; month < counts.size(); ++month) {
    const SimTime day = static_cast<double>(month) * days_per_month;
    if (!(day < run.window_end)) break;
    days.push_back(day);
    stock.push_back(static_cast<double>(counts[month]));
  }
  if (days.size() < 2) return nan;
  const Scaled by_day = scaled(std::move(days));
  const auto n = static_cast<double>(stock.size());
  return product(by_day.values, stock) / (n - 1) / by_day.sd * run.window_end;
}

bool stock_may_change(const Scenario& scenario) {
  const auto acts = [&](SimTime day) { return day > scenario.start() && day < scenario.window_end(); };
  return changes_in_window(scenario) || !scenario.families.seasonality.empty() ||
         !scenario.families.csv.empty() || (scenario.program_before && acts(scenario.program_start_days)) ||
         std::ranges::any_of(scenario.program.coaches.staffing, acts, &StaffingChange::date_days);
}

double in_care_drift(std::span<const double> rises, std::span<const double> in_care) {
  std::vector<double> known;
  double stock = 0;
  for (std::size_t run = 0; run < rises.size(); ++run) {
    if (std::isnan(rises[run]) || std::isnan(in_care[run])) continue;
    known.push_back(rises[run]);
    stock += in_care[run];
  }
  const auto n = static_cast<double>(known.size());
  if (known.size() < 2 || !(stock > 0)) return nan;
  double rise = 0;
  for (const double value : known) rise += value / n;
  double squares = 0;
  for (const double value : known) squares += (value - rise) * (value - rise);
  const double error = std::sqrt(squares / (n - 1) / n);
  const double beyond = boost::math::quantile(boost::math::students_t(n - 1), (1 + sure_of_drift) / 2);
  const double drift = rise / (stock / n);
  return std::abs(drift) >= least_drift && std::abs(rise) > error * beyond ? drift : nan;
}

std::string drift_text(double drift) {
  if (std::isnan(drift)) return "";
  return fmt::format(
      "the number of families in care {} by {:.1f} % through the window, more than random variation "
      "explains: "
      "the run does not start stationary; a longer run.warm_up_years does",
      drift > 0 ? "rises" : "falls", 100 * std::abs(drift));
}

}  // namespace homeward
