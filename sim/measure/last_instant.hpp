#pragma once

#include "sim/core/units.hpp"

/// The last instant, for everything that measures.
///
/// A run is [start, end) and the window [opening, window end): what happens on the day one of them begins
/// belongs to it, what would happen on the day it ends does not, and the run does not simulate its own last
/// instant. An event counts by a horizon if it happens within it, the horizon's last instant included. So
/// somebody is followed to a horizon only if the run goes on beyond it: a run that ends just then has not
/// simulated that instant.
namespace homeward {

/// Days less apart than this are the same instant. They are sums of many days, each rounded in the 16th
/// digit, so that an event exactly at a horizon may be stored a little after it.
inline constexpr Days same_instant = 1e-7;

/// Whether what happens after these days has happened by the horizon.
constexpr bool happens_within(Days days, Days horizon) {
  return days <= horizon + same_instant;
}

/// Whether a time that the run ends after these days is followed to the horizon.
constexpr bool is_followed_to(Days horizon, Days until_end) {
  return until_end > horizon + same_instant;
}

/// Whether a time has lasted for this long.
constexpr bool has_lasted(Days days, Days length) {
  return days >= length - same_instant;
}

/// Whether the run simulates that day; days that are known ahead, such as a birthday, may lie beyond it.
constexpr bool is_simulated(SimTime day, SimTime end) {
  return day < end;
}

}  // namespace homeward
