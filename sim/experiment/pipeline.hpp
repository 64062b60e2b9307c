#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "sim/experiment/run_list.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/run_sink.hpp"

namespace homeward {

/// Simulates and measures one run of a plan. Must be a pure function of its arguments: called from many
/// threads.
using Simulator = std::function<RunResult(const RunPlan& plan, RunId run)>;

/// The simulator of the model: sim/model's `simulate`, then sim/measure's `measure`.
RunResult simulate_and_measure(const RunPlan& plan, RunId run);

/// What a progress display may read while runs go on. Written by many threads; never affects a result.
struct Progress {
  std::atomic<std::size_t> runs_done{0};
  std::atomic<std::size_t> runs_failed{0};
  std::atomic<std::uint64_t> events{0};
  std::atomic<std::uint64_t> simulation_microseconds{0};  ///< summed over threads
};

/// How runs are shared out. No member changes a result.
struct Workers {
  std::size_t threads{1};  ///< >= 1
  std::size_t tokens{3};   ///< runs begun and not yet handed to the sink, at most; >= 1; bounds memory
};

/// As many tokens as keep the threads busy (one run that takes longer must not idle the others), and no more
/// than `memory_bytes` holds of this plan's runs; at least one.
Workers workers_for(const RunPlan& plan, std::size_t threads, std::uint64_t memory_bytes);

/// A rough upper bound of the memory that one run in flight takes, in bytes: its families and what is kept of
/// them.
std::uint64_t estimated_run_bytes(const Scenario& scenario, RecordLevel level);

/// Gives the number of the next run to begin, nothing where none is left. Asked by one thread at a time; may wait.
using NextRun = std::function<std::optional<std::size_t>()>;

/// Simulates `runs` (numbers of `plan`) in parallel and hands them to `sink` in the order given. A run that
/// throws becomes a failed result with its reason and the study goes on; std::bad_alloc says nothing about
/// the run and stops, as does anything the sink throws. Once `stop` is set no further run begins; those in
/// flight reach the sink. Returns the number of runs handed to the sink.
std::size_t run_all(const RunPlan& plan, std::span<const std::size_t> runs, const Simulator& simulator,
                    RunSink& sink, const Workers& workers, Progress& progress, const std::atomic<bool>& stop);
/// Likewise the runs that `next_run` gives.
std::size_t run_all(const RunPlan& plan, const NextRun& next_run, const Simulator& simulator, RunSink& sink,
                    const Workers& workers, Progress& progress, const std::atomic<bool>& stop);

}  // namespace homeward
