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

Preferred preferred(const OutcomeInfo& outcome, double difference) {
  if (outcome.better == Better::neither) return Preferred::neither;
  return (difference > 0) == (outcome.better == Better::higher) ? Preferred::plan : Preferred::against;
}

}  // namespace

std::vector<PlanPair> plan_pairs(const DrawLayout& layout) {
  constexpr std::size_t most = 50, few = 4;
  const auto plans = layout.plans.size();
  std::vector<PlanPair> pairs;
  if (plans > most) return pairs;
  for (std::size_t plan = 0; plan < plans; ++plan)
    if (plan != layout.baseline) pairs.push_back({plan, layout.baseline});
  for (std::size_t against = 0; against < plans && plans <= few; ++against)
    for (std::size_t plan = against + 1; plan < plans; ++plan)
      if (plan != layout.baseline && against != layout.baseline) pairs.push_back({plan, against});
  return pairs;
}

Preferred preferred_at_low(const OutcomeInfo& outcome, const SwitchPoint& found) {
  return found.told_at_low ? preferred(outcome, found.at_low) : Preferred::neither;
}

Preferred preferred_at_high(const OutcomeInfo& outcome, const SwitchPoint& found) {
  return found.told_at_high ? preferred(outcome, found.at_high) : Preferred::neither;
}

UncertaintyAnalysis::UncertaintyAnalysis(const DrawLayout& layout, const DrawnNumbers& numbers)
    : layout_(layout), numbers_(numbers), pairs_(plan_pairs(layout)) {
  const auto same = [](const DrawnNumber& a, const DrawnNumber& b) { return a.values == b.values; };
  for (const auto [plan, against] : pairs_) {
    auto set = numbers_of_both(numbers_[plan], numbers_[against]);
    const auto known = std::find_if(sets_.begin(), sets_.end(), [&](const auto& other) {
      return std::equal(set.begin(), set.end(), other.begin(), other.end(), same);
    });
    of_pair_.push_back(static_cast<std::size_t>(known - sets_.begin()));
    if (known == sets_.end()) sets_.push_back(std::move(set));
  }
  finders_.resize(sets_.size());
}

PreparedTable UncertaintyAnalysis::difference(const OutcomeInfo& outcome, const RunsOfOutcome& runs,
                                              PlanPair pair) const {
  DrawnRuns of_plan, of_against;
  const auto& plan = layout_.scenarios[pair.plan];
  const auto& against = layout_.scenarios[pair.against];
  for (std::size_t draw = 0; draw < plan.size(); ++draw) {
    const bool both = plan[draw] && against[draw] && runs.comparable(*plan[draw], *against[draw]);
    of_plan.push_back(both ? runs.of(*plan[draw]) : Runs{});
    of_against.push_back(both ? runs.of(*against[draw]) : Runs{});
  }
  return crossed_difference(outcome, of_plan, of_against);
}

OutcomeUncertainty UncertaintyAnalysis::analyse(const OutcomeInfo& outcome, const RunsOfOutcome& runs) {
  OutcomeUncertainty made;
  std::vector<PreparedTable> differences;
  for (std::size_t plan = 0; plan < layout_.plans.size(); ++plan) {
    DrawnRuns drawn;
    for (const auto& scenario : layout_.scenarios[plan])
      drawn.push_back(scenario ? runs.of(*scenario) : Runs{});
    const auto own = crossed_table(outcome, drawn);
    const auto& difference =
        differences.emplace_back(this->difference(outcome, runs, {plan, layout_.baseline}));
    const auto estimate = [&](const PreparedTable& prepared, std::size_t planned) {
      return on_reading_scale(outcome, unless_draws_lack(estimate_crossed(prepared.table), planned));
    };
    made.plans.push_back(within_range(outcome, estimate(own, layout_.draws_of(plan))));
    made.differences.push_back(estimate(difference, layout_.draws_with_baseline(plan)));
    made.plan_sensitivities.push_back(
        regress(numbers_[plan], own.draws, draw_means(own.table), own.table.rounded_at()));
    const auto of_both = numbers_of_both(numbers_[plan], numbers_[layout_.baseline]);
    made.difference_sensitivities.push_back(
        regress(of_both, difference.draws, draw_means(difference.table), difference.table.rounded_at()));
  }
  made.spread_between_plans = spread_between_plans(made.plans);
  if (outcome.better == Better::neither || numbers_.front().empty()) return made;
  for (std::size_t pair = 0; pair < pairs_.size(); ++pair) {
    const auto [plan, against] = pairs_[pair];
    made.switch_points.push_back(find_switches(
        pair, against == layout_.baseline ? differences[plan] : difference(outcome, runs, pairs_[pair])));
  }
  return made;
}

std::vector<SwitchPoint> UncertaintyAnalysis::find_switches(std::size_t pair,
                                                            const PreparedTable& differences) {
  const auto [plan, against] = pairs_[pair];
  const auto set = of_pair_[pair];
  auto& finder = finders_[set];
  if (!finder || finder->draws() != differences.draws) finder.emplace(sets_[set], differences.draws);
  const auto planned = std::min(layout_.draws_of(plan), layout_.draws_of(against));
  // Draws without a number are no random subset: what is left may put the switch anywhere.
  if (draws_lack(static_cast<double>(differences.table.draws), planned))
    return std::vector<SwitchPoint>(numbers_[plan].size());
  return finder->find(differences.table);
}

}  // namespace homeward
