#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/contrast_runs.hpp"
#include "sim/evidence/score.hpp"
#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// An interrupt came while something was simulated.
struct CalibrationInterrupted {};

/// The base with these values. Throws InputError if they break a rule together.
Checked<Scenario> scenario_at(const Calibration& calibration, std::span<const double> values);

/// Simulates replications first .. first + count - 1 of the base at each vector of values: all columns of
/// simulate_with_published(), NaN where no target is one of them, then those of the contrasts in the order of the targets.
class CalibrationRuns {
 public:
  CalibrationRuns(const Calibration& calibration, std::size_t threads, std::uint64_t memory_bytes);

  /// Throws RunError if a run fails, CalibrationInterrupted once `stop` is set.
  std::vector<std::vector<Simulated>> simulate(std::span<const std::vector<double>> vectors, std::uint32_t first,
                                               std::uint32_t count, Progress& progress, const std::atomic<bool>& stop);
  /// Runs that such a call makes, at most.
  std::size_t runs(std::size_t vectors, std::uint32_t count) const;

 private:
  std::vector<std::vector<Simulated>> simulate_base(std::span<const std::vector<double>> vectors, std::uint32_t first,
                                                    std::uint32_t count, Progress& progress,
                                                    const std::atomic<bool>& stop) const;
  bool has_figures() const;

  const Calibration& calibration_;
  std::size_t threads_;
  std::uint64_t memory_bytes_;
  ContrastRuns contrasts_;
  bool has_contrasts_;
};

}  // namespace homeward
