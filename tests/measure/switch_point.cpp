#include "sim/measure/switch_point.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "tests/measure/luck.hpp"

using namespace homeward;

namespace {

std::vector<std::size_t> all_of(std::size_t count) {
  std::vector<std::size_t> draws(count);
  std::iota(draws.begin(), draws.end(), std::size_t{0});
  return draws;
}

DrawnNumber uniform_number(Luck& luck, const char* name, double low, double high, std::size_t draws) {
  DrawnNumber number{name, name, {}};
  for (std::size_t d = 0; d < draws; ++d) number.values.push_back(low + (high - low) * luck.uniform());
  return number;
}

/// Differences whose expectation depends on the draw alone, with luck of its own in each run and luck that
/// all draws share.
CrossedTable differences(std::size_t draws, std::size_t replications,
                         const std::function<double(std::size_t)>& expected, Luck* luck = nullptr,
                         double noise = 0, double shared = 0) {
  CrossedTable table{draws, replications, std::vector<double>(draws * replications)};
  std::vector<double> of_replication(replications);
  for (double& one : of_replication) one = shared > 0 ? shared * luck->normal() : 0;
  for (std::size_t d = 0; d < draws; ++d)
    for (std::size_t r = 0; r < replications; ++r)
      table.values[d * replications + r] =
          expected(d) + of_replication[r] + (noise > 0 ? noise * luck->normal() : 0);
  return table;
}

}  // namespace

TEST_CASE("switch point: of a line it is where the line is 0, whatever the other parameters do") {
  Luck luck(1);
  const std::size_t draws = 30;
  const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 10, draws),
                                         uniform_number(luck, "b", -1, 1, draws),
                                         uniform_number(luck, "c", 2, 4, draws)};
  const auto table = differences(
      draws, 3, [&](std::size_t d) { return 2 * (numbers[0].values[d] - 6) + 5 * numbers[1].values[d]; });
  const auto found = SwitchFinder(numbers, all_of(draws)).find(table);
  // The others are held at their averages over the draws.
  const auto& b = numbers[1].values;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / static_cast<double>(draws);
  CHECK(found[0].finding == SwitchFinding::in_range);
  CHECK(found[0].point == Approx(6 - 2.5 * mean_b));
  CHECK(found[0].ci_low == Approx(found[0].point));
  CHECK(found[0].ci_high == Approx(found[0].point));
  CHECK(found[0].at_low < 0);
  CHECK(found[0].at_high > 0);
  CHECK(found[0].range_low == *std::min_element(numbers[0].values.begin(), numbers[0].values.end()));
  CHECK(found[2].finding == SwitchFinding::flat);
}

TEST_CASE("switch point: its interval holds the truth as often as said, luck that draws share included") {
  constexpr int studies = 500;
  const std::size_t draws = 40, replications = 12;
  struct Case {
    double noise, shared;
  };
  for (const auto& [noise, shared] : {Case{2, 0}, Case{2, 0.5}, Case{0.2, 1}}) {
    Luck luck(7);
    double held = 0, told = 0;
    for (int i = 0; i < studies; ++i) {
      const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 1, draws),
                                             uniform_number(luck, "b", -1, 1, draws)};
      // 4 (a - 0.4) + b, b held at its average over the draws.
      const auto& b = numbers[1].values;
      const double truth = 0.4 - 0.25 * std::accumulate(b.begin(), b.end(), 0.0) / static_cast<double>(draws);
      const auto expected = [&](std::size_t d) { return 4 * (numbers[0].values[d] - 0.4) + b[d]; };
      const auto found = SwitchFinder(numbers, all_of(draws))
                             .find(differences(draws, replications, expected, &luck, noise, shared))[0];
      if (std::isnan(found.ci_low)) continue;
      told += 1;
      held += found.ci_low <= truth && truth <= found.ci_high ? 1 : 0;
    }
    INFO("noise " << noise << ", shared " << shared);
    CHECK(told > 0.97 * studies);
    CHECK(held / told == Approx(0.95).margin(0.03));
  }
}

TEST_CASE(
    "switch point: of a curve that rises throughout it is where the curve is 0, not where a line would be") {
  const std::size_t draws = 80, replications = 10;
  struct Case {
    const char* name;
    double (*curve)(double);
    double root, least_held;
  };
  // The second is none of the curves that are fitted, so its interval misses a little more often.
  const auto& [name, curve, root, least_held] =
      GENERATE(Case{"logarithm", [](double a) { return std::log(a); }, 1, 0.91},
               Case{"saturation", [](double a) { return std::exp(-0.25) - std::exp(-a / 2); }, 0.5, 0.8});
  INFO(name);
  Luck luck(3);
  double held = 0, point = 0, of_line = 0;
  constexpr int studies = 200;
  for (int i = 0; i < studies; ++i) {
    const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0.1, 5, draws),
                                           uniform_number(luck, "b", -1, 1, draws)};
    const auto& a = numbers[0].values;
    const auto table = differences(
        draws, replications, [&](std::size_t d) { return curve(a[d]); }, &luck, 0.3);
    const auto found = SwitchFinder(numbers, all_of(draws)).find(table)[0];
    REQUIRE_FALSE(std::isnan(found.point));
    held += found.ci_low <= root && root <= found.ci_high ? 1.0 / studies : 0;
    point += found.point / studies;
    double mean_a = 0, mean = 0, across = 0, along = 0;
    for (const double one : a) mean_a += one / static_cast<double>(draws);
    for (const double one : a) mean += curve(one) / static_cast<double>(draws);
    for (const double one : a) across += (one - mean_a) * (curve(one) - mean);
    for (const double one : a) along += (one - mean_a) * (one - mean_a);
    of_line += (mean_a - mean * along / across) / studies;
  }
  CHECK(point == Approx(root).margin(0.04));
  CHECK(std::abs(of_line - root) > 0.15);
  CHECK(held > least_held);
}

TEST_CASE("switch point: where the difference keeps its sign over the range drawn there is none") {
  Luck luck(4);
  const std::size_t draws = 40;
  const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 1, draws),
                                         uniform_number(luck, "b", 0, 1, draws)};
  const auto expected = [&](std::size_t d) { return 3 + numbers[0].values[d]; };  // 0 at -3
  const auto found = SwitchFinder(numbers, all_of(draws)).find(differences(draws, 8, expected, &luck, 0.3));
  CHECK(found[0].finding == SwitchFinding::none_in_range);
  CHECK(std::isnan(found[0].point));
  CHECK(found[0].at_low > 0);
  CHECK(found[0].at_high > found[0].at_low);
  CHECK(found[1].finding == SwitchFinding::flat);
}

TEST_CASE("switch point: where the sign is not told at one end, the interval is open there") {
  Luck luck(5);
  const std::size_t draws = 40;
  const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 1, draws)};
  const auto expected = [&](std::size_t d) { return numbers[0].values[d] - 0.05; };
  const auto found =
      SwitchFinder(numbers, all_of(draws)).find(differences(draws, 8, expected, &luck, 0.6))[0];
  REQUIRE(found.finding == SwitchFinding::possible);
  CHECK_FALSE(found.told_at_low);
  CHECK(found.told_at_high);
  CHECK(found.ci_low == -std::numeric_limits<double>::infinity());
  CHECK(found.ci_high < 0.5);
}

TEST_CASE("switch point: an effect that leaves the sign open at both ends is undecided") {
  Luck luck(10);
  const std::size_t draws = 60, replications = 6;
  const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 1, draws)};
  // Luck that all draws share is far more than what the number does.
  const auto expected = [&](std::size_t d) { return numbers[0].values[d] - 0.5; };
  const auto found =
      SwitchFinder(numbers, all_of(draws)).find(differences(draws, replications, expected, &luck, 0.1, 5))[0];
  CHECK(found.finding == SwitchFinding::undecided);
  CHECK(std::isnan(found.point));
  CHECK(std::isnan(found.ci_low));
}

TEST_CASE("switch point: parameters that do nothing are called flat about as often as said") {
  Luck luck(6);
  const std::size_t draws = 30;
  constexpr int studies = 500;
  double flat = 0;
  for (int i = 0; i < studies; ++i) {
    const std::vector<DrawnNumber> numbers{uniform_number(luck, "a", 0, 1, draws),
                                           uniform_number(luck, "b", 0, 1, draws)};
    const auto expected = [&](std::size_t d) { return 0.2 + numbers[1].values[d]; };
    const auto found =
        SwitchFinder(numbers, all_of(draws)).find(differences(draws, 5, expected, &luck, 1, 0.5))[0];
    flat += found.finding == SwitchFinding::flat ? 1.0 / studies : 0;
  }
  CHECK(flat == Approx(0.95).margin(0.03));
}

TEST_CASE("switch point: shares of a table that sum to 1 give way in proportion") {
  Luck luck(8);
  const std::size_t draws = 200;
  std::vector<DrawnNumber> shares{{"mix.a", "mix", {}}, {"mix.b", "mix", {}}, {"mix.c", "mix", {}}};
  for (std::size_t d = 0; d < draws; ++d) {
    double sum = 0;
    std::vector<double> parts;
    for (int i = 0; i < 3; ++i) sum += parts.emplace_back(luck.exponential());
    for (std::size_t i = 0; i < 3; ++i) shares[i].values.push_back(parts[i] / sum);
  }
  const auto expected = [&](std::size_t d) { return shares[0].values[d] - shares[1].values[d]; };
  const auto found = SwitchFinder(shares, all_of(draws)).find(differences(draws, 4, expected, &luck, 0.05));
  // b is half of 1 - a on average, so a - b is 0 at a third; c at 1/3 makes a and b the same: no effect.
  CHECK(found[0].point == Approx(1.0 / 3).margin(0.03));
  CHECK(found[1].point == Approx(1.0 / 3).margin(0.03));
  CHECK(found[0].at_high > 0);
  CHECK(found[1].at_high < 0);
  CHECK(found[2].finding == SwitchFinding::flat);
}

TEST_CASE("switch point: too few draws or replications tell nothing") {
  Luck luck(9);
  std::vector<DrawnNumber> numbers;
  for (const auto* name : {"a", "b", "c", "d"}) numbers.push_back(uniform_number(luck, name, -1, 1, 12));
  const auto line = [&](std::size_t d) { return numbers[0].values[d]; };
  const auto found_with = [&](std::size_t draws, std::size_t replications) {
    return SwitchFinder(numbers, all_of(draws)).find(differences(draws, replications, line))[0].finding;
  };
  CHECK(least_draws(4) == 10);
  CHECK(found_with(10, 2) == SwitchFinding::in_range);
  CHECK(found_with(9, 2) == SwitchFinding::not_told);   // fewer than the numbers and six
  CHECK(found_with(3, 2) == SwitchFinding::not_told);   // fewer than the numbers
  CHECK(found_with(12, 1) == SwitchFinding::not_told);  // luck cannot be told
  CHECK(SwitchFinder(numbers, {}).find({0, 0, {}})[0].finding == SwitchFinding::not_told);
  auto fixed = numbers;
  fixed[0].values.assign(12, 0.5);
  CHECK(SwitchFinder(fixed, all_of(12)).find(differences(12, 2, line))[0].finding == SwitchFinding::not_told);
}
