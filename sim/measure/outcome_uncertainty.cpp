#include "sim/measure/outcome_uncertainty.hpp"

#include <algorithm>
#include <cmath>

namespace homeward {
namespace {

bool varies(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [&](double value) { return value != values.front(); });
}

/// What a difference may hang on: the plan's numbers, and the baseline's where the plan's own stands still.
std::vector<DrawnNumber> numbers_of_both(const std::vector<DrawnNumber>& plan,
                                         const std::vector<DrawnNumber>& baseline) {
  auto numbers = plan;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!varies(numbers[i].values)) numbers[i].values = baseline[i].values;
  }
  return numbers;
}

}  // namespace

OutcomeUncertainty analyse_uncertainty(const OutcomeInfo& outcome, const DrawLayout& layout,
                                       const DrawnNumbers& numbers,
                                       const std::function<Runs(std::size_t scenario)>& runs_of) {
  const auto drawn_runs = [&](std::size_t plan) {
    DrawnRuns runs;
    for (const auto& scenario : layout.scenarios[plan])
      runs.push_back(scenario ? runs_of(*scenario) : Runs{});
    return runs;
  };
  OutcomeUncertainty made;
  const auto baseline = drawn_runs(layout.baseline);
  for (std::size_t plan = 0; plan < layout.plans.size(); ++plan) {
    const auto runs = drawn_runs(plan);
    const auto own = crossed_table(outcome, runs);
    const auto difference = crossed_difference(outcome, runs, baseline);
    const auto estimate = [&](const PreparedTable& prepared, std::size_t planned) {
      return on_reading_scale(outcome, unless_draws_lack(estimate_crossed(prepared.table), planned));
    };
    made.plans.push_back(estimate(own, layout.draws_of(plan)));
    made.differences.push_back(estimate(difference, layout.draws_with_baseline(plan)));
    made.plan_sensitivities.push_back(regress(numbers[plan], own.draws, draw_means(own.table)));
    const auto of_both = numbers_of_both(numbers[plan], numbers[layout.baseline]);
    made.difference_sensitivities.push_back(regress(of_both, difference.draws, draw_means(difference.table)));
  }
  made.spread_between_plans = spread_between_plans(made.plans);
  return made;
}

}  // namespace homeward
