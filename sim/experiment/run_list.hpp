#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// Which scenario and replication a run of a plan is.
struct RunId {
  std::size_t scenario{};
  std::uint32_t replication{};
  bool operator==(const RunId&) const = default;
};

/// The pair behind a run number. Numbers are replication-major, so that every scenario has its first
/// replications early and an interrupted study is still paired.
RunId run_id(const RunPlan& plan, std::size_t run);

/// The number of a pair: the inverse of run_id.
std::size_t run_number(const RunPlan& plan, RunId id);

/// Every run number of a plan, in order.
std::vector<std::size_t> all_runs(const RunPlan& plan);

}  // namespace homeward
