#include "sim/measure/uncertainty.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/measure/luck.hpp"
#include "tests/measure/summarised_by.hpp"

using namespace homeward;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

using Rows = std::vector<std::vector<double>>;

DrawnRuns runs_of(const Rows& rows) {
  DrawnRuns runs;
  for (const auto& row : rows) runs.push_back({row});
  return runs;
}

}  // namespace

TEST_CASE("uncertainty: plans and draws are laid out whatever the order of the scenarios") {
  const std::vector<std::string> plan{"a", "b", "a", "b", "c"};
  const std::vector<std::uint32_t> draw{0, 0, 1, 1, 1};
  const auto layout = lay_out_draws(plan, draw, 3);
  CHECK(layout.plans == std::vector<std::string>{"a", "b", "c"});
  CHECK(layout.draws == 2);
  CHECK(layout.baseline == 1);
  CHECK(layout.scenarios[0][1] == 2);
  CHECK_FALSE(layout.scenarios[2][0]);
  CHECK(layout.baseline_of(2) == 3);
  CHECK(layout.baseline_of(4) == 3);
  CHECK(layout.baseline_of(1) == 1);
}

TEST_CASE("uncertainty: gaps leave out draws or replications, whichever costs fewer runs") {
  const Rows one_draw_short{{1, 2, 3}, {4, gap, gap}, {7, 8, 9}, {10, 11, 12}};
  const auto without_draw = crossed_table(plain, runs_of(one_draw_short));
  CHECK(without_draw.draws == std::vector<std::size_t>{0, 2, 3});
  CHECK(without_draw.table.values == std::vector<double>{1, 2, 3, 7, 8, 9, 10, 11, 12});
  const Rows not_run_yet{{1, 2, gap}, {4, 5, gap}, {7, 8, 9}, {gap, gap, gap}};
  const auto without_replication = crossed_table(plain, runs_of(not_run_yet));
  CHECK(without_replication.draws == std::vector<std::size_t>{0, 1, 2});
  CHECK(without_replication.table.values == std::vector<double>{1, 2, 4, 5, 7, 8});
  const auto nothing = crossed_table(plain, runs_of({{gap, gap}, {}}));
  CHECK(nothing.table.values.empty());
}

TEST_CASE("uncertainty: a difference is between runs of one draw and one replication") {
  const Rows plan{{5, 6}, {8, 9}, {1, 1}}, baseline{{1, 1}, {2, gap}, {}};
  const auto difference = crossed_difference(plain, runs_of(plan), runs_of(baseline));
  CHECK(difference.table.values == std::vector<double>{4, 5});
  CHECK(difference.draws == std::vector<std::size_t>{0});
}

TEST_CASE("uncertainty: a plan whose parameters do nothing shows no doubt, however much luck it has") {
  Luck luck(3);
  Rows plan, baseline;
  std::vector<double> of_replication;
  for (int r = 0; r < 8; ++r) of_replication.push_back(luck.normal());
  for (int d = 0; d < 30; ++d) {
    const double parameter = luck.normal();
    baseline.push_back(of_replication);
    plan.push_back(of_replication);
    for (double& value : plan.back()) value += 2 + parameter;
  }
  const auto none = estimate_crossed(crossed_table(plain, runs_of(baseline)).table);
  CHECK(none.doubt.ci_high == Approx(0).margin(1e-12));
  const auto difference = estimate_crossed(crossed_difference(plain, runs_of(plan), runs_of(baseline)).table);
  // Common luck cancels out, the doubt stays.
  CHECK(difference.luck.estimate == Approx(0).margin(1e-12));
  CHECK(difference.doubt.estimate > 0.3);
}

TEST_CASE("uncertainty: a linear response has the doubt of its parameter times the squared slope") {
  Luck luck(17);
  constexpr double slope = 3, low = 2, high = 6;  // a uniform parameter: variance (high - low)^2 / 12
  Rows rows;
  std::vector<double> of_replication;
  for (int r = 0; r < 5; ++r) of_replication.push_back(luck.normal());
  for (int d = 0; d < 4000; ++d) {
    const double parameter = low + (high - low) * luck.uniform();
    auto& row = rows.emplace_back();
    for (const double one : of_replication) row.push_back(slope * parameter + one + 0.5 * luck.normal());
  }
  const auto estimate = estimate_crossed(crossed_table(plain, runs_of(rows)).table);
  CHECK(estimate.doubt.estimate == Approx(slope * slope * 16 / 12).epsilon(0.04));
  CHECK(estimate.interaction.estimate == Approx(0.25).epsilon(0.04));
}

TEST_CASE("uncertainty: ratios of positive numbers are analysed as logarithms and read as ratios") {
  const Rows plan{{2, 8}, {2, 8}}, baseline{{1, 4}, {0.5, 2}};
  const auto difference = crossed_difference(log_ratio, runs_of(plan), runs_of(baseline));
  const auto estimate = on_reading_scale(log_ratio, estimate_crossed(difference.table));
  CHECK(estimate.mean == Approx(std::sqrt(8)));  // of ratios 2 and 4
  CHECK(estimate.doubt.estimate == Approx(std::pow(std::log(2), 2) / 2));
  CHECK(estimate.doubt_low > 0);
}

TEST_CASE("uncertainty: a ratio of means is formed within each draw, then averaged over draws") {
  const Rows numerator{{10, 30}, {40, 80}}, denominator{{1, 3}, {2, 2}}, unused{{0, 0}, {0, 0}};
  DrawnRuns runs;
  for (std::size_t d = 0; d < 2; ++d) runs.push_back({unused[d], numerator[d], denominator[d]});
  const auto prepared = crossed_table(of_means, runs);
  CHECK(draw_means(prepared.table) == std::vector<double>{10, 30});
  CHECK(estimate_crossed(prepared.table).mean == Approx(20));
  // Draw 1: 30 + (40 - 60) / 2 and 30 + (80 - 60) / 2.
  CHECK(prepared.table.values == std::vector<double>{10, 10, 20, 40});
}

TEST_CASE("uncertainty: no interval of doubt where more than one draw in 20 was left out") {
  CrossedEstimate estimate{};
  estimate.draws = 19;
  estimate.mean = 3;
  CHECK(unless_draws_lack(estimate, 20).doubt_high == 0);
  const auto lacking = unless_draws_lack(estimate, 21);
  CHECK(std::isnan(lacking.doubt_low));
  CHECK(std::isnan(lacking.doubt_high));
  CHECK(std::isnan(lacking.above_zero));
  CHECK(lacking.mean == 3);
}

TEST_CASE("uncertainty: draws of a plan are those that the study has, of a difference the common ones") {
  const std::vector<std::string> plans{"none", "none", "coached", "coached", "coached"};
  const std::vector<std::uint32_t> draws{0, 1, 0, 1, 2};
  const auto layout = lay_out_draws(plans, draws, 0);
  CHECK(layout.draws_of(0) == 2);
  CHECK(layout.draws_of(1) == 3);
  CHECK(layout.draws_with_baseline(1) == 2);
}

TEST_CASE("uncertainty: what plans differ by is the deviation of their means") {
  std::vector<CrossedEstimate> plans(3);
  plans[0].mean = 1;
  plans[1].mean = 5;
  plans[2].mean = gap;
  CHECK(spread_between_plans(plans) == Approx(std::sqrt(8)));
}
