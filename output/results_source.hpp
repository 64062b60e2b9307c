#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "output/results_file.hpp"
#include "output/run_block.hpp"
#include "output/run_source.hpp"

namespace homeward {

/// The runs of a plan that stand in a results file: of scenarios with the same digest, the same seed and
/// model version, recorded at least as fully, with everything that this program measures. File and plan must
/// outlive it.
class ResultsSource final : public RunSource {
 public:
  ResultsSource(const ResultsFile& file, const RunPlan& plan);

  bool has(std::size_t scenario, std::uint32_t replication) const override;
  std::optional<RunResult> load(std::size_t scenario, std::uint32_t replication, Portion portion) override;

  /// Calls `visit(scenario, replication)` for every run of the plan that is there, in the order in which they
  /// lie in the file: loading them in this order reads the file once.
  void for_each(const std::function<void(std::size_t, std::uint32_t)>& visit) const;

 private:
  const RunBlock& block_with(std::size_t file_scenario, std::uint32_t replication);
  void add_rows(RunResult& run, std::size_t scenario, std::uint32_t replication) const;

  const ResultsFile& file_;
  const RunPlan& plan_;
  std::vector<std::optional<std::size_t>> places_;  ///< [scenario of the plan]: which of the file's it is
  std::vector<std::int8_t> status_;                 ///< [scenario of the file][replication]
  std::vector<RunBlock> blocks_;                    ///< read lately, the latest first
};

}  // namespace homeward
