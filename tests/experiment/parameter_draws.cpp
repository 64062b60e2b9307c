#include "sim/experiment/parameter_draws.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/core/issues.hpp"
#include "sim/scenario/scenario_value.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

constexpr std::uint64_t seed = 5;
const Origin nowhere{};

const UncertainParameter ratio{
    "effects.readiness_hazard_ratio", "lognormal", {{"median", {1.2}}, {"sigma", {0.1}}}};
const UncertainParameter kinds{"support.kind_weights", "dirichlet", {{"concentrations", {1, 1, 1, 3}}}};
const UncertainParameter families{"coaches.families_per_coach", "uniform", {{"low", {8}}, {"high", {12}}}};

const char* const base = R"(format = 1
name = "county"
[families]
entries_per_year = 50
[hazards]
readiness = { distribution = "weibull", shape = 0.7, scale_days = 400 }
[effects]
readiness_hazard_ratio = 1.2
without_trust = 0.3
[uncertainty]
"effects.readiness_hazard_ratio" = { distribution = "lognormal", median = 1.2, sigma = 0.1 }
"effects.without_trust" = { distribution = "beta", alpha = 3, beta = 7 }
"support.kind_weights" = { distribution = "dirichlet", concentrations = [1, 1, 1, 1] }
)";

struct Plans {
  ScenarioFolder folder;
  std::vector<DrawablePlan> plans;

  Plans() { folder.write("county.toml", base); }
  Plans& add(const std::string& name, const std::string& text, const std::vector<Override>& overrides = {}) {
    if (!text.empty()) folder.write(name + ".toml", text);
    plans.push_back({name, std::make_shared<const BaseScenario>(name + ".toml", overrides), {}, {}});
    return *this;
  }
  DrawnPlans draw(std::uint32_t draws) const { return draw_plans(plans, 0, seed, draws); }
  Messages faults(std::uint32_t draws) const {
    Messages messages;
    try {
      draw(draws);
    } catch (const InputError& error) {
      for (const auto& issue : error.issues()) messages.push_back(to_string(issue));
    }
    return messages;
  }
};

double number_in(const PlannedScenario& planned, const std::string& key) {
  return ScenarioPath(key).number(*planned.scenario).value_or(NAN);
}

}  // namespace

TEST_CASE("parameter draws: numbers follow their distribution") {
  double sum = 0, squares = 0, uniform_sum = 0;
  constexpr std::uint32_t draws = 20'000;
  for (std::uint32_t draw = 0; draw < draws; ++draw) {
    const double logarithm = std::log(drawn_value(ratio, seed, draw, nowhere).number() / 1.2);
    sum += logarithm / draws;
    squares += logarithm * logarithm / draws;
    const auto whole = drawn_value(families, seed, draw, nowhere);
    REQUIRE(std::holds_alternative<std::int64_t>(whole.data));
    uniform_sum += whole.number() / draws;
  }
  // Standard errors 0.0007 and 0.0007; three of them.
  CHECK(sum == Approx(0).margin(0.0021));
  CHECK(std::sqrt(squares) == Approx(0.1).margin(0.0016));
  CHECK(uniform_sum == Approx(10).margin(0.025));
}

TEST_CASE("parameter draws: shares of a table sum to 1 and have a Dirichlet's means and variances") {
  double mean_advocacy = 0, mean_emotional = 0, squares = 0;
  constexpr std::uint32_t draws = 20'000;
  for (std::uint32_t draw = 0; draw < draws; ++draw) {
    const auto table = drawn_value(kinds, seed, draw, nowhere);
    double sum = 0;
    for (const auto& [name, share] : *table.table()) sum += share.number();
    REQUIRE(sum == Approx(1).epsilon(1e-12));
    const double advocacy = table.member("advocacy")->number();
    mean_advocacy += advocacy / draws;
    squares += advocacy * advocacy / draws;
    mean_emotional += table.member("emotional")->number() / draws;
  }
  // Concentrations 3 of 6: mean 1/2, variance 1/2 * 1/2 / 7; standard error of the mean 0.0013.
  CHECK(mean_advocacy == Approx(0.5).margin(0.004));
  CHECK(mean_emotional == Approx(1 / 6.0).margin(0.003));
  CHECK(squares - mean_advocacy * mean_advocacy == Approx(1 / 28.0).margin(0.001));
}

TEST_CASE("parameter draws: a draw depends on seed, key and its number, not on the other parameters") {
  const auto value = [](const UncertainParameter& parameter, std::uint64_t of_seed, std::uint32_t draw) {
    return drawn_value(parameter, of_seed, draw, nowhere).number();
  };
  auto other = ratio;
  other.key = "effects.reentry_hazard_ratio";
  CHECK(value(ratio, 1, 3) == value(ratio, 1, 3));
  CHECK(value(ratio, 1, 3) != value(ratio, 1, 4));
  CHECK(value(ratio, 1, 3) != value(ratio, 2, 3));
  CHECK(value(ratio, 1, 3) != value(other, 1, 3));
}

TEST_CASE("parameter draws: more draws keep the earlier ones, and another plan changes none") {
  Plans plans;
  plans.add("county", "")
      .add("coached",
           "format = 1\nextends = \"county.toml\"\n[coaches]\npositions = 2\n"
           "families_per_coach = 8\n");
  const auto few = plans.draw(3), more = plans.draw(5);
  REQUIRE(few.scenarios.size() == 6);
  for (std::size_t i = 0; i < few.scenarios.size(); ++i) {
    CHECK(few.scenarios[i].digest == more.scenarios[i].digest);
    CHECK(few.scenarios[i].scenario->name == more.scenarios[i].scenario->name);
  }
  CHECK(few.scenarios[3].scenario->name == "coached, draw=1");
  CHECK(few.scenarios[3].draw == PlannedScenario::Draw{"coached", 1});
  // The same draw for every plan.
  for (const auto* key : {"effects.readiness_hazard_ratio", "support.kind_weights.advocacy"})
    CHECK(number_in(few.scenarios[2], key) == number_in(few.scenarios[3], key));
  const auto alone = draw_plans(std::span(plans.plans).subspan(1), 0, seed, 3);
  CHECK(alone.scenarios[1].digest == few.scenarios[3].digest);
  CHECK(few.notes.empty());
  CHECK(few.keys == std::vector<std::string>{"effects.readiness_hazard_ratio", "effects.without_trust",
                                             "support.kind_weights"});
}

TEST_CASE("parameter draws: a row says what was drawn, as a scenario that stands by itself") {
  Plans plans;
  const auto drawn = plans.add("county", "").draw(2);
  const auto& labels = drawn.scenarios[1].factor_labels;
  REQUIRE(labels.size() == 3);
  CHECK(labels[0].first == "effects.readiness_hazard_ratio");
  CHECK(std::stod(labels[0].second) == number_in(drawn.scenarios[1], labels[0].first));
  CHECK(std::count(labels[2].second.begin(), labels[2].second.end(), '/') == 3);
  const auto again = read_scenario_text(drawn.scenarios[1].resolved_toml, "text");
  CHECK(digest(again) == drawn.scenarios[1].digest);
}

TEST_CASE("parameter draws: what a plan sets nearer than the line is meant, and stands") {
  Plans plans;
  plans.add("county", "")
      .add("sure", "format = 1\nextends = \"county.toml\"\n[effects]\nwithout_trust = 0.7\n");
  const auto drawn = plans.draw(2);
  CHECK(number_in(drawn.scenarios[1], "effects.without_trust") == 0.7);
  CHECK(number_in(drawn.scenarios[3], "effects.without_trust") == 0.7);
  CHECK(number_in(drawn.scenarios[0], "effects.without_trust") !=
        number_in(drawn.scenarios[2], "effects.without_trust"));
  REQUIRE(drawn.notes.size() == 1);
  CHECK_THAT(drawn.notes[0], Catch::Contains("effects.without_trust is set in sure nearer"));

  Plans restated;
  restated.add("again",
               "format = 1\nextends = \"county.toml\"\n[effects]\nwithout_trust = 0.7\n[uncertainty]\n"
               "\"effects.without_trust\" = { distribution = \"beta\", alpha = 3, beta = 7 }\n");
  CHECK(restated.draw(2).notes.empty());

  Plans typed;
  typed.add("county", "", {{"support.kind_weights.advocacy", "3"}});
  const auto of_typed = typed.draw(2);
  CHECK(number_in(of_typed.scenarios[1], "support.kind_weights.advocacy") == 3);
  CHECK(of_typed.keys.size() == 2);
}

TEST_CASE("parameter draws: plans that draw one key differently are refused, naming both") {
  Plans plans;
  plans.add("county", "")
      .add("wide",
           "format = 1\nextends = \"county.toml\"\n[uncertainty]\n"
           "\"effects.without_trust\" = { distribution = \"uniform\", low = 0, "
           "high = 1 }\n");
  const auto faults = plans.faults(2);
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0], Catch::Contains("wide.toml:4:1: uncertainty.\"effects.without_trust\" of wide") &&
                            Catch::Contains("but county has { distribution = \"beta\""));
}

TEST_CASE("parameter draws: a draw outside the range of its key is a fault of its line") {
  Plans plans;
  plans.add("wide",
            "format = 1\nextends = \"county.toml\"\n[uncertainty]\n\"effects.without_trust\" = "
            "{ distribution = \"normal\", mean = 0.5, sd = 1 }\n");
  const auto faults = plans.faults(20);
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0], Catch::Contains("wide.toml:4:1: effects.without_trust is") &&
                            Catch::Contains("it must be in [0, 1]") && Catch::Contains("draw=") &&
                            Catch::Contains("more); narrow its distribution in [uncertainty]"));
}

TEST_CASE("parameter draws: without any [uncertainty] there is nothing to draw") {
  Plans plans;
  plans.add("plain", "format = 1\n");
  const auto faults = plans.faults(2);
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0], Catch::Contains("no parameter is drawn"));
}

TEST_CASE("parameter draws: before a later start the baseline's program of the same draw runs") {
  Plans plans;
  plans
      .add(
          "staffed",
          "format = 1\nextends = \"county.toml\"\n[coaches]\npositions = 2\nfamilies_per_coach = 8\n"
          "annual_turnover = 0.2\n[uncertainty]\n\"coaches.annual_turnover\" = { distribution = \"uniform\", "
          "low = 0.1, high = 0.5 }\n")
      .add("later",
           "format = 1\nextends = \"staffed.toml\"\n[coaches]\npositions = 3\n[program]\n"
           "start_days = 100\n");
  const auto drawn = plans.draw(2);
  for (const std::size_t i : {std::size_t{1}, std::size_t{3}}) {
    const auto& later = *drawn.scenarios[i].scenario;
    REQUIRE(later.program_before);
    CHECK(later.program_before->coaches.annual_turnover == later.program.coaches.annual_turnover);
    CHECK(later.program_before->coaches.positions == 2U);
  }
}
