#include "sim/experiment/pipeline.hpp"
#include "sim/measure/measure.hpp"
#include "sim/model/replication.hpp"

namespace homeward {

RunResult simulate_and_measure(const RunPlan& plan, RunId id) {
  const auto& scenario = plan.scenarios[id.scenario].scenario;
  const Logging logging{plan.record == RecordLevel::events, plan.logged_families};
  return measure(*scenario, simulate(scenario, plan.seed, id.replication, logging), plan.record);
}

}  // namespace homeward
