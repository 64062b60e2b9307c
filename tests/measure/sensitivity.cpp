#include "sim/measure/sensitivity.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/measure/luck.hpp"

using namespace homeward;

namespace {

std::vector<double> normal_draws(Luck& luck, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(luck.normal());
  return values;
}

std::vector<std::size_t> all_of(std::size_t count) {
  std::vector<std::size_t> draws(count);
  std::iota(draws.begin(), draws.end(), std::size_t{0});
  return draws;
}

double deviation(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / (n - 1));
}

}  // namespace

TEST_CASE("sensitivity: a linear response gives back its slopes, and explains everything") {
  Luck luck(1);
  const std::size_t draws = 40;
  const DrawnNumber strong{"a", "a", normal_draws(luck, draws)}, weak{"b", "b", normal_draws(luck, draws)},
      idle{"c", "c", normal_draws(luck, draws)}, fixed{"d", "d", std::vector<double>(draws, 0.3)};
  std::vector<double> means;
  for (std::size_t d = 0; d < draws; ++d) means.push_back(7 + 4 * strong.values[d] - weak.values[d]);
  const std::vector<DrawnNumber> numbers{strong, weak, idle, fixed};
  const auto found = regress(numbers, all_of(draws), means);
  CHECK(found.r_squared == Approx(1));
  CHECK(found.effects[0].effect == Approx(4 * deviation(strong.values)));
  CHECK(found.effects[1].effect == Approx(-deviation(weak.values)));
  CHECK(found.effects[2].effect == Approx(0).margin(1e-9));
  CHECK(found.effects[0].standardised == Approx(4 * deviation(strong.values) / deviation(means)));
  CHECK(std::isnan(found.effects[3].effect));
}

TEST_CASE("sensitivity: intervals of effects hold the truth as often as said, and R squared is the share") {
  Luck luck(2);
  const std::size_t draws = 30;
  double held = 0, r_squared = 0, by_chance = 0;
  constexpr int studies = 2000;
  for (int i = 0; i < studies; ++i) {
    const std::vector<DrawnNumber> numbers{{"a", "a", normal_draws(luck, draws)},
                                           {"b", "b", normal_draws(luck, draws)}};
    std::vector<double> means;
    for (std::size_t d = 0; d < draws; ++d) means.push_back(2 * numbers[0].values[d] + luck.normal());
    const auto found = regress(numbers, all_of(draws), means);
    const double truth = 2 * deviation(numbers[0].values);
    held += found.effects[0].ci_low <= truth && truth <= found.effects[0].ci_high ? 1.0 / studies : 0;
    r_squared += found.r_squared / studies;
    by_chance += regress(numbers, all_of(draws), normal_draws(luck, draws)).r_squared_adjusted / studies;
  }
  CHECK(held == Approx(0.95).margin(0.015));
  CHECK(r_squared == Approx(0.8).margin(0.02));  // 4 of 5
  CHECK(by_chance < 0.03);                       // of numbers that do nothing: 0, or a little above
}

TEST_CASE("sensitivity: shares of a table are told apart although they sum to 1, the same in any order") {
  Luck luck(3);
  const std::size_t draws = 400;
  std::vector<DrawnNumber> shares{{"mix.a", "mix", {}}, {"mix.b", "mix", {}}, {"mix.c", "mix", {}}};
  std::vector<double> means;
  double held = 0;
  for (std::size_t d = 0; d < draws; ++d) {
    double sum = 0;
    std::vector<double> parts;
    for (int i = 0; i < 3; ++i) sum += parts.emplace_back(luck.exponential());
    for (std::size_t i = 0; i < 3; ++i) shares[i].values.push_back(parts[i] / sum);
    means.push_back(6 * shares[0].values.back());
  }
  const auto found = regress(shares, all_of(draws), means);
  CHECK(found.r_squared == Approx(1));
  // 6 a = 4 a - 2 b - 2 c + 2 where they sum to 1; deviations are nearly equal, so that this cancels out.
  CHECK(found.effects[0].effect == Approx(4 * deviation(shares[0].values)).epsilon(0.1));
  CHECK(found.effects[1].effect == Approx(-2 * deviation(shares[1].values)).epsilon(0.2));
  CHECK(found.effects[2].effect == Approx(found.effects[1].effect).epsilon(0.2));
  std::swap(shares[0], shares[2]);
  CHECK(regress(shares, all_of(draws), means).effects[2].effect == Approx(found.effects[0].effect));

  // With luck in the means the interval of the contrast a - b - c holds as often as said.
  constexpr int studies = 800;
  for (int i = 0; i < studies; ++i) {
    auto noisy = means;
    for (double& value : noisy) value += luck.normal();
    const auto effect = regress(shares, all_of(draws), noisy).effects[2];
    held += effect.ci_low <= found.effects[0].effect && found.effects[0].effect <= effect.ci_high ? 1 : 0;
  }
  CHECK(held / studies == Approx(0.95).margin(0.025));
}

TEST_CASE("sensitivity: too few draws or dependent numbers give no effects") {
  Luck luck(4);
  const std::vector<DrawnNumber> two{{"a", "a", normal_draws(luck, 4)}, {"b", "b", normal_draws(luck, 4)}};
  CHECK(std::isnan(regress(two, all_of(4), std::vector<double>{1, 2, 4, 3}).r_squared));
  auto twins = std::vector<DrawnNumber>{{"a", "a", normal_draws(luck, 20)}, {"b", "b", {}}};
  twins[1].values = twins[0].values;
  CHECK(std::isnan(regress(twins, all_of(20), normal_draws(luck, 20)).effects[0].effect));
  CHECK(std::isnan(regress(two, all_of(4), std::vector<double>(4, 1.0)).r_squared));
}
