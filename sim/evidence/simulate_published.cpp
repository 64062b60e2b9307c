#include "sim/evidence/simulate_published.hpp"

#include "sim/evidence/published.hpp"
#include "sim/measure/measure.hpp"
#include "sim/model/replication.hpp"

namespace homeward {

RunResult simulate_with_published(const RunPlan& plan, RunId id) {
  const auto& scenario = plan.scenarios[id.scenario].scenario;
  const RunRecord record = simulate(scenario, plan.seed, id.replication);
  RunResult result = measure(*scenario, record, plan.record);
  const std::vector<double> figures = measure_published({*scenario, record, result});
  result.outcomes.insert(result.outcomes.end(), figures.begin(), figures.end());
  return result;
}

}  // namespace homeward
