#include "sim/population/entries.hpp"

#include <cmath>
#include <numeric>

namespace homeward {

namespace {

/// The rate of entries over one stretch with a constant season: rate0 * exp(growth * t), t from the opening.
struct Stretch {
  double rate0;
  double growth;

  double integral(SimTime a, SimTime b) const {
    if (growth == 0.0) return rate0 * (b - a);
    return rate0 * std::exp(growth * a) * std::expm1(growth * (b - a)) / growth;
  }
  /// The day at which `amount` has gathered since a.
  SimTime reach(SimTime a, double amount) const {
    if (!(rate0 > 0)) return forever;
    if (growth == 0.0) return a + amount / rate0;
    const double x = amount * growth / (rate0 * std::exp(growth * a));
    return x > -1 ? a + std::log1p(x) / growth : forever;
  }
};

}  // namespace

std::vector<SimTime> entry_days(const Families& families, SimTime start, SimTime end, const Draws& draws) {
  std::vector<SimTime> days;
  if (!(families.entries_per_year > 0)) return days;
  const double growth = std::log1p(families.trend_per_year) / days_per_year;
  const SimTime trend_from = families.trend_from_years * days_per_year;
  // The rate at the opening is entries_per_year, also of a trend that begins after it.
  const double rate = families.entries_per_year / days_per_year * std::exp(-growth * std::max(0.0, trend_from));
  days.reserve(static_cast<std::size_t>(rate * (end - start) * 1.1) + 16);
  const auto& season = families.seasonality;
  const double season_mean = season.empty() ? 1
                                            : std::accumulate(season.begin(), season.end(), 0.0) /
                                                  static_cast<double>(season.size());

  double gathered_before = 0;  // cumulative rate at `from`
  double target = draws.threshold(1, Purpose::entry_gap);
  SimTime from = start;
  auto month = static_cast<long>(std::floor(start / days_per_month));
  while (from < end) {
    const SimTime month_ends = static_cast<double>(month + 1) * days_per_month;
    const bool constant = growth != 0 && from < trend_from;
    SimTime to = season.empty() ? end : std::min(end, month_ends);
    if (constant) to = std::min(to, trend_from);
    const double factor =
        season.empty() ? 1 : season[static_cast<std::size_t>((month % 12 + 12) % 12)] / season_mean;
    const Stretch stretch =
        constant ? Stretch{rate * factor * std::exp(growth * trend_from), 0} : Stretch{rate * factor, growth};
    const double gathered = gathered_before + stretch.integral(from, to);
    while (target <= gathered) {
      const SimTime day = std::min(stretch.reach(from, target - gathered_before), to);
      if (day >= end) return days;
      days.push_back(day);
      target += draws.threshold(static_cast<FamilyNumber>(days.size() + 1), Purpose::entry_gap);
    }
    gathered_before = gathered;
    from = to;
    if (from >= month_ends) ++month;
  }
  return days;
}

}  // namespace homeward
