#include "sim/cli/draw_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/cli/numbers.hpp"
#include "sim/core/issues.hpp"
#include "sim/measure/sensitivity.hpp"
#include "sim/scenario/known_paths.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

std::vector<DrawablePlan> drawable_files(std::span<const std::filesystem::path> files,
                                         std::span<const Override> overrides) {
  std::vector<DrawablePlan> plans;
  for (const auto& file : files) {
    auto base = std::make_shared<const BaseScenario>(file, overrides);
    const auto name = base->scenario()->name;
    plans.push_back({name, std::move(base), {}, {}});
  }
  return plans;
}

std::vector<DrawablePlan> drawable_points(const Study& study, std::span<const PlannedScenario> points) {
  std::vector<DrawablePlan> plans;
  for (const auto& point : points) {
    DrawablePlan plan{point.scenario->name, study.base, {}, point.factor_labels};
    for (std::size_t i = 0; i < study.factors.size(); ++i) {
      const auto& factor = study.factors[i];
      const auto& label = point.factor_labels[i].second;
      const auto level = std::find_if(factor.levels.begin(), factor.levels.end(),
                                      [&](const Level& one) { return one.label == label; });
      if (level != factor.levels.end())
        plan.settings.push_back({factor.path, level->value});
      else if (factor.distribution)
        plan.settings.push_back({factor.path, parse_typed_value(label, factor.origin)});
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

namespace {

/// How many draws it takes to tell the numbers of these keys apart. Shares of a table sum to 1.
std::size_t draws_to_tell_apart(const std::vector<std::string>& keys) {
  std::size_t free = 0;
  for (const auto& key : keys) {
    const auto shares = numbers_below(key).size();
    free += shares == 0 ? 1 : shares - 1;
  }
  return least_draws(free);
}

}  // namespace

void put_under_draws(PreparedStudy& prepared, std::vector<DrawablePlan> plans, std::uint32_t draws) {
  auto& plan = prepared.request.plan;
  if (prepared.request.precision)
    throw UsageError(
        "--precision judges the luck of one set of parameters, so it cannot go with --draws; give -n");
  const auto baseline = plan.baseline;
  const auto draw = [plans = std::move(plans), baseline, seed = plan.seed](std::uint32_t count) {
    if (plans.size() * std::size_t{count} > most_points)
      throw UsageError(fmt::format("{} plans under {} draws are {} scenarios; at most {} are simulated",
                                   plans.size(), count, with_thousands(plans.size() * std::size_t{count}),
                                   with_thousands(most_points)));
    return draw_plans(plans, baseline, seed, count);
  };
  auto drawn = draw(draws);
  plan.scenarios = std::move(drawn.scenarios);
  for (const auto& key : drawn.keys) {
    const bool swept = std::any_of(plan.factor_roles.begin(), plan.factor_roles.end(),
                                   [&](const auto& role) { return role.first == key; });
    if (!swept) plan.factor_roles.emplace_back(key, "uncertainty");
  }
  auto& request = prepared.request;
  request.notes = std::move(drawn.notes);
  constexpr std::uint32_t few = 5;
  if (draws < few)
    request.notes.push_back(
        fmt::format("{}: intervals of doubt from so few are wide and rough, or there are none; --draws 20 or "
                    "more is better",
                    draws == 1 ? "1 draw" : fmt::format("{} draws", draws)));
  const auto needed = draws_to_tell_apart(drawn.keys);
  if (draws < needed)
    request.notes.push_back(fmt::format(
        "{} cannot tell which of the drawn numbers matter, nor where the plan to prefer would change: that "
        "takes {} draws at least",
        count_text(draws, "draw"), needed));
  request.redraw = [draw](std::uint32_t count) { return draw(count).scenarios; };
}

}  // namespace homeward
