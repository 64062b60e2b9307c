#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/measure/intervals.hpp"
#include "sim/measure/measure.hpp"
#include "sim/scenario/read.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

constexpr double entries = 300;
constexpr double coaches = 3;

/// A stationary county: children go home or to a guardian at constant rates, so that a stay is of 200 days
/// and two of three go home.
Scenario county(double follow_up_years, double discount_rate) {
  Scenario s = quiet(entries);
  s.run.warm_up_years = 6;  // what is left of the empty start is exp(-11)
  s.run.entry_years = 1;
  s.run.follow_up_years = follow_up_years;
  s.hazards.readiness = Exponential{300};
  s.hazards.other_permanency = Exponential{600};
  s.program.coaches.positions = coaches;
  s.costs.coach_pay_per_year = 70000;
  s.costs.care_per_day = {100, 100, 100};
  s.costs.discount_rate_per_year = discount_rate;
  return s;
}

std::vector<RunResult> runs_of(const Scenario& scenario, std::uint32_t count) {
  const auto checked = check(scenario);
  std::vector<RunResult> runs;
  for (std::uint32_t replication = 0; replication < count; ++replication)
    runs.push_back(measure(scenario, simulate(checked, 20261202, replication), RecordLevel::runs));
  return runs;
}

std::vector<double> values(const std::vector<RunResult>& runs, std::string_view outcome) {
  std::vector<double> found;
  for (const auto& run : runs) found.push_back(run.outcomes[outcome_index(outcome)]);
  return found;
}

Estimate estimate(const std::vector<RunResult>& runs, std::string_view name) {
  const OutcomeInfo& info = outcome_table()[outcome_index(name)];
  return summarise(info, values(runs, name), values(runs, info.numerator), values(runs, info.denominator));
}

/// Within four standard errors of the truth, which are at most 1 % of it.
void check_agrees(const Estimate& estimate, double truth) {
  const double error = (estimate.ci_high - estimate.ci_low) / 4;
  CHECK(error < 0.01 * truth);
  CHECK(std::abs(estimate.mean - truth) < 4 * error);
}

}  // namespace

TEST_CASE(
    "cost ratios: of a stationary county they are the same however long the run and whatever the discount") {
  const double per_family = coaches * 70000 / entries + 200 * 100;
  for (const double follow_up : {1.0, 3.0, 7.0}) {
    const std::uint32_t count = follow_up > 1 ? 20 : 80;  // a short run says less
    const auto runs = runs_of(county(follow_up, 0), count);
    const auto discounted = runs_of(county(follow_up, 0.03), count);
    INFO("follow-up of " << follow_up << " years");
    check_agrees(estimate(runs, "cost_per_family"), per_family);
    check_agrees(estimate(runs, "cost_per_sustained_reunification"), per_family * 3 / 2);
    for (const char* name : {"cost_per_family", "cost_per_sustained_reunification"})
      CHECK(values(discounted, name) == values(runs, name));
    CHECK(values(discounted, "cost_total").front() < values(runs, "cost_total").front());
  }
}
