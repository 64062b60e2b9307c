#pragma once

#include <span>
#include <vector>

#include "sim/measure/groups.hpp"
#include "sim/measure/incidence.hpp"

/// How long families wait, of those that joined the queue for a coach.
namespace homeward {

/// Causes that end a wait.
inline constexpr Cause got_coach = 0;
inline constexpr Cause left_without =
    1;  ///< gave up, left care for good, the time of service was over, the program closed

/// Waits of a group. Open waits are censored: their mass is shared out over those that still wait (Efron
/// 1967). What is open to the last counts at the longest wait seen. NaN without anybody, and for the served
/// without a coach.
struct WaitEstimate {
  double mean_on_queue{};  ///< days until a coach or leaving (Kaplan-Meier, every ending an event)
  double p90_on_queue{};   ///< the least wait that nine of ten do not exceed
  double mean_to_coach{};  ///< days of those that get a coach: the subdistribution F(t) / F(inf)
  double p90_to_coach{};   ///< likewise
  double served{};         ///< share that gets a coach: F(inf), leaving without one competing
};

/// [group]
std::vector<WaitEstimate> estimate_waits(std::span<const FollowUp> waits, const Groups& groups);

/// The least-squares slope of the wait on the day of joining, days a day; NaN where joining days do not vary.
double slope_of_wait(std::span<const double> joined, std::span<const double> waits);

}  // namespace homeward
