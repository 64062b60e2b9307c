#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "sim/evidence/contrast.hpp"
#include "sim/evidence/validate_bench.hpp"

namespace homeward {

/// Simulates both arms of contrasts under common random numbers. Arms that are the same are simulated once, and those
/// without coaches are kept for the next call.
class ContrastRuns {
 public:
  explicit ContrastRuns(std::vector<std::shared_ptr<const Contrast>> contrasts);

  /// For each of some vectors of settings, which are put over both arms, every contrast over replications
  /// first .. first + count - 1. Throws InputError where settings break a rule in an arm, RunError if a run fails.
  std::vector<std::vector<Simulated>> simulate(std::span<const std::vector<Setting>> vectors, std::uint32_t first,
                                               std::uint32_t count, const Bench& bench);
  /// Runs that such a call makes, at most.
  std::size_t runs(std::size_t vectors, std::uint32_t count) const;

 private:
  using Record = std::shared_ptr<const RunRecord>;
  using KeyOfRun = std::pair<std::string, std::uint32_t>;  ///< digest of the scenario, replication

  /// Contrasts of the same two scenarios.
  struct Pair {
    std::shared_ptr<const BaseScenario> treatment, control;
    std::vector<std::size_t> contrasts;
  };
  struct Arms {
    Checked<Scenario> treatment, control;
    std::string control_digest;
  };

  Arms arms_at(const Pair& pair, const std::vector<Setting>& settings) const;
  void simulate_controls(const std::vector<Arms>& arms, std::uint32_t first, std::uint32_t count, const Bench& bench);

  std::vector<std::shared_ptr<const Contrast>> contrasts_;
  std::vector<Pair> pairs_;
  std::map<KeyOfRun, Record> controls_;
};

/// A scenario without coaches. What coaching would do is set to nothing as well, which changes no life: so all sizes of
/// coaching share one control.
Checked<Scenario> without_coaches(Scenario scenario);

}  // namespace homeward
