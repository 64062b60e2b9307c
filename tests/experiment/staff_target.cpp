#include "sim/experiment/staff_target.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "tests/experiment/staff_oracles.hpp"

using namespace homeward;
using namespace homeward::staff;

namespace {

OutcomeColumns columns_of(std::string_view outcome, const std::vector<double>& values) {
  OutcomeColumns columns(outcome_table().size(), std::vector<double>(values.size(), nobody_at_risk));
  columns[outcome_index(outcome)] = values;
  return columns;
}

double chance(const StaffTarget& target, const OutcomeColumns& columns) {
  return chance_met(target, estimate_of(columns, target.outcome));
}

}  // namespace

TEST_CASE("staff target: the chance to be met is the one-sided Student probability") {
  // Mean 12, sd 2, five runs: t = 2 / (2 / sqrt 5) = 2.236; Student's distribution with 4 degrees gives
  // 0.9555.
  const auto columns = columns_of("mean_days_to_first_coach", {10, 14, 10, 14, 12});
  CHECK(chance(wait_at_most(14), columns) == Approx(0.9555).margin(0.0005));
  CHECK(chance(wait_at_most(10), columns) == Approx(1 - 0.9555).margin(0.0005));
  const auto at_least = target("mean_days_to_first_coach", TargetComparison::at_least, 14);
  CHECK(chance(at_least, columns) == Approx(1 - 0.9555).margin(0.0005));
}

TEST_CASE("staff target: where every run has the threshold itself, only the strict signs are not met") {
  using enum TargetComparison;
  auto columns = columns_of("families_waiting", {3, 3, 3});
  for (const auto comparison : {at_most, at_least, below, above}) {
    const bool met = comparison == at_most || comparison == at_least;
    auto three = target("families_waiting", comparison, 3);
    CHECK(chance(three, columns) == Approx(met ? 1 - std::pow(0.95, 3) : std::pow(0.95, 3)));
    three.fixed = true;
    CHECK(chance(three, columns) == (met ? 1 : 0));
  }

  // Fewer than none never wait; and none wait in any run where no coach is.
  columns = columns_of("families_waiting", {0, 0, 0});
  CHECK(chance(target("families_waiting", below, 0), columns) == 0);
  CHECK(chance(target("families_waiting", at_least, 0), columns) == 1);
  CHECK(chance_met(target("families_waiting", at_most, 5), columns) < 0.2);
  columns[outcome_index("coaches_in_post")] = {0, 0, 0};
  CHECK(chance_met(target("families_waiting", at_most, 5), columns) == 1);
}

TEST_CASE(
    "staff target: runs without a number do not count, and a target that no run has a number for is not "
    "met") {
  const auto some = columns_of("mean_days_to_first_coach", {nobody_at_risk, 10, 14, 10, 14, 12});
  CHECK(chance(wait_at_most(14), some) == Approx(0.9555).margin(0.0005));
  const auto none = columns_of("mean_days_to_first_coach", {nobody_at_risk, nobody_at_risk});
  CHECK(chance(wait_at_most(14), none) == 0);
  CHECK_FALSE(meets_all(std::vector{wait_at_most(14)}, none));
  const auto one = columns_of("mean_days_to_first_coach", {nobody_at_risk, 10});
  CHECK(std::isnan(chance(wait_at_most(14), one)));
}

TEST_CASE(
    "staff target: ratios are averaged as logarithms, and costs per reunification as a ratio of means") {
  // Geometric mean 2, arithmetic mean 2.5.
  const auto odds = columns_of("naive_reunification_odds_ratio", {1, 4, 1, 4});
  CHECK(chance(target("naive_reunification_odds_ratio", TargetComparison::at_most, 2), odds) == Approx(0.5));

  // 300 dollars over 30 reunifications are 10; the mean of the runs' own ratios is 12.5.
  auto cost = columns_of("cost_per_sustained_reunification", {20, 5});
  const auto& info = outcome_table()[outcome_index("cost_per_sustained_reunification")];
  cost[outcome_index(info.numerator)] = {200, 100};
  cost[outcome_index(info.denominator)] = {10, 20};
  CHECK(is_met(target("cost_per_sustained_reunification", TargetComparison::at_most, 11),
               estimate_of(cost, outcome_index("cost_per_sustained_reunification"))));
}

TEST_CASE("staff target: all are met as far as the least likely is") {
  auto columns = columns_of("mean_days_to_first_coach", {10, 14, 10, 14, 12});
  columns[outcome_index("families_waiting")] = {5, 5, 5, 5, 5};
  auto few = target("families_waiting", TargetComparison::at_most, 6);
  few.fixed = true;
  CHECK(chance_all_met(std::vector{wait_at_most(14), few}, columns) == Approx(0.9555).margin(0.0005));
  CHECK(chance_all_met({}, columns) == 1);
}

TEST_CASE("staff target: neighbours tell what positions do, though replications differ by far more") {
  using enum PositionsEffect;
  const Oracle falling{{{"mean_days_to_first_coach", falling_wait(0.1, 20)}}};
  StaffRuns path;
  for (const std::uint32_t n : {0, 5, 10}) path[n] = falling(n, 0, 10);
  CHECK(effect_of_positions(wait_at_most(14), path, 0.95, 1) == help);
  const auto at_least = target("mean_days_to_first_coach", TargetComparison::at_least, 14);
  CHECK(effect_of_positions(at_least, path, 0.95, 1) == hurt);
  path.erase(10);
  CHECK(effect_of_positions(wait_at_most(14), path, 0.95, 1) == none_seen);
}

TEST_CASE("staff target: that without a program nobody gives up is no sign that more positions hurt") {
  const Oracle renege{
      {{"renege_share_of_families", {[](double n) { return n == 0 ? 0 : 0.5 - 0.01 * n; }, 0.001}}}};
  StaffRuns path;
  for (const std::uint32_t n : {0, 10, 20}) path[n] = renege(n, 0, 10);
  const auto few = target("renege_share_of_families", TargetComparison::at_most, 0.05);
  CHECK(effect_of_positions(few, path, 0.95, 1) == PositionsEffect::help);
}

TEST_CASE("staff target: first positions that are better than none, and more that are worse, do both") {
  const Oracle dear{{{"cost_total", {[](double n) { return 100 + std::abs(n - 20); }, 0.1, 5}}}};
  StaffRuns path;
  for (const std::uint32_t n : {0, 24, 48}) path[n] = dear(n, 0, 10);
  const auto cheap = target("cost_total", TargetComparison::at_most, 102);
  CHECK(effect_of_positions(cheap, path, 0.95, 1) == PositionsEffect::both);
  path.erase(0);
  CHECK(effect_of_positions(cheap, path, 0.95, 1) == PositionsEffect::hurt);
}
