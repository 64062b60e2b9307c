#include "sim/experiment/plan_layout.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/scenario_value.hpp"

namespace homeward {

DrawLayout layout_of(const RunPlan& plan) {
  std::vector<std::string> plans;
  std::vector<std::uint32_t> draws;
  for (const auto& planned : plan.scenarios) {
    plans.push_back(planned.draw->plan);
    draws.push_back(planned.draw->number);
  }
  return lay_out_draws(plans, draws, plan.baseline);
}

std::vector<std::optional<std::size_t>> baselines_of(const RunPlan& plan) {
  std::vector<std::optional<std::size_t>> baselines(plan.scenarios.size(), plan.baseline);
  if (!plan.has_draws()) return baselines;
  const auto layout = layout_of(plan);
  for (std::size_t i = 0; i < baselines.size(); ++i) baselines[i] = layout.baseline_of(i);
  return baselines;
}

namespace {

/// [plan]: a number by draw.
std::vector<DrawnNumber> values_of(const RunPlan& plan, const DrawLayout& layout, const std::string& name,
                                   const std::string& key) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const ScenarioPath path(name);
  std::vector<DrawnNumber> numbers;
  for (const auto& scenarios : layout.scenarios) {
    auto& number = numbers.emplace_back(DrawnNumber{name, key, {}});
    for (const auto& i : scenarios)
      number.values.push_back(i ? path.number(*plan.scenarios[*i].scenario).value_or(none) : none);
  }
  return numbers;
}

bool varies(const std::vector<DrawnNumber>& numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [](const DrawnNumber& number) {
    const auto& values = number.values;
    return std::any_of(values.begin(), values.end(), [&](double one) { return one != values.front(); });
  });
}

}  // namespace

DrawnNumbers drawn_numbers(const RunPlan& plan, const DrawLayout& layout) {
  DrawnNumbers all(layout.plans.size());
  for (const auto& [key, role] : plan.factor_roles) {
    if (role != "uncertainty") continue;
    auto names = numbers_below(key);
    if (names.empty()) names.push_back(key);
    for (const auto& name : names) {
      const auto numbers = values_of(plan, layout, name, key);
      if (!varies(numbers)) continue;
      for (std::size_t i = 0; i < numbers.size(); ++i) all[i].push_back(numbers[i]);
    }
  }
  return all;
}

}  // namespace homeward
