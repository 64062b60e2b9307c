#include "sim/evidence/evidence_register.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/experiment/parameter_draws.hpp"
#include "sim/scenario/read.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

constexpr const char* county = R"(
format = 1
[families]
entries_per_year = 100
children = { shares = [0.6, 0.4] }
[[traits]]
name = "kin"
share = 0.4
hazard_ratios = { readiness = 1.3 }
[hazards]
readiness = { distribution = "weibull", shape = 0.9, scale_days = 400 }
[effects]
half_life_days = 180
[sources]
"families.entries_per_year" = { source = "County, 2023", grade = "measured", range = [80, 120] }
"hazards.readiness" = { source = "A study", grade = "published_elsewhere" }
"hazards.readiness.shape" = { source = "A guess", grade = "assumption", range = [0.5, 1] }
"traits.kin.share" = { source = "A report", grade = "expert" }
[uncertainty]
"effects.half_life_days" = { distribution = "uniform", low = 60, high = 540 }
)";

PlannedScenario planned(const std::string& name, const std::string& text) {
  auto scenario = *read_scenario_text(text, name);
  scenario.name = name;
  return {Checked<Scenario>::vouch(std::move(scenario)), name, {}, {}, {}};
}

std::vector<const RegisterRow*> rows_of(const EvidenceRegister& evidence, const std::string& parameter) {
  std::vector<const RegisterRow*> found;
  for (const auto& row : evidence.rows)
    if (row.parameter == parameter) found.push_back(&row);
  return found;
}

}  // namespace

TEST_CASE("evidence register: a number has its value, unit, range, and the nearest line about it") {
  RunPlan plan;
  plan.scenarios.push_back(planned("county", county));
  const auto evidence = evidence_register(plan);
  CHECK(evidence.plans == std::vector<std::string>{"county"});
  const auto& entries = *rows_of(evidence, "families.entries_per_year").at(0);
  CHECK(entries.values == std::vector<double>{100});
  CHECK(entries.unit == "1/year");
  CHECK(entries.source == "County, 2023");
  CHECK(entries.grade == Grade::measured);
  CHECK(entries.range == std::pair{80.0, 120.0});
  CHECK(entries.standing == Standing::sourced);
  const auto& shape = *rows_of(evidence, "hazards.readiness.shape").at(0);
  const auto& scale = *rows_of(evidence, "hazards.readiness.scale_days").at(0);
  CHECK(shape.grade == Grade::assumption);
  CHECK(shape.unit == "1");
  CHECK(scale.grade == Grade::published_elsewhere);
  CHECK(scale.values == std::vector<double>{400});
  CHECK(scale.unit == "days");
  CHECK_FALSE(scale.range);
  const auto& law = *rows_of(evidence, "hazards.readiness.distribution").at(0);
  CHECK(law.text == "weibull");
  CHECK(std::isnan(law.values[0]));
  CHECK(law.in_plan == std::vector<std::int8_t>{1});
}

TEST_CASE("evidence register: what has no source is what check lists, and what is off needs none") {
  RunPlan plan;
  plan.scenarios.push_back(planned("county", county));
  const auto evidence = evidence_register(plan);
  std::vector<std::string> without;
  for (const auto& row : evidence.rows)
    if (row.standing == Standing::without_source) without.push_back(row.parameter);
  // Lists by place; check names the key of a list or a distribution.
  CHECK(without == std::vector<std::string>{"families.children.shares.1", "families.children.shares.2",
                                            "traits.kin.hazard_ratios.readiness", "effects.half_life_days"});
  const auto listed = keys_without_source(plan.scenarios[0].scenario);
  CHECK(listed == std::vector<std::string>{"families.children", "traits.kin.hazard_ratios.readiness",
                                           "effects.half_life_days"});
  CHECK(rows_of(evidence, "frailty.readiness_sd").at(0)->standing == Standing::built_in);
  CHECK(rows_of(evidence, "effects.half_life_days").at(0)->distribution == "uniform, low 60, high 540");
  CHECK(rows_of(evidence, "run.seed").empty());  // says nothing about the world
}

TEST_CASE("evidence register: plans share a row where they differ in a number, not where sources differ") {
  std::string other = county;
  other.replace(other.find("= 100"), 5, "= 200");
  other.replace(other.find("A guess"), 7, "A study");
  other.replace(other.find("\"weibull\""), 9, "\"loglogistic\"");
  RunPlan plan;
  plan.scenarios.push_back(planned("one", county));
  plan.scenarios.push_back(planned("other", other));
  const auto evidence = evidence_register(plan);
  const auto entries = rows_of(evidence, "families.entries_per_year");
  REQUIRE(entries.size() == 1);
  CHECK(entries[0]->values == std::vector<double>{100, 200});
  CHECK(entries[0]->low == 100);
  CHECK(entries[0]->high == 200);
  const auto shape = rows_of(evidence, "hazards.readiness.shape");
  REQUIRE(shape.size() == 2);
  CHECK(shape[0]->in_plan == std::vector<std::int8_t>{1, 0});
  CHECK(std::isnan(shape[0]->values[1]));
  CHECK(shape[1]->source == "A study");
  CHECK(shape[1]->values[1] == 0.9);
  const auto law = rows_of(evidence, "hazards.readiness.distribution");
  REQUIRE(law.size() == 2);
  CHECK(law[1]->text == "loglogistic");
}

TEST_CASE("evidence register: of a drawn number the median stands, with what was drawn") {
  const ScenarioFolder folder;
  folder.write("county.toml", county);
  const auto base = std::make_shared<const BaseScenario>("county.toml");
  const std::vector<DrawablePlan> plans{{"county", base, {}, {}}};
  RunPlan plan;
  plan.scenarios = draw_plans(plans, 0, 1, 9).scenarios;
  plan.factor_roles = {{"effects.half_life_days", "uncertainty"}};
  const auto evidence = evidence_register(plan);
  CHECK(evidence.plans == std::vector<std::string>{"county"});
  std::vector<double> drawn;
  for (const auto& one : plan.scenarios) drawn.push_back(one.scenario->effects.half_life_days);
  std::sort(drawn.begin(), drawn.end());
  const auto& row = *rows_of(evidence, "effects.half_life_days").at(0);
  CHECK(row.values == std::vector<double>{drawn[4]});
  CHECK(row.low == drawn.front());
  CHECK(row.high == drawn.back());
  CHECK(row.role == "uncertainty");
  CHECK(rows_of(evidence, "families.entries_per_year").at(0)->source == "County, 2023");
}
