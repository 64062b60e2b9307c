#include "sim/experiment/run_list.hpp"

#include <cassert>
#include <numeric>

namespace homeward {

RunId run_id(const RunPlan& plan, std::size_t run) {
  assert(run < plan.runs());
  return {run % plan.scenarios.size(), static_cast<std::uint32_t>(run / plan.scenarios.size())};
}

std::size_t run_number(const RunPlan& plan, RunId id) {
  assert(id.scenario < plan.scenarios.size());
  return id.replication * plan.scenarios.size() + id.scenario;
}

std::vector<std::size_t> all_runs(const RunPlan& plan) {
  std::vector<std::size_t> runs(plan.runs());
  std::iota(runs.begin(), runs.end(), std::size_t{0});
  return runs;
}

}  // namespace homeward
