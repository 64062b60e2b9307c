#include "sim/model/court.hpp"

#include <algorithm>
#include <cstdint>

namespace homeward {

namespace {

/// First multiple of `step` from `origin` strictly after now.
SimTime next_multiple(SimTime origin, Days step, SimTime now) {
  auto k = std::max(1.0, static_cast<double>(static_cast<std::int64_t>((now - origin) / step)));
  while (origin + k * step <= now) ++k;
  return origin + k * step;
}

}  // namespace

SimTime next_calendar_hearing(const Court& court, SimTime removal, SimTime now) {
  if (!court.gate) return forever;
  SimTime next = next_multiple(removal, court.review_interval_days, now);
  if (court.permanency_hearing_days != court.review_interval_days) {
    next = std::min(next, next_multiple(removal, court.permanency_hearing_days, now));
  }
  for (const Days day : {court.first_hearing_days, court.disposition_days}) {
    if (removal + day > now) next = std::min(next, removal + day);
  }
  return next;
}

SimTime petition_day(const Court& court, const std::vector<Stay>& earlier, SimTime placed_since) {
  // A window that is shorter than the stay it asks for never holds it.
  if (!court.gate || court.petition_window_days < court.petition_after_days) return forever;
  if (earlier.empty()) return placed_since + court.petition_after_days;
  // Days in placement within the window ending at t, given placement from `placed_since` on.
  const auto placed_days = [&](SimTime t) {
    double days = t - std::max(placed_since, t - court.petition_window_days);
    for (const Stay& stay : earlier) {
      days += std::max(0.0, std::min(stay.to, t) - std::max(stay.from, t - court.petition_window_days));
    }
    return days;
  };
  // The count never falls while the family stays placed: days that leave the window at its far end are made
  // up for by the days that enter it, so the first day that meets the rule is found by bisection.
  SimTime low = placed_since;
  SimTime high = placed_since + court.petition_after_days;  // by then the stay alone is long enough
  if (placed_days(low) >= court.petition_after_days) return low;
  for (int i = 0; i < 60 && high - low > 1e-6; ++i) {
    const SimTime middle = (low + high) / 2;
    (placed_days(middle) >= court.petition_after_days ? high : low) = middle;
  }
  return high;
}

}  // namespace homeward
