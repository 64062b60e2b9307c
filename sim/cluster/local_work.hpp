#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "sim/cluster/deal.hpp"
#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// What a team's runs are made of.
struct Job {
  const RunPlan& plan;
  std::span<const std::size_t> runs;  ///< the list that stretches are of: numbers of the plan
  const Simulator& simulator;
};

/// The threads of one rank at work, fed by the thread that made it, which is free to talk to other ranks.
class LocalWork {
 public:
  /// All of these must outlive it.
  LocalWork(const Job& job, RunSink& sink, const Workers& workers, Progress& progress,
            const std::atomic<bool>& stop);
  /// Waits for the runs in flight.
  ~LocalWork();
  LocalWork(const LocalWork&) = delete;
  LocalWork& operator=(const LocalWork&) = delete;

  /// Whether threads will soon have nothing to begin.
  bool is_hungry() const;
  void feed(Stretch stretch);
  /// No more will be fed.
  void close();
  /// Closes, and returns what is not begun.
  std::vector<Stretch> take_back();
  /// Until it is hungry or over, or `longest` has passed: other ranks have to be heard as well.
  void wait(std::chrono::milliseconds longest);
  /// Whether no run is in flight and none will begin.
  bool is_over() const;
  /// Once it is over: how many runs reached the sink, and what stopped it before the end.
  std::size_t taken() const { return taken_; }
  std::exception_ptr fault() const { return fault_; }

 private:
  std::optional<std::size_t> next();
  bool hungry() const { return !closed_ && waiting_ <= low_; }

  const Job& job_;
  std::size_t low_;  ///< runs that may wait before more are asked for
  mutable std::mutex mutex_;
  std::condition_variable fed_;
  std::condition_variable changed_;
  std::deque<Stretch> stretches_;
  std::size_t waiting_{};
  bool closed_{};
  bool over_{};
  std::size_t taken_{};
  std::exception_ptr fault_;
  std::thread thread_;
};

}  // namespace homeward
