#include <catch2/catch.hpp>

#include "sim/scenario/base_scenario.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

const std::string base = R"(format = 1
title = "The base"
[coaches]
positions = 10
families_per_coach = 8
[effects]
readiness_hazard_ratio = 1.25
reference_spell_days = 365
[trust]
growth_per_contact = 0.05
[sources]
"coaches.positions" = { source = "the budget", grade = "expert" }
[uncertainty]
"effects.readiness_hazard_ratio" = { distribution = "lognormal", median = 1.25, sigma = 0.1 }
"trust.growth_per_contact" = { distribution = "uniform", low = 0.02, high = 0.1 }
)";

struct Folder : ScenarioFolder {
  Folder() { write("base.toml", base); }
};

std::vector<Override> with(const std::string& file) {
  return {{.key = "", .value = "", .overlay = file}};
}

}  // namespace

TEST_CASE("overlay: its keys are set over a scenario, its lines on sources and uncertainty join, and the title names it") {
  const Folder folder;
  folder.write("more.toml",
               "[coaches]\npositions = 12\n[sources]\n\"coaches.positions\" = { source = \"a wish\", grade = \"assumption\" }\n"
               "[uncertainty]\n\"coaches.positions\" = { distribution = \"uniform\", low = 11, high = 13 }\n");
  const auto read = read_scenario("base.toml", with("more.toml"));
  CHECK(read->name == "base");
  CHECK(read->title == "The base, with more");
  CHECK(read->program.coaches.positions == 12u);
  CHECK(read->program.coaches.families_per_coach == 8);
  REQUIRE(read->sources.size() == 1);
  CHECK(read->sources[0].text == "a wish");
  CHECK(read->uncertainty.size() == 3);
  CHECK(read->origins.at("coaches.positions") == "more.toml:2");
}

TEST_CASE("overlay: several hold in their order, and what is set by hand wins whatever the order") {
  const Folder folder;
  folder.write("a.toml", "[coaches]\npositions = 12\nfamilies_per_coach = 9\n");
  folder.write("b.toml", "format = 1\n[coaches]\npositions = 13\n");
  auto overrides = with("a.toml");
  overrides.push_back(with("b.toml")[0]);
  CHECK(read_scenario("base.toml", overrides)->program.coaches.positions == 13u);
  CHECK(read_scenario("base.toml", overrides)->program.coaches.families_per_coach == 9);
  CHECK(read_scenario("base.toml", overrides)->title == "The base, with a and b");
  overrides.insert(overrides.begin(), {.key = "coaches.positions", .value = "20"});
  CHECK(read_scenario("base.toml", overrides)->program.coaches.positions == 20u);
}

TEST_CASE("overlay: it extends nothing and has no name; faults name its file, line and key") {
  const Folder folder;
  folder.write("bad.toml", "name = \"x\"\nextends = \"base.toml\"\n[coaches]\npositons = 12\n");
  const auto faults = faults_of("base.toml", with("bad.toml"));
  REQUIRE(faults.size() == 3);
  for (const auto& fault : faults) CHECK(fault.starts_with("bad.toml:"));
  folder.write("low.toml", "[coaches]\nfamilies_per_coach = 0\n");
  REQUIRE(faults_of("base.toml", with("low.toml")).size() == 1);
  CHECK(faults_of("base.toml", with("low.toml"))[0].starts_with("low.toml:2"));
  REQUIRE(faults_of("base.toml", with("none.toml")).size() == 1);
  CHECK(faults_of("base.toml", with("none.toml"))[0].starts_with("none.toml"));
}

TEST_CASE("overlay: a number that it sets without a line on its uncertainty is meant as set") {
  const Folder folder;
  folder.write("size.toml", "[effects]\nreadiness_hazard_ratio = 1.1\n");
  folder.write("both.toml",
               "[effects]\nreadiness_hazard_ratio = 1.1\n[uncertainty]\n"
               "\"effects.readiness_hazard_ratio\" = { distribution = \"lognormal\", median = 1.1, sigma = 0.1 }\n");
  CHECK_FALSE(BaseScenario("base.toml").is_meant_as_set("effects.readiness_hazard_ratio"));
  CHECK(BaseScenario("base.toml", with("size.toml")).is_meant_as_set("effects.readiness_hazard_ratio"));
  CHECK_FALSE(BaseScenario("base.toml", with("both.toml")).is_meant_as_set("effects.readiness_hazard_ratio"));
}

TEST_CASE("overlay: the ratio alone speaks of the scenario's evidence, with trust beside it of its own") {
  const Folder folder;
  folder.write("alone.toml", "[effects]\nreadiness_hazard_ratio = 1.1\n");
  folder.write("trust.toml", "[trust]\ngrowth_per_contact = 0.1\n");
  folder.write("both.toml", "[effects]\nreadiness_hazard_ratio = 1.1\n[trust]\ngrowth_per_contact = 0.1\n");
  const auto reference = [](const char* file) {
    return read_scenario("base.toml", with(file))->effects.reference.growth_per_contact;
  };
  CHECK(reference("alone.toml") == 0.05);
  CHECK(reference("trust.toml") == 0.05);
  CHECK(reference("both.toml") == 0.1);
}
