#include "sim/experiment/precision.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/measure/paired.hpp"

namespace homeward {

namespace {

/// From an Estimate or a PairedEstimate. The interval of a ratio is longer above than below.
template <typename Interval>
Reading reading_of(const PrecisionGoal& goal, const Interval& interval) {
  Reading reading;
  reading.runs = interval.n;
  reading.mean = interval.mean;
  reading.skewness = interval.skewness;
  // How far runs that are all alike may be from others, least_alike_runs decides.
  reading.half_width =
      interval.sd == 0 ? 0 : std::max(interval.ci_high - interval.mean, interval.mean - interval.ci_low);
  reading.asked = goal.half_width * (goal.relative ? std::abs(interval.mean) : 1);
  return reading;
}

}  // namespace

std::uint32_t next_look(std::uint32_t replications, std::uint32_t most) {
  return std::min(most, replications + replications / 2 + replications % 2);
}

double replications_needed(const Reading& reading, std::uint32_t replications) {
  const double ratio = reading.half_width / reading.asked;
  return replications * ratio * ratio;
}

bool Reading::steady() const {
  return runs >= least_runs(*this);
}

bool Reading::alike() const {
  constexpr double rounding = 1e-12;
  return half_width <= rounding * std::abs(mean);
}

bool Reading::without_number() const {
  return runs == 0 || std::isnan(mean);
}

double excess(const Reading& reading) {
  const double ratio = reading.half_width / reading.asked;
  if (std::isnan(ratio)) return reading.precise() ? 0 : INFINITY;
  return ratio;
}

double least_runs(const Reading& reading) {
  if (reading.alike()) return least_alike_runs;
  return runs_per_squared_skewness * reading.skewness * reading.skewness;
}

bool Look::precise() const {
  return std::all_of(readings.begin(), readings.end(), [](const auto& reading) { return reading.precise(); });
}

bool Look::steady() const {
  return std::all_of(readings.begin(), readings.end(), [](const auto& reading) { return reading.steady(); });
}

const Reading& Look::worst() const {
  assert(!readings.empty());
  return *std::max_element(readings.begin(), readings.end(),
                           [](const auto& a, const auto& b) { return excess(a) < excess(b); });
}

Look look_at(const PrecisionRule& rule, const PrecisionRuns& runs, const Watched& watched,
             std::uint32_t replications) {
  Look look{replications, {}};
  for (std::size_t goal = 0; goal < rule.goals.size(); ++goal) {
    const auto outcome = rule.goals[goal].outcome;
    const auto& info = outcome_table()[outcome];
    for (std::size_t scenario = 0; scenario < watched.scenarios.size(); ++scenario) {
      if (!watched.scenarios[scenario]) continue;
      const bool of_difference = rule.of == PrecisionOf::difference;
      if (of_difference && scenario == watched.baseline) continue;
      const auto own = runs.of(outcome, scenario, replications);
      auto reading =
          of_difference
              ? reading_of(rule.goals[goal],
                           compare(info, own, runs.of(outcome, watched.baseline, replications)))
              : reading_of(rule.goals[goal], summarise(info, own.values, own.numerator, own.denominator));
      reading.goal = goal;
      reading.scenario = scenario;
      look.readings.push_back(reading);
    }
  }
  return look;
}

Verdict judge(const PrecisionRule& rule, const Look& look, const Look* before) {
  if (look.replications >= rule.most) return look.precise() ? Verdict::reached : Verdict::not_reached;
  const bool again = before != nullptr && before->precise() && look.precise();
  if (again && look.steady() && look.replications >= least_to_end) return Verdict::reached;
  const bool without = std::any_of(look.readings.begin(), look.readings.end(),
                                   [](const auto& reading) { return reading.without_number(); });
  return without ? Verdict::without_runs : Verdict::go_on;
}

}  // namespace homeward
