#include "sim/experiment/design.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <numeric>
#include <set>

#include "sim/experiment/levels.hpp"
#include "sim/experiment/quantile.hpp"
#include "tests/experiment/studies.hpp"

using namespace homeward;

namespace {

/// Values of one factor over the points of a design.
std::vector<double> values_of(const Study& study, std::size_t factor) {
  std::vector<double> values;
  for (const auto& point : design_points(study)) values.push_back(point[factor]->value.number());
  return values;
}

/// How many of `uniforms` fall into each of equal parts of [0, 1).
std::vector<int> counts(const std::vector<double>& uniforms, std::size_t parts) {
  std::vector<int> result(parts);
  for (const double u : uniforms) ++result.at(static_cast<std::size_t>(u * static_cast<double>(parts)));
  return result;
}

double place_in(double value, double low, double high) {
  return (value - low) / (high - low);
}

std::string sampled_study(const std::string& design, int points) {
  return "design = \"" + design + "\"\npoints = " + std::to_string(points) + "\n" +
         ranged("coaches.annual_turnover", "[0.1, 0.5]") + ranged("effects.without_trust", "[0, 1]") +
         "[[factor]]\nkey = \"effects.readiness_hazard_ratio\"\ndistribution = { distribution = "
         "\"lognormal\", median "
         "= 1.2, sigma = 0.1 }\n";
}

double lognormal_place(double value) {
  return boost::math::cdf(boost::math::lognormal(std::log(1.2), 0.1), value);
}

}  // namespace

TEST_CASE("latin hypercube: each factor has one point in each of as many strata as there are points") {
  const ScenarioFolder folder;
  for (const int points : {1, 7, 200, 3000}) {
    const auto study = study_in(folder, sampled_study("latin_hypercube", points));
    const std::vector<int> one_each(static_cast<std::size_t>(points), 1);
    std::vector<double> turnover = values_of(study, 0), trust = values_of(study, 1),
                        ratio = values_of(study, 2);
    for (auto& value : turnover) value = place_in(value, 0.1, 0.5);
    for (auto& value : ratio) value = lognormal_place(value);
    CHECK((counts(turnover, one_each.size()) == one_each));
    CHECK((counts(trust, one_each.size()) == one_each));
    CHECK((counts(ratio, one_each.size()) == one_each));
  }
}

TEST_CASE("latin hypercube: factors are in orders of their own, and the seed sets them") {
  const ScenarioFolder folder;
  const auto text = sampled_study("latin_hypercube", 500);
  const auto study = study_in(folder, text);
  const auto a = values_of(study, 0), b = values_of(study, 1);
  // Of two independent orders the correlation is normal with sd 1 / sqrt(n - 1); the seed is fixed.
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (place_in(a[i], 0.1, 0.5) - 0.5) * (b[i] - 0.5);
  CHECK(std::abs(sum / static_cast<double>(a.size()) * 12) < 3 / std::sqrt(499.0));
  CHECK(values_of(study_in(folder, text), 0) == a);
  CHECK(values_of(study_in(folder, "seed = 8\n" + text), 0) != a);
}

TEST_CASE("sobol: every dyadic interval holds as many points as any other, in one and in two factors") {
  const ScenarioFolder folder;
  const auto study = study_in(folder, sampled_study("sobol", 256));
  auto a = values_of(study, 0);
  const auto b = values_of(study, 1);
  for (auto& value : a) value = place_in(value, 0.1, 0.5);
  for (std::size_t parts = 2; parts <= 256; parts *= 2) {
    CHECK(counts(a, parts) == std::vector<int>(parts, static_cast<int>(256 / parts)));
    CHECK(counts(b, parts) == std::vector<int>(parts, static_cast<int>(256 / parts)));
  }
  // The first two dimensions are a (0, m, 2)-net in base 2: boxes of equal area hold equally many points.
  for (std::size_t rows = 1; rows <= 256; rows *= 2) {
    const std::size_t columns = 256 / rows;
    std::set<std::pair<int, int>> boxes;
    for (std::size_t i = 0; i < a.size(); ++i)
      boxes.emplace(static_cast<int>(a[i] * static_cast<double>(rows)),
                    static_cast<int>(b[i] * static_cast<double>(columns)));
    CHECK(boxes.size() == 256);
  }
}

TEST_CASE("sobol: more points keep those that are there, by name") {
  const ScenarioFolder folder;
  const auto few = names_of(points_of(study_in(folder, sampled_study("sobol", 20))));
  auto many = names_of(points_of(study_in(folder, sampled_study("sobol", 33))));
  CHECK(std::set<std::string>(many.begin(), many.end()).size() == 33);
  many.resize(few.size());
  CHECK(many == few);
}

TEST_CASE("sampled designs: numbers are short, and the name reads back to the value") {
  const auto points = points_in(sampled_study("latin_hypercube", 50));
  for (const auto& planned : points.scenarios) {
    CHECK(planned.factor_labels[0].second.size() <= 7);
    CHECK(std::stod(planned.factor_labels[0].second) == planned.scenario->program.coaches.annual_turnover);
  }
}

TEST_CASE("sampled designs: whole numbers are equally likely, and points that repeat are left out") {
  const ScenarioFolder folder;
  const auto study =
      study_in(folder, "design = \"latin_hypercube\"\npoints = 60\n" + ranged("coaches.positions", "[3, 5]"));
  const auto values = values_of(study, 0);
  for (const double whole : {3.0, 4.0, 5.0}) CHECK(std::count(values.begin(), values.end(), whole) == 20);
  const auto points = points_of(study);
  CHECK(points.scenarios.size() == 3);
  CHECK(points.repeated == 57);
}

TEST_CASE("sampled designs: linked factors share their place") {
  const ScenarioFolder folder;
  const auto study =
      study_in(folder,
               "linked = [[\"coaches.annual_turnover\", \"trust.at_start\"]]\n"
               "design = \"sobol\"\npoints = 40\n" +
                   ranged("coaches.annual_turnover", "[0, 2]") + ranged("trust.at_start", "[0, 1]"));
  const auto a = values_of(study, 0), b = values_of(study, 1);
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] / 2 == Approx(b[i]).margin(1.0 / most_points));
}

TEST_CASE("simplex: every way to share 1 in steps, each once") {
  const auto points = points_in("design = \"simplex\"\n[[factor]]\nkey = \"support.mix\"\nsteps = 4\n");
  REQUIRE(points.scenarios.size() == 35);  // 7 over 3
  CHECK(names_of(points).front() == "mix=1/0/0/0");
  CHECK(names_of(points).back() == "mix=0/0/0/1");
  std::set<std::string> names;
  for (const auto& planned : points.scenarios) {
    const auto& mix = planned.scenario->program.support.mix;
    CHECK(std::accumulate(mix.begin(), mix.end(), 0.0) == 1.0);
    names.insert(planned.scenario->name);
  }
  CHECK(names.size() == 35);
  CHECK(names_of(points)[points.baseline] == "mix=0.25/0.25/0.25/0.25");
  CHECK(points_in("design = \"simplex\"\n[[factor]]\nkey = \"support.mix\"\nsteps = 3\n" +
                  factor("coaches.positions", "[1, 2]"))
            .scenarios.size() == 40);
}

TEST_CASE("simplex: sizes are binomial") {
  CHECK(simplex_count(4, 4) == 35);
  CHECK(simplex_count(4, 10) == 286);
  CHECK(simplex_count(2, 7) == 8);
  CHECK(simplex_levels({"a.x", "a.y", "a.z"}, 10, {}).size() == 66);
  CHECK(simplex_count(3, 10) == 66);
}

TEST_CASE("quantile: that of the distribution which the name says") {
  const auto check = [](const std::string& name, const std::vector<std::vector<double>>& parameters,
                        const auto& reference) {
    const WrittenDistribution written{&kind_named(uncertainty_distributions(), name), parameters};
    INFO(name);
    for (const double u : {0.001, 0.1, 0.5, 0.93, 0.9999})
      CHECK(quantile(written, u) == Approx(boost::math::quantile(reference, u)).epsilon(1e-10));
  };
  check("normal", {{2}, {3}}, boost::math::normal(2, 3));
  check("lognormal", {{1.2}, {0.1}}, boost::math::lognormal(std::log(1.2), 0.1));
  check("beta", {{2}, {5}}, boost::math::beta_distribution<>(2, 5));
  check("gamma", {{2}, {3}}, boost::math::gamma_distribution<>(2, 3));
  check("weibull", {{0.7}, {3}}, boost::math::weibull(0.7, 3));
  check("triangular", {{1}, {2}, {5}}, boost::math::triangular(1, 2, 5));
  const WrittenDistribution exponential{&kind_named(uncertainty_distributions(), "exponential"), {{4}}};
  CHECK(quantile(exponential, 0.5) == Approx(4 * std::log(2.0)));
  const WrittenDistribution point{&kind_named(uncertainty_distributions(), "triangular"), {{2}, {2}, {2}}};
  CHECK(quantile(point, 0.3) == 2);
}
