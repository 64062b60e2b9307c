#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// What some runs of a plan took, simulated one after the other and thrown away.
struct Pilot {
  std::size_t runs{};
  std::size_t failed{};
  double seconds_per_run{};
  std::uint64_t stored_bytes_per_run{};  ///< before compression
  std::uint64_t memory_bytes_per_run{};
};

/// Simulates a handful of the runs, spread over them evenly, for about ten seconds at most. Nothing if there
/// are none.
std::optional<Pilot> fly_pilot(const RunPlan& plan, std::span<const std::size_t> runs,
                               const Simulator& simulator);

/// What a study is expected to take.
struct Forecast {
  std::optional<Pilot> pilot;
  std::optional<double> seconds;  ///< on the threads asked for; nothing without a pilot
  std::uint64_t memory_bytes{};   ///< at most
  std::uint64_t stored_bytes{};   ///< of the whole results file, before compression
};

Forecast forecast(const RunPlan& plan, std::span<const std::size_t> missing, std::size_t threads,
                  std::optional<Pilot> pilot);

/// Memory that runs in flight may take together: half of the machine's.
std::uint64_t memory_for_runs();

}  // namespace homeward
