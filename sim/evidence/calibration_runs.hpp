#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/score.hpp"
#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// An interrupt came while something was simulated.
struct CalibrationInterrupted {};

/// The base with these values. Throws InputError if they break a rule together.
Checked<Scenario> scenario_at(const Calibration& calibration, std::span<const double> values);

/// Simulates replications first .. first + count - 1 of the base at each vector of values: all columns of
/// simulate_with_published(). Throws RunError if a run fails, CalibrationInterrupted once `stop` is set.
std::vector<std::vector<Simulated>> simulate_vectors(const Calibration& calibration,
                                                     std::span<const std::vector<double>> vectors,
                                                     std::uint32_t first, std::uint32_t count,
                                                     std::size_t threads, std::uint64_t memory_bytes,
                                                     Progress& progress, const std::atomic<bool>& stop);

}  // namespace homeward
