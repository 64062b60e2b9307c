#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "sim/experiment/pipeline.hpp"
#include "sim/experiment/staff_search.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {

/// An interrupt came while something was simulated.
struct StaffInterrupted {};

/// The runs cannot give an outcome that is asked for, whatever the number of positions.
struct OutcomeNotGiven {
  std::size_t outcome{};  ///< index into outcome_table()
  Reason reason{};
};

/// Simulates one scenario's replications first .. first + count - 1 and returns their outcomes; those of
/// waiting are NaN where the queue grows through the window. Throws RunError if a run fails, StaffInterrupted
/// once `stop` is set, OutcomeNotGiven where an outcome of the targets lacks follow-up, or an end of
/// what it counts, that more coaches would not bring.
OutcomeColumns simulate_replications(const Checked<Scenario>& scenario, std::uint64_t seed,
                                     std::uint32_t first, std::uint32_t count, const Simulator& simulator,
                                     const Workers& workers, Progress& progress,
                                     const std::atomic<bool>& stop,
                                     std::span<const StaffTarget> targets = {});

}  // namespace homeward
