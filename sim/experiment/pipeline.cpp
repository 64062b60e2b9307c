#include "sim/experiment/pipeline.hpp"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "sim/measure/run_result.hpp"

namespace homeward {

namespace {

/// One run on its way. Tokens are pointers to these: the sink takes runs in order, so at most `tokens`
/// neighbours in the list are alive, and a ring of that many slots can hold them whatever is thrown.
struct Slot {
  std::size_t run{};
  RunResult result;
};

std::string place_of(const RunPlan& plan, RunId id) {
  return fmt::format("scenario {}, replication {}, seed {}", plan.scenarios[id.scenario].scenario->name,
                     id.replication, plan.seed);
}

RunResult failed_run(std::string reason) {
  RunResult result;
  result.failed = true;
  result.reason = std::move(reason);
  return result;
}

RunResult attempt(const RunPlan& plan, RunId id, const Simulator& simulator) {
  try {
    // Isolated: a thread that waits for the sites of its run must not begin another run meanwhile.
    return tbb::this_task_arena::isolate([&] { return simulator(plan, id); });
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& fault) {
    return failed_run(fmt::format("{} ({})", fault.what(), place_of(plan, id)));
  }
}

void count(Progress& progress, const RunResult& result, std::size_t events_outcome) {
  if (result.failed) {
    ++progress.runs_failed;
  } else if (events_outcome < result.outcomes.size()) {
    progress.events += static_cast<std::uint64_t>(result.outcomes[events_outcome]);
  }
  ++progress.runs_done;
}

std::size_t events_outcome() {
  const auto table = outcome_table();
  const auto found =
      std::find_if(table.begin(), table.end(), [](const auto& info) { return info.name == "events"; });
  return static_cast<std::size_t>(found - table.begin());
}

}  // namespace

std::uint64_t estimated_run_bytes(const Scenario& scenario, RecordLevel level) {
  // 650 measured with a coached scenario: state and record of a family, its episodes, what waits in the event
  // queue.
  constexpr double bytes_per_family = 1000;
  constexpr double bytes_per_logged_family = 200 * sizeof(EventRow);
  const double years = scenario.run.warm_up_years + scenario.run.entry_years + scenario.run.follow_up_years;
  const double families = scenario.families.entries_per_year * years;
  const double each = bytes_per_family + (level == RecordLevel::events ? bytes_per_logged_family : 0);
  return static_cast<std::uint64_t>(1e6 + families * each);
}

Workers workers_for(const RunPlan& plan, std::size_t threads, std::uint64_t memory_bytes) {
  std::uint64_t largest = 1;
  for (const auto& planned : plan.scenarios) {
    largest = std::max(largest, estimated_run_bytes(*planned.scenario, plan.record));
  }
  const auto affordable = static_cast<std::size_t>(std::max<std::uint64_t>(1, memory_bytes / largest));
  return {threads, std::min(2 * threads + 2, affordable)};
}

std::size_t run_all(const RunPlan& plan, std::span<const std::size_t> runs, const Simulator& simulator,
                    RunSink& sink, const Workers& workers, Progress& progress,
                    const std::atomic<bool>& stop) {
  const auto next = [left = runs]() mutable -> std::optional<std::size_t> {
    if (left.empty()) return std::nullopt;
    const auto run = left.front();
    left = left.subspan(1);
    return run;
  };
  return run_all(plan, NextRun(next), simulator, sink, workers, progress, stop);
}

std::size_t run_all(const RunPlan& plan, const NextRun& next_run, const Simulator& simulator, RunSink& sink,
                    const Workers& workers, Progress& progress, const std::atomic<bool>& stop) {
  assert(workers.threads > 0 && workers.tokens > 0);
  std::vector<Slot> ring(workers.tokens);
  std::size_t begun = 0;
  std::size_t taken = 0;
  const std::size_t events = events_outcome();

  const auto next = [&](tbb::flow_control& control) -> Slot* {
    const auto run = stop.load() ? std::nullopt : next_run();
    if (!run) {
      control.stop();
      return nullptr;
    }
    Slot& slot = ring[begun++ % ring.size()];
    slot.run = *run;
    return &slot;
  };
  const auto replicate = [&](Slot* slot) {
    const auto start = std::chrono::steady_clock::now();
    slot->result = attempt(plan, run_id(plan, slot->run), simulator);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    slot->result.simulation_seconds = took.count();
    progress.simulation_microseconds += static_cast<std::uint64_t>(took.count() * 1e6);
    count(progress, slot->result, events);
    return slot;
  };
  const auto hand_over = [&](Slot* slot) {
    sink.take(slot->run, std::move(slot->result));
    slot->result = {};
    ++taken;
  };

  // The limit is raised beside the arena: without it more threads than cores would be asked for in vain.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers.threads);
  tbb::task_arena arena(static_cast<int>(workers.threads));
  arena.execute([&] {
    using tbb::filter_mode;
    tbb::parallel_pipeline(workers.tokens,
                           tbb::make_filter<void, Slot*>(filter_mode::serial_in_order, next) &
                               tbb::make_filter<Slot*, Slot*>(filter_mode::parallel, replicate) &
                               tbb::make_filter<Slot*, void>(filter_mode::serial_in_order, hand_over));
  });
  return taken;
}

}  // namespace homeward
