#pragma once

#include <algorithm>

#include "sim/core/catalogs.hpp"
#include "sim/measure/incidence.hpp"
#include "sim/measure/last_instant.hpp"
#include "sim/measure/stays.hpp"

/// Times at risk of a child, made from its stays.
namespace homeward {

constexpr Cause cause_of(ExitKind kind) {
  return static_cast<Cause>(kind);
}

/// A permanent home, as federal measurement counts it: with the parents, adoptive parents, a guardian or a
/// relative.
inline constexpr Causes permanency =
    cause_set(cause_of(ExitKind::reunified)) | cause_set(cause_of(ExitKind::adopted)) |
    cause_set(cause_of(ExitKind::guardianship)) | cause_set(cause_of(ExitKind::relative));

/// Causes that end the time at risk of coming back into care.
inline constexpr Cause came_back = 0;
inline constexpr Cause cannot_come_back = 1;  ///< turned adult, or left in a way that has no return

/// From a day to what happened on `until` (forever: nothing), seen up to the end of the run
/// (last_instant.hpp).
inline FollowUp follow_up(const Stay& stay, SimTime from, SimTime until, Cause cause, SimTime end) {
  const Days potential = end - from;
  const bool seen = is_simulated(until, end);
  return {seen ? until - from : potential, potential, static_cast<std::uint32_t>(stay.family),
          static_cast<std::uint8_t>(stay.child), seen ? cause : censored};
}

/// From a day of the stay to the child's exit; the causes are the exit kinds.
inline FollowUp until_exit(const Stay& stay, SimTime from, SimTime end) {
  return follow_up(stay, from, stay.exit, cause_of(stay.kind), end);
}

/// From the child's exit to its next removal, or to the day it turns adult at home.
inline FollowUp until_reentry(const Stay& stay, SimTime end) {
  return stay.next_removal < forever
             ? follow_up(stay, stay.exit, stay.next_removal, came_back, end)
             : follow_up(stay, stay.exit, std::max(stay.turns_adult, stay.exit), cannot_come_back, end);
}

}  // namespace homeward
