#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace homeward {

using SimTime = double;  ///< days from the opening of the cohort window (day 0, a 1 October); may be negative
using Days = double;     ///< a length of time, in days
using Dollars = double;  ///< money, in dollars of `costs.price_year`
using Hours = double;    ///< working time, in hours

inline constexpr Days days_per_year = 365.25;
inline constexpr Days days_per_month = days_per_year / 12;
inline constexpr Days days_per_week = 7.0;
inline constexpr Days days_per_half_year = days_per_year / 2;  // 182.625, exact in binary
inline constexpr double forever = std::numeric_limits<double>::infinity();

using FamilyNumber = std::uint32_t;  ///< program-wide, 1.. in order of entry
using SiteIndex = std::uint16_t;     ///< 0.. in the order of the scenario's `[[sites]]`

}  // namespace homeward
