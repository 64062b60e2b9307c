#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>
#include <vector>

#include "output/part_file.hpp"
#include "sim/cluster/local_work.hpp"
#include "sim/cluster/messages.hpp"

namespace homeward {

/// Where a helper's runs go: into parts, but for those that failed, which rank 0 tells the user of.
class HelperSink final : public RunSink {
 public:
  explicit HelperSink(PartWriter& parts) : parts_(parts) {}
  void take(std::size_t run, RunResult&& result) override;
  void flush() override;
  std::vector<std::pair<std::uint64_t, std::string>> take_failures();

 private:
  std::mutex mutex_;
  PartWriter& parts_;
  std::vector<std::pair<std::uint64_t, std::string>> failures_;
};

/// One round as a helper sees it: asks for blocks, has its threads do them, and reports.
class HelperRound {
 public:
  HelperRound(const mpi::communicator& world, const Job& job, PartWriter& parts,
              const std::atomic<bool>& stop);

  /// Until rank 0 has no more or says to stop, or this rank is interrupted or cannot go on; then what it gave
  /// back and its last word. All it finished is in the parts.
  Report carry_out(const Workers& workers);

 private:
  void talk(LocalWork& work);
  void hear(LocalWork& work);
  void give_up(LocalWork& work);
  Report news();

  const mpi::communicator& world_;
  PartWriter& parts_;
  HelperSink sink_;
  const Job& job_;
  const std::atomic<bool>& stop_;
  Progress progress_;
  bool asked_{};
  bool giving_up_{};
  std::vector<Stretch> unbegun_;
  Report told_;  ///< counts, of all reports
  std::chrono::steady_clock::time_point last_report_{std::chrono::steady_clock::now()};
};

/// "rank 3 on node7: what".
std::string told_of_rank(const mpi::communicator& world, const std::string& what);

}  // namespace homeward
