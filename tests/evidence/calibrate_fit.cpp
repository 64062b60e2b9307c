#include <catch2/catch.hpp>
#include <cmath>
#include <memory>

#include "sim/evidence/parameter_space.hpp"
#include "sim/evidence/plausible_set.hpp"

/// The fit and the set against problems whose answer is known, without any simulation.
namespace homeward {
namespace {

CalibrationParameter parameter(std::string key, double low, double high, double start, bool log = true) {
  CalibrationParameter made;
  made.key = std::move(key);
  made.low = low;
  made.high = high;
  made.start = start;
  made.log = log;
  return made;
}

CalibrationTarget target(std::size_t column, double value, double tolerance, double weight = 1) {
  return {
      "t" + std::to_string(column), "", "1", column, value, value - tolerance, value + tolerance, weight, ""};
}

Simulated exactly(double value) {
  return {value, 0, value, value};
}

/// Competing exponential ways to leave care with means a and b days: the share that ever leaves by the first,
/// the share that has within a year, and the mean stay.
std::vector<double> competing(double a, double b) {
  const double total = 1 / a + 1 / b;
  const double first = (1 / a) / total;
  return {first, first * -std::expm1(-365.25 * total), 1 / total};
}

std::vector<std::vector<Simulated>> competing_oracle(std::span<const std::vector<double>> vectors) {
  std::vector<std::vector<Simulated>> all;
  for (const auto& values : vectors) {
    auto& columns = all.emplace_back();
    for (const double value : competing(values[0], values[1])) columns.push_back(exactly(value));
  }
  return all;
}

const auto nothing = [](std::size_t, const Vector&) {};

/// True means of 400 and 900 days, looked for from far off.
Calibration competing_problem(double tolerance) {
  const auto truth = competing(400, 900);
  Calibration problem;
  problem.parameters = {parameter("a", 100, 3000, 1500), parameter("b", 100, 3000, 200)};
  problem.targets = {target(0, truth[0], tolerance), target(1, truth[1], tolerance),
                     target(2, truth[2], 1000 * tolerance)};
  problem.most_steps = 20;
  problem.seed = 7;
  return problem;
}

TEST_CASE("calibration fit: competing exponential exits are recovered from far off") {
  const auto found = fit(competing_problem(0.01), competing_oracle, nothing);
  CHECK(found.settled);
  // The prior pulls a little towards the middle of the ranges; a hundredth of a share is half a standard
  // deviation.
  CHECK(found.best.values[0] == Approx(400).epsilon(0.01));
  CHECK(found.best.values[1] == Approx(900).epsilon(0.01));
  CHECK(found.best.score.largest(0) < 0.1);
  CHECK(found.start.score.beyond(1) == 3);
}

TEST_CASE("calibration fit: the covariance is that of a straight line with the prior") {
  // y = 0.3 + 0.1 z, band 0.02 = two standard deviations: slope of the residual 2 * 0.1 / 0.02 = 10, so the
  // variance of the score is 1 / (10^2 + 1), and its value 0.2 * 10^2 * ... = (the target's own score 1) *
  // 100 / 101.
  Calibration line;
  line.parameters = {parameter("x", 0, 1, 0.5, false)};
  line.targets = {target(0, 0.4, 0.02)};
  const CalibrationOracle oracle = [&](std::span<const std::vector<double>> vectors) {
    std::vector<std::vector<Simulated>> all;
    for (const auto& values : vectors)
      all.push_back({exactly(0.3 + 0.1 * score_of(line.parameters[0], values[0]))});
    return all;
  };
  const auto found = fit(line, oracle, nothing);
  CHECK(found.covariance(0, 0) == Approx(1.0 / 101).epsilon(0.001));
  CHECK(found.best.scores[0] == Approx(100.0 / 101).epsilon(0.001));
}

TEST_CASE("calibration fit: a target without weight moves nothing") {
  auto problem = competing_problem(0.01);
  const auto without = fit(problem, competing_oracle, nothing);
  problem.targets.push_back(target(2, 10'000, 1, 0));
  const auto with = fit(problem, competing_oracle, nothing);
  CHECK(with.best.values == without.best.values);
  CHECK(with.best.score.beyond(1) == 0);
}

TEST_CASE("calibration set: it covers the truth, and what the figures cannot tell apart") {
  // Only the share that leaves by the first way: means in the same proportion fit equally well.
  auto problem = competing_problem(0.03);
  problem.targets.resize(1);
  problem.set = {200, 1.25, 1, 0};
  const auto found = fit(problem, competing_oracle, nothing);
  const auto set = find_plausible_set(problem, competing_oracle, found);
  REQUIRE(set.kept.size() > 50);
  for (const auto& vector : set.kept) CHECK(vector.score.largest(0) <= 1);
  const auto spread = spreads(problem, set);
  CHECK(spread[0].low < 400);
  CHECK(spread[0].high > 400);
  CHECK(spread[1].low < 900);
  CHECK(spread[1].high > 900);
  CHECK(correlations(set)(0, 1) > 0.9);
  CHECK(set.kept.front().values == found.best.values);

  // With all three figures both are known well.
  const auto full = competing_problem(0.03);
  const auto known = fit(full, competing_oracle, nothing);
  CHECK(known.covariance(0, 0) < found.covariance(0, 0) / 10);
}

TEST_CASE("calibration set: a candidate with more targets outside than allowed is left out") {
  auto problem = competing_problem(0.01);
  problem.set = {50, 20, 1, 0};
  const auto found = fit(problem, competing_oracle, nothing);
  const auto strict = find_plausible_set(problem, competing_oracle, found);
  problem.set.most_outside = 3;
  const auto lenient = find_plausible_set(problem, competing_oracle, found);
  CHECK(strict.kept.size() < lenient.kept.size());
  CHECK(lenient.kept.size() < 50);
  for (const auto& vector : lenient.kept) CHECK(vector.score.largest(0) <= 2);  // none beyond twice the cut
}

TEST_CASE("calibration parameters: a range is even in its own scale, and no score leaves it") {
  const auto linear = parameter("a", 2, 4, 3, false);
  const auto log = parameter("b", 10, 1000, 100);
  CHECK(value_at(linear, 0) == Approx(3));
  CHECK(value_at(log, 0) == Approx(100));
  CHECK(value_at(log, 0.6744897501960817) == Approx(std::pow(10, 2.5)).epsilon(1e-4));  // three quarters
  for (const double score : {-50.0, -3.0, 3.0, 50.0}) {
    CHECK(value_at(linear, score) >= 2);
    CHECK(value_at(linear, score) <= 4);
  }
  CHECK(value_at(linear, 50) == 4);
  CHECK(value_at(log, score_of(log, 250)) == Approx(250).epsilon(1e-4));
  CHECK(std::isfinite(score_of(log, 10)));
}

TEST_CASE("calibration score: bands need not be symmetric, and noise widens them") {
  const CalibrationTarget reentry{"r", "", "1", 0, 0.056, 0.050, 0.083, 1, ""};
  CHECK(bands_off(reentry, 0.050) == Approx(-1));
  CHECK(bands_off(reentry, 0.083) == Approx(1));
  CHECK(implausibility(reentry, exactly(0.083)) == Approx(1));
  CHECK(implausibility(reentry, {0.083, 0.027, 0, 0}) == Approx(1 / std::sqrt(2.0)));
  CHECK(implausibility(reentry, exactly(std::nan(""))) == 10);

  const std::vector targets{target(0, 1, 0.5), target(1, 1, 0.5), target(2, 1, 0.5, 0)};
  const std::vector simulated{exactly(2), exactly(1.25), exactly(9)};
  const auto scored = score(targets, simulated);
  CHECK(scored.largest(0) == Approx(2));
  CHECK(scored.largest(1) == Approx(0.5));
  CHECK(scored.largest(2) == 0);
  CHECK(scored.beyond(1) == 1);
  CHECK(residuals(targets, simulated) == std::vector<double>{4, 1, 0});
}

}  // namespace
}  // namespace homeward
