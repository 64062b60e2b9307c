#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/calibration_runs.hpp"
#include "sim/evidence/fitted_files.hpp"
#include "sim/experiment/study_points.hpp"
#include "tests/scenario/scenario_files.hpp"

/// Calibration of simulated scenarios whose outcomes have closed forms.
namespace homeward {
namespace {

constexpr double mean_home = 400;  // the truth that the targets come from
constexpr double mean_other = 900;

/// Shares of competing exponential exits: home within a year; and any permanent home within a year among
/// stays of 8 days or more, which is the federal indicator here.
double home_in_a_year(double a, double b) {
  const double total = 1 / a + 1 / b;
  return (1 / a) / total * -std::expm1(-365.25 * total);
}

double permanency_in_a_year(double a, double b) {
  const double total = 1 / a + 1 / b;
  return -std::expm1(-(365.25 - 8) * total);
}

void write_problem(const ScenarioFolder& folder) {
  folder.write("base.toml", R"(format = 1
[run]
entry_years = 1
follow_up_years = 1
[families]
entries_per_year = 1500
[hazards]
readiness = { distribution = "exponential", mean_days = 1200 }
other_permanency = { distribution = "exponential", mean_days = 300 }
[permanency]
shares = { adopted = 0.5, guardianship = 0.3, relative = 0.2 }
)");
  folder.write("targets.toml",
               fmt::format(R"(format = 1
base = "base.toml"
replications = 4
steps = 12
seed = 3
[set]
candidates = 30
[[parameter]]
key = "hazards.readiness.mean_days"
range = [100, 3000]
scale = "log"
[[parameter]]
key = "hazards.other_permanency.mean_days"
range = [100, 3000]
scale = "log"
[[target]]
name = "reunified_12_months"
value = {}
tolerance = 0.02
[[target]]
name = "permanency_12_months"
value = {}
band = [{}, {}]
)",
                           home_in_a_year(mean_home, mean_other), permanency_in_a_year(mean_home, mean_other),
                           permanency_in_a_year(mean_home, mean_other) - 0.02,
                           permanency_in_a_year(mean_home, mean_other) + 0.02));
}

CalibrationOracle oracle_of(const Calibration& calibration, std::size_t threads) {
  const auto runs = std::make_shared<CalibrationRuns>(calibration, threads, 1'000'000'000);
  return [&calibration, runs](std::span<const std::vector<double>> vectors) {
    Progress progress;
    const std::atomic<bool> stop{false};
    return runs->simulate(vectors, 0, calibration.replications, progress, stop);
  };
}

const auto nothing = [](std::size_t, const Vector&) {};

TEST_CASE("calibration: exponential hazards behind published shares are recovered by simulation") {
  const ScenarioFolder folder;
  write_problem(folder);
  const auto calibration = read_calibration("targets.toml");
  const auto found = fit(calibration, oracle_of(calibration, 2), nothing);
  // 6,000 families: shares have a standard error of 0.006, which is 3 % of either mean; the prior pulls a
  // little.
  CHECK(found.best.values[0] == Approx(mean_home).epsilon(0.08));
  CHECK(found.best.values[1] == Approx(mean_other).epsilon(0.12));
  CHECK(found.best.score.beyond(1) == 0);

  const auto set = find_plausible_set(calibration, oracle_of(calibration, 2), found);
  REQUIRE(set.kept.size() > 5);
  const auto spread = spreads(calibration, set);
  CHECK(spread[0].low < mean_home);
  CHECK(spread[0].high > mean_home);
  CHECK(spread[1].low < mean_other);
  CHECK(spread[1].high > mean_other);
}

TEST_CASE("calibration: the same to the last bit with any number of threads") {
  const ScenarioFolder folder;
  write_problem(folder);
  auto calibration = read_calibration("targets.toml");
  calibration.most_steps = 2;
  calibration.replications = 2;
  const auto one = fit(calibration, oracle_of(calibration, 1), nothing);
  const auto three = fit(calibration, oracle_of(calibration, 3), nothing);
  CHECK(one.best.values == three.best.values);
  CHECK(one.best.misfit == three.best.misfit);
  CHECK(one.covariance == three.covariance);
}

TEST_CASE("calibration: what is written is what was simulated") {
  const ScenarioFolder folder;
  write_problem(folder);
  folder.write("fit.toml", R"(format = 1
base = "base.toml"
[[parameter]]
key = "hazards.readiness.mean_days"
range = [100, 3000]
[[parameter]]
key = "permanency.shares.adopted"
range = [0.4, 0.8]
rest = "permanency.shares.guardianship"
[[target]]
name = "reunified_12_months"
)");
  const auto calibration = read_calibration("fit.toml");
  Fit found;
  found.best.values = {431.5, 0.61};
  PlausibleSet set;
  set.tried = 2;
  for (const auto& values : {std::vector<double>{431.5, 0.61}, std::vector<double>{500, 0.7}})
    set.kept.push_back({{0, 0}, values, {}, {}, 0});
  folder.write("out/fitted.toml", fitted_scenario_text(calibration, found, set, "out/fitted.toml"));
  folder.write("out/fitted-set.toml", fitted_study_text(calibration, set, "fitted.toml"));

  const auto fitted = read_scenario("out/fitted.toml");
  CHECK(fitted->permanency.shares[0] == 0.61);
  CHECK(fitted->permanency.shares[1] == Approx(0.19));
  CHECK(differing_keys(fitted, scenario_at(calibration, found.best.values)).empty());
  CHECK(keys_without_source(fitted).size() < keys_without_source(read_scenario("base.toml")).size());

  const auto points = points_of(read_study("out/fitted-set.toml"));
  REQUIRE(points.scenarios.size() == 2);
  CHECK(digest(points.scenarios[1].scenario) == digest(scenario_at(calibration, set.kept[1].values)));
}

}  // namespace
}  // namespace homeward
