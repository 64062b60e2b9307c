#pragma once

#include <vector>

#include "sim/core/units.hpp"
#include "sim/random/draws.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// Entry days of families 1, 2, ... before `end`: family i enters at the inverse of the cumulative rate at
/// E_1 + ... + E_i, so that a change of rate moves entries but renumbers nobody. The rate is
/// entries_per_year, times the season of the month (scaled to a mean of 1), times (1 + trend)^(years from the
/// opening); before `trend_from_years` it is constant, and at the opening always entries_per_year.
std::vector<SimTime> entry_days(const Families& families, SimTime start, SimTime end, const Draws& draws);

}  // namespace homeward
