#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/experiment/run_list.hpp"
#include "sim/measure/identification.hpp"
#include "sim/measure/paired.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// What a precision is read from: some outcomes of the runs of a plan, with those they are ratios of. Runs
/// may come in any order.
class PrecisionRuns {
 public:
  /// @param outcomes indices into outcome_table()
  PrecisionRuns(std::span<const std::size_t> outcomes, std::size_t scenarios);

  bool has(RunId run) const;
  /// A run that failed counts nowhere.
  void put(RunId run, const RunResult& result);
  /// Why runs of a scenario cannot give an outcome, as the last of them that could not says.
  Reason reason(std::size_t outcome, std::size_t scenario) const { return column(outcome).reasons[scenario]; }
  /// An outcome in the first replications of a scenario, all of which were put.
  Runs of(std::size_t outcome, std::size_t scenario, std::uint32_t replications) const;

 private:
  struct Column {
    std::size_t outcome{};
    std::vector<std::vector<double>> values;  ///< [scenario][replication]; NaN where not put or failed
    std::vector<Reason> reasons;              ///< [scenario]
  };
  void add_column(std::size_t outcome, std::size_t scenarios);
  const Column& column(std::size_t outcome) const;

  std::vector<Column> columns_;
  std::vector<std::vector<bool>> there_;  ///< [scenario][replication]
};

}  // namespace homeward
