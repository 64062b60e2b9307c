#pragma once

#include <vector>

#include "sim/core/units.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// The first calendar hearing strictly after `now` of an episode that began on `removal`: the first hearing, the
/// disposition, reviews at the review interval, permanency hearings at 12 months and every 12 months again. What falls
/// on the same day is one hearing. `forever` if the court does not decide (gate off).
SimTime next_calendar_hearing(const Court& court, SimTime removal, SimTime now);

/// A stay in placement, trial visits left out.
struct Stay {
  SimTime from{};
  SimTime to{};
};

/// When the petition to end parental rights is due for a family placed since `placed_since`: the first day from then on
/// with `petition_after_days` in placement within the last `petition_window_days`, if the family stays placed.
/// `earlier`: past stays in order, of this and former episodes.
SimTime petition_day(const Court& court, const std::vector<Stay>& earlier, SimTime placed_since);

}  // namespace homeward
