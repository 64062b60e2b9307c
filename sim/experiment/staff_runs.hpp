#pragma once

#include <atomic>
#include <cstdint>

#include "sim/experiment/pipeline.hpp"
#include "sim/experiment/staff_search.hpp"

namespace homeward {

/// An interrupt came while something was simulated.
struct StaffInterrupted {};

/// Simulates one scenario's replications first .. first + count - 1 and returns their outcomes; those of
/// waiting are NaN where the queue grows through the window. Throws RunError if a run fails, StaffInterrupted
/// once `stop` is set.
OutcomeColumns simulate_replications(const Checked<Scenario>& scenario, std::uint64_t seed,
                                     std::uint32_t first, std::uint32_t count, const Simulator& simulator,
                                     const Workers& workers, Progress& progress,
                                     const std::atomic<bool>& stop);

}  // namespace homeward
