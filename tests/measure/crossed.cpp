#include "sim/measure/crossed.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/measure/luck.hpp"

using namespace homeward;

namespace {

/// Standard deviations of the parts of a table.
struct Parts {
  double doubt{}, luck{}, interaction{};
};

CrossedTable random_table(Luck& luck, std::size_t draws, std::size_t replications, double mean, Parts sd) {
  CrossedTable table{draws, replications, {}};
  std::vector<double> of_replication;
  for (std::size_t r = 0; r < replications; ++r) of_replication.push_back(sd.luck * luck.normal());
  for (std::size_t d = 0; d < draws; ++d) {
    const double of_draw = sd.doubt * luck.normal();
    for (const double one : of_replication)
      table.values.push_back(mean + of_draw + one + sd.interaction * luck.normal());
  }
  return table;
}

bool holds(const VarianceComponent& component, double truth) {
  return component.ci_low <= truth && truth <= component.ci_high;
}

/// What many tables of one kind show.
struct Coverage {
  double mean{}, expected{}, doubt{}, luck{}, interaction{};      ///< shares of intervals that hold the truth
  double average_doubt{}, average_luck{}, average_interaction{};  ///< of the estimates
};

Coverage coverage(std::size_t draws, std::size_t replications, Parts sd, int tables) {
  Luck luck(20261001);
  constexpr double mean = 3;
  Coverage found;
  for (int i = 0; i < tables; ++i) {
    const auto estimate = estimate_crossed(random_table(luck, draws, replications, mean, sd));
    const double truth_of_parameters = mean + sd.doubt * luck.normal();
    const double one = 1.0 / tables;
    found.mean += estimate.ci_low <= mean && mean <= estimate.ci_high ? one : 0;
    found.expected +=
        estimate.doubt_low <= truth_of_parameters && truth_of_parameters <= estimate.doubt_high ? one : 0;
    found.doubt += holds(estimate.doubt, sd.doubt * sd.doubt) ? one : 0;
    found.luck += holds(estimate.luck, sd.luck * sd.luck) ? one : 0;
    found.interaction += holds(estimate.interaction, sd.interaction * sd.interaction) ? one : 0;
    found.average_doubt += one * estimate.doubt.estimate;
    found.average_luck += one * estimate.luck.estimate;
    found.average_interaction += one * estimate.interaction.estimate;
  }
  return found;
}

}  // namespace

TEST_CASE("crossed: mean squares of a table by hand") {
  // Draws differ by 2, replications by 1, and the corners by a half either way.
  const auto estimate = estimate_crossed({2, 2, {0.5, 0.5, 1.5, 3.5}});
  // Means of draws 0.5, 2.5; of replications 1, 2; rests +-0.5: mean squares 4, 1, 1.
  CHECK(estimate.mean == Approx(1.5));
  CHECK(estimate.doubt.estimate == Approx((4 - 1) / 2.0));
  CHECK(estimate.luck.estimate == 0);
  CHECK(estimate.interaction.estimate == Approx(1));
  // Spread of the mean (4 + 1 - 1) / 4, its degrees of freedom 16 / (16 + 1 + 1), so 1; Student 12.7062
  // (tables).
  CHECK(estimate.ci_high == Approx(1.5 + 12.7062).epsilon(1e-5));
  // Of the expected value: 4 / 2 of draws and 1 of the mean, one degree of freedom each, so one: Student
  // times sqrt(3); never less than the interval of the mean.
  CHECK(estimate.doubt_low == Approx(1.5 - 12.7062 * std::sqrt(3.0)).epsilon(1e-5));
  // Chi-square with one degree of freedom: 5.02389 and 0.000982069 (tables).
  CHECK(estimate.interaction.ci_low == Approx(1 / 5.02389).epsilon(1e-5));
  CHECK(estimate.interaction.ci_high == Approx(1 / 0.000982069).epsilon(1e-5));
}

TEST_CASE(
    "crossed: components of generated tables are found, and their intervals hold them as often as said") {
  const Parts sd{0.8, 0.5, 0.3};
  const auto found = coverage(25, 8, sd, 3000);
  // Standard error of a share of 0.95 in 3000 tables: 0.004; the intervals themselves are approximations.
  CHECK(found.mean == Approx(0.95).margin(0.02));
  CHECK(found.expected == Approx(0.95).margin(0.02));
  CHECK(found.doubt == Approx(0.95).margin(0.015));
  CHECK(found.luck == Approx(0.95).margin(0.015));
  CHECK(found.interaction == Approx(0.95).margin(0.015));
  CHECK(found.average_doubt == Approx(0.64).epsilon(0.02));
  CHECK(found.average_luck == Approx(0.25).epsilon(0.03));
  CHECK(found.average_interaction == Approx(0.09).epsilon(0.01));
}

TEST_CASE("crossed: with little doubt in much luck, few replications and few draws, intervals still hold") {
  const auto few = coverage(6, 3, {0.4, 1, 0.6}, 3000);
  CHECK(few.mean > 0.93);
  CHECK(few.expected > 0.93);
  CHECK(few.doubt > 0.93);
  CHECK(few.luck > 0.93);
  // Doubt that hardly shows in the interaction.
  const auto weak = coverage(100, 5, {0.2, 0.3, 1}, 1500);
  CHECK(weak.mean > 0.93);
  CHECK(weak.expected > 0.93);
  const auto no_doubt = coverage(20, 10, {0, 1, 0.5}, 2000);
  CHECK(no_doubt.mean > 0.93);
  CHECK(no_doubt.expected == Approx(0.95).margin(0.02));
  // The lower bound of a variance of 0 is above it in 2.5 % of tables.
  CHECK(no_doubt.doubt == Approx(0.975).margin(0.015));
}

TEST_CASE("crossed: with two or three draws the expected value is still held as often as said") {
  CHECK(coverage(2, 10, {1, 0.3, 0.3}, 3000).expected > 0.94);
  CHECK(coverage(3, 10, {1, 0.3, 0.3}, 3000).expected > 0.94);
}

TEST_CASE("crossed: luck that all draws share does not make doubt, and doubt makes no luck") {
  Luck luck(5);
  CrossedTable shared{40, 6, {}}, doubted{40, 6, {}};
  std::vector<double> of_replication, of_draw;
  for (int r = 0; r < 6; ++r) of_replication.push_back(luck.normal());
  for (int d = 0; d < 40; ++d) of_draw.push_back(luck.normal());
  for (const double draw : of_draw) {
    for (const double replication : of_replication) {
      shared.values.push_back(1000 + replication);
      doubted.values.push_back(1000 + draw);
    }
  }
  const auto all_luck = estimate_crossed(shared);
  CHECK(all_luck.doubt.estimate == Approx(0).margin(1e-12));
  CHECK(all_luck.doubt.ci_high == Approx(0).margin(1e-12));
  CHECK(all_luck.luck.estimate > 0.1);
  const auto all_doubt = estimate_crossed(doubted);
  CHECK(all_doubt.luck.estimate == Approx(0).margin(1e-12));
  CHECK(all_doubt.doubt.estimate > 0.5);
  // More replications tell nothing new: the expected value is as doubtful as the parameters.
  const double sd = std::sqrt(all_doubt.doubt.estimate);
  // Student's t with 39 degrees of freedom is 2.0227 (tables); the mean's own error adds a few.
  CHECK(all_doubt.doubt_high - all_doubt.mean == Approx(2.0227 * sd * std::sqrt(1 + 1 / 40.0)).epsilon(2e-3));
}

TEST_CASE("crossed: more runs narrow the mean, but not the expected value below the doubt") {
  Luck luck(9);
  const Parts sd{1, 0.5, 0.5};
  const auto small = estimate_crossed(random_table(luck, 20, 5, 0, sd));
  const auto large = estimate_crossed(random_table(luck, 2000, 50, 0, sd));
  CHECK(large.ci_high - large.ci_low < 0.5 * (small.ci_high - small.ci_low));
  CHECK((large.doubt_high - large.doubt_low) / 2 == Approx(1.96).epsilon(0.06));
}

TEST_CASE("crossed: a probability of being above 0 counts the doubt") {
  Luck luck(12);
  // Expected values are normal around 1 with deviation 1: above 0 in 84 % (normal tables: 0.8413).
  const auto estimate = estimate_crossed(random_table(luck, 4000, 4, 1, {1, 0.05, 0.1}));
  // Mean and deviation of 4000 draws: standard error of the probability 0.006; three of them.
  CHECK(estimate.above_zero == Approx(0.8413).margin(0.018));
}

TEST_CASE("crossed: what a table cannot tell is no number") {
  const auto one_replication = estimate_crossed({3, 1, {1, 2, 6}});
  CHECK(one_replication.mean == Approx(3));
  CHECK(std::isnan(one_replication.ci_low));
  CHECK(std::isnan(one_replication.doubt.estimate));
  const auto one_draw = estimate_crossed({1, 3, {1, 2, 6}});
  CHECK(one_draw.mean == Approx(3));
  CHECK(std::isnan(one_draw.luck.estimate));
  const auto none = estimate_crossed({});
  CHECK(std::isnan(none.mean));
  CHECK(none.draws == 0);
  const auto constant = estimate_crossed({2, 2, {7, 7, 7, 7}});
  CHECK(constant.ci_low == 7);
  CHECK(constant.doubt_high == 7);
  CHECK(constant.above_zero == 1);
}
