#include "sim/cluster/local_work.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <stdexcept>

using namespace homeward;

namespace {

struct Collect final : RunSink {
  std::vector<std::size_t> runs;
  std::size_t full_after{1000};
  void take(std::size_t run, RunResult&&) override {
    if (runs.size() == full_after) throw std::runtime_error("the disk is full");
    runs.push_back(run);
  }
};

/// A list of 100 runs, numbered from 1000, whose simulation waits until it is allowed.
struct Bench {
  Bench() : runs(100) {
    std::iota(runs.begin(), runs.end(), std::size_t{1000});
    plan.replications = 2000;
    plan.scenarios.push_back({Checked<Scenario>::vouch(Scenario{}), std::string(32, '0'), "", {}});
  }
  void wait_until(const LocalWork& work, bool (LocalWork::*what)() const) const {
    while (!(work.*what)()) std::this_thread::yield();
  }

  RunPlan plan;
  std::vector<std::size_t> runs;
  std::atomic<bool> may_go{true};
  Simulator simulator = [this](const RunPlan&, RunId) {
    while (!may_go) std::this_thread::yield();
    return RunResult{};
  };
  Job job{plan, runs, simulator};
  Collect sink;
  Progress progress;
  std::atomic<bool> stop{false};
};

}  // namespace

TEST_CASE("local work: does what it is fed, asks for more when little is left, and ends when closed") {
  Bench bench;
  LocalWork work(bench.job, bench.sink, {2, 6}, bench.progress, bench.stop);
  CHECK(work.is_hungry());
  work.feed({5, 3});
  bench.wait_until(work, &LocalWork::is_hungry);
  CHECK_FALSE(work.is_over());
  work.feed({90, 2});
  work.close();
  CHECK_FALSE(work.is_hungry());
  bench.wait_until(work, &LocalWork::is_over);
  CHECK(work.taken() == 5);
  CHECK(bench.sink.runs == std::vector<std::size_t>{1005, 1006, 1007, 1090, 1091});
}

TEST_CASE("local work: gives back what is not begun, and finishes what is") {
  Bench bench;
  bench.may_go = false;
  LocalWork work(bench.job, bench.sink, {1, 1}, bench.progress, bench.stop);
  work.feed({0, 10});
  work.feed({50, 10});
  while (bench.progress.runs_done == 0 && work.is_hungry()) std::this_thread::yield();
  const auto back = work.take_back();
  bench.may_go = true;
  bench.wait_until(work, &LocalWork::is_over);
  std::size_t returned = 0;
  for (const auto& stretch : back) returned += stretch.count;
  CHECK(returned + work.taken() == 20);
  CHECK(work.taken() <= 2);
  CHECK(back.back() == Stretch{50, 10});
}

TEST_CASE("local work: what stops the threads is kept for the one who asks") {
  Bench bench;
  bench.sink.full_after = 2;
  LocalWork work(bench.job, bench.sink, {1, 1}, bench.progress, bench.stop);
  work.feed({0, 10});
  bench.wait_until(work, &LocalWork::is_over);
  CHECK_THROWS_WITH(std::rethrow_exception(work.fault()), "the disk is full");
}
