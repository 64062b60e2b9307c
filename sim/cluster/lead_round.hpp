#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/cluster/local_work.hpp"
#include "sim/cluster/messages.hpp"

namespace homeward {

/// Where rank 0's runs go: the thread that talks to other ranks puts in what failed there, and flushes.
class SharedSink final : public RunSink {
 public:
  explicit SharedSink(RunSink& next) : next_(next) {}
  void take(std::size_t run, RunResult&& result) override {
    const std::lock_guard lock(mutex_);
    next_.take(run, std::move(result));
  }
  void flush() override {
    const std::lock_guard lock(mutex_);
    next_.flush();
  }

 private:
  std::mutex mutex_;
  RunSink& next_;
};

/// One list of runs on its way through all ranks, as rank 0 sees it.
class LeadRound {
 public:
  /// @param parts folder of the output's parts
  /// @param threads of each rank
  LeadRound(const mpi::communicator& world, const Job& job, std::filesystem::path parts,
            const std::vector<std::size_t>& threads, RunSink& sink, Progress& progress,
            const std::atomic<bool>& stop);

  /// Returns how many of the runs are done. Throws RunError if a rank cannot go on; what is finished is kept.
  std::size_t carry_out(const Workers& workers);

 private:
  void begin() const;
  void hear(LocalWork& own);
  void take(int rank, const Report& report);
  void stop_all(LocalWork& own);
  template <typename Do>
  void keep_going(Do&& action);
  void feed(LocalWork& own);
  void wait_for_parts() const;

  const mpi::communicator& world_;
  const Job& job_;
  std::filesystem::path parts_;
  const std::vector<std::size_t>& threads_;
  SharedSink sink_;
  Progress& progress_;
  const std::atomic<bool>& stop_;
  Deal deal_;
  std::vector<bool> at_work_;  ///< [rank]; of helpers
  std::size_t helpers_;        ///< still at work
  bool stopping_{};
  std::size_t taken_{};  ///< by helpers
  std::vector<std::string> written_;
  std::string fault_;
};

}  // namespace homeward
