#include "sim/experiment/pipeline.hpp"

#include <tbb/parallel_for.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/measure/run_result.hpp"

using namespace homeward;

namespace {

RunPlan plan_of(std::size_t scenarios, std::uint32_t replications) {
  RunPlan plan;
  plan.replications = replications;
  plan.seed = 7;
  for (std::size_t i = 0; i < scenarios; ++i) {
    Scenario scenario;
    scenario.name = std::string("s").append(std::to_string(i));
    plan.scenarios.push_back({Checked<Scenario>::vouch(scenario), std::string(32, '0'), "", {}});
  }
  return plan;
}

/// Later runs are quicker, so that without an order at the end they would overtake.
RunResult slow_first(const RunPlan&, RunId id) {
  std::this_thread::sleep_for(std::chrono::milliseconds(id.replication % 4 == 0 ? 8 : 1));
  RunResult result;
  result.outcomes = {static_cast<double>(id.replication) + static_cast<double>(id.scenario) / 10};
  return result;
}

struct Collect : RunSink {
  std::vector<std::size_t> runs;
  std::vector<RunResult> results;
  void take(std::size_t run, RunResult&& result) override {
    runs.push_back(run);
    results.push_back(std::move(result));
  }
};

std::size_t run(const RunPlan& plan, const Simulator& simulator, RunSink& sink, Progress& progress,
                std::size_t threads) {
  const std::atomic<bool> stop{false};
  return run_all(plan, all_runs(plan), simulator, sink, {threads, 2 * threads + 2}, progress, stop);
}

}  // namespace

TEST_CASE("run list: numbers are replication-major and come back from pairs") {
  const auto plan = plan_of(3, 4);
  CHECK(run_id(plan, 0) == RunId{0, 0});
  CHECK(run_id(plan, 2) == RunId{2, 0});
  CHECK(run_id(plan, 3) == RunId{0, 1});
  for (const auto number : all_runs(plan)) CHECK(run_number(plan, run_id(plan, number)) == number);
}

TEST_CASE("pipeline: the sink gets every run once and in order, whatever the threads") {
  const auto plan = plan_of(3, 8);
  const std::size_t threads = GENERATE(1, 2, 5, 16);
  Collect sink;
  Progress progress;
  CHECK(run(plan, slow_first, sink, progress, threads) == plan.runs());
  CHECK(sink.runs == all_runs(plan));
  for (std::size_t i = 0; i < sink.runs.size(); ++i) {
    const auto id = run_id(plan, sink.runs[i]);
    CHECK(sink.results[i].outcomes == slow_first(plan, id).outcomes);
  }
  CHECK(progress.runs_done == plan.runs());
}

TEST_CASE("pipeline: only the runs asked for are simulated, in the order asked") {
  const auto plan = plan_of(2, 10);
  const std::vector<std::size_t> wanted{3, 7, 4, 19};
  Collect sink;
  Progress progress;
  const std::atomic<bool> stop{false};
  CHECK(run_all(plan, wanted, slow_first, sink, {4, 6}, progress, stop) == wanted.size());
  CHECK(sink.runs == wanted);
}

TEST_CASE("pipeline: a run that throws is a failed result with its reason, and the others go on") {
  const auto plan = plan_of(2, 6);
  const Simulator faulty = [](const RunPlan& p, RunId id) {
    if (id.scenario == 1 && id.replication == 3) throw RunError("a family is in two states");
    return slow_first(p, id);
  };
  Collect sink;
  Progress progress;
  run(plan, faulty, sink, progress, 3);
  REQUIRE(sink.runs == all_runs(plan));
  CHECK(progress.runs_failed == 1);
  const auto& failed = sink.results[run_number(plan, {1, 3})];
  CHECK(failed.failed);
  CHECK(failed.reason == "a family is in two states (scenario s1, replication 3, seed 7)");
  CHECK_FALSE(sink.results[run_number(plan, {0, 3})].failed);
}

TEST_CASE("pipeline: out of memory is no property of a run and stops the study") {
  const auto plan = plan_of(1, 20);
  const Simulator hungry = [](const RunPlan& p, RunId id) -> RunResult {
    if (id.replication == 5) throw std::bad_alloc();
    return slow_first(p, id);
  };
  Collect sink;
  Progress progress;
  CHECK_THROWS_AS(run(plan, hungry, sink, progress, 2), std::bad_alloc);
  CHECK(sink.runs.size() <= 5);
}

TEST_CASE("pipeline: what the sink throws reaches the caller") {
  struct Full : RunSink {
    std::size_t taken{};
    void take(std::size_t, RunResult&&) override {
      if (++taken == 4) throw RunError("no space left on the disk");
    }
  } sink;
  Progress progress;
  CHECK_THROWS_WITH(run(plan_of(1, 20), slow_first, sink, progress, 2), "no space left on the disk");
  CHECK(sink.taken == 4);
}

TEST_CASE("pipeline: an interrupt begins no further run and keeps those in flight") {
  const auto plan = plan_of(1, 1000);
  std::atomic<bool> stop{false};
  std::atomic<std::size_t> begun{0};
  const Simulator interrupted = [&](const RunPlan& p, RunId id) {
    ++begun;
    if (id.replication == 10) stop = true;
    return slow_first(p, id);
  };
  Collect sink;
  Progress progress;
  const auto taken = run_all(plan, all_runs(plan), interrupted, sink, {3, 8}, progress, stop);
  CHECK(taken == begun.load());
  CHECK(taken >= 11);
  CHECK(taken <= 11 + 8);
  auto first = all_runs(plan);
  first.resize(taken);
  CHECK(sink.runs == first);
}

TEST_CASE("pipeline: no more runs are begun and unfinished than there are tokens") {
  const auto plan = plan_of(1, 60);
  std::atomic<int> begun{0};
  std::atomic<int> most{0};
  struct Count : RunSink {
    std::atomic<int>* begun;
    void take(std::size_t, RunResult&&) override { --*begun; }
  } sink;
  sink.begun = &begun;
  const Simulator counting = [&](const RunPlan& p, RunId id) {
    const int now = ++begun;
    int before = most.load();
    while (now > before && !most.compare_exchange_weak(before, now)) continue;
    return slow_first(p, id);
  };
  Progress progress;
  const std::atomic<bool> stop{false};
  run_all(plan, all_runs(plan), counting, sink, {8, 3}, progress, stop);
  CHECK(most.load() <= 3);
}

TEST_CASE("pipeline: large runs get fewer tokens, never none") {
  auto plan = plan_of(1, 10);
  Scenario large;
  large.run = {10, 3, 5, 10, 1, {}};
  large.families.entries_per_year = 1e6;
  CHECK(workers_for(plan, 4, std::uint64_t{8} << 30).tokens == 10);
  plan.scenarios.push_back({Checked<Scenario>::vouch(large), std::string(32, '0'), "", {}});
  CHECK(workers_for(plan, 4, std::uint64_t{100} << 30).tokens < 10);
  CHECK(workers_for(plan, 4, 1).tokens == 1);
  CHECK(estimated_run_bytes(large, RecordLevel::events) > estimated_run_bytes(large, RecordLevel::series));
}

TEST_CASE("pipeline: a thread that waits for the parts of its run begins no other run meanwhile") {
  const auto plan = plan_of(1, 30);
  std::atomic<int> nested{0};
  const Simulator in_parts = [&](const RunPlan& p, RunId id) {
    thread_local int depth = 0;
    if (++depth > 1) ++nested;
    // Who helps takes long, or until the thread that it keeps waiting has begun something else.
    const auto own = std::this_thread::get_id();
    tbb::parallel_for(0, 8, [&](int) {
      using namespace std::chrono_literals;
      std::this_thread::sleep_for(300us);
      const auto until = std::chrono::steady_clock::now() + 10ms;
      while (std::this_thread::get_id() != own && nested == 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(100us);
    });
    --depth;
    return slow_first(p, id);
  };
  Collect sink;
  Progress progress;
  run(plan, in_parts, sink, progress, 4);
  CHECK(sink.runs.size() == plan.runs());
  CHECK(nested == 0);
}
