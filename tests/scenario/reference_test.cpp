#include <catch2/catch.hpp>

#include "sim/scenario/base_scenario.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/print.hpp"
#include "sim/scenario/reference_relationship.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

const std::string base = R"(format = 1
[effects]
readiness_hazard_ratio = 1.25
reference_spell_days = 365
half_life_days = 180
without_trust = 0.3
[trust]
at_start = 0.1
growth_per_contact = 0.056
)";

Scenario read_child(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  folder.write("base.toml", base);
  folder.write("child.toml", "format = 1\nextends = \"base.toml\"\n" + text);
  return *read_scenario("child.toml", overrides);
}

}  // namespace

TEST_CASE("reference: the relationship is that of the file that sets the ratio, whatever a plan or --set changes") {
  const auto of_base = read_child("").effects.reference;
  CHECK(of_base.at_start == 0.1);
  CHECK(of_base.shared_experience_bonus == 0.0);
  CHECK(of_base.growth_per_contact == 0.056);
  CHECK(of_base.without_trust == 0.3);
  CHECK(of_base.half_life_days == 180.0);
  const auto plan = read_child("[trust]\ngrowth_per_contact = 0.112\n");
  CHECK(plan.trust.growth_per_contact == 0.112);
  CHECK(plan.effects.reference.growth_per_contact == 0.056);
  const auto set = read_child("", {{"trust.growth_per_contact", "0.2"}, {"effects.readiness_hazard_ratio", "1.5"}});
  CHECK(set.effects.reference.growth_per_contact == 0.056);
}

TEST_CASE("reference: a file that sets the ratio anew brings its own relationship, with what it extends") {
  const auto plan = read_child("[effects]\nreadiness_hazard_ratio = 1.4\n[trust]\ngrowth_per_contact = 0.112\n");
  CHECK(plan.effects.reference.growth_per_contact == 0.112);
  CHECK(plan.effects.reference.at_start == 0.1);
}

TEST_CASE("reference: what a file writes itself stands, until another sets the ratio anew") {
  const auto written = read_child("[effects]\nreference_trust.growth_per_contact = 0.3\n");
  CHECK(written.effects.reference.growth_per_contact == 0.3);
  CHECK(written.effects.reference.at_start == 0.1);
  const ScenarioFolder folder;
  folder.write("a.toml", base);
  folder.write("b.toml", "format = 1\nextends = \"a.toml\"\n[effects]\nreference_trust.growth_per_contact = 0.3\n");
  folder.write("c.toml", "format = 1\nextends = \"b.toml\"\n[effects]\nreadiness_hazard_ratio = 1.1\n");
  CHECK(read_scenario("c.toml")->effects.reference.growth_per_contact == 0.056);
}

TEST_CASE("reference: where no file sets the ratio, it is the scenario's own before anything is set over it") {
  const ScenarioFolder folder;
  folder.write("a.toml", "format = 1\n[trust]\nat_start = 0.4\n[effects]\nreference_spell_days = 100\n");
  const std::vector<Override> set{{"effects.readiness_hazard_ratio", "1.5"}, {"trust.at_start", "0.9"}};
  CHECK(read_scenario("a.toml", set)->effects.reference.at_start == 0.4);
}

TEST_CASE("reference: without a reference spell nothing is written, and the digest is as it was") {
  const ScenarioFolder folder;
  folder.write("a.toml", "format = 1\n[effects]\nreadiness_hazard_ratio = 1.2\n[trust]\nat_start = 0.4\n");
  const auto scenario = read_scenario("a.toml");
  CHECK_FALSE(scenario->effects.reference.at_start.has_value());
  CHECK(print_values(scenario).find("reference_trust") == std::string::npos);
}

TEST_CASE("reference: a resolved text gives the same again, and the numbers taken over need no source of their own") {
  const ScenarioFolder folder;
  folder.write("base.toml", base);
  folder.write("child.toml", "format = 1\nextends = \"base.toml\"\n[trust]\ngrowth_per_contact = 0.112\n");
  const auto child = read_scenario("child.toml");
  const auto again = read_scenario_text(print_resolved(child), "stored");
  CHECK(again->effects.reference.growth_per_contact == 0.056);
  CHECK(again->trust.growth_per_contact == 0.112);
  CHECK(digest(again) == digest(child));
  for (const auto& key : keys_without_source(child)) CHECK(key.find("reference_trust") == std::string::npos);
}

TEST_CASE("reference: what is drawn or fitted holds in the evidence too, a factor does not") {
  const ScenarioFolder folder;
  folder.write("base.toml", base);
  const BaseScenario scenario("base.toml");
  const std::vector<Setting> settings{{*parse_path("trust.growth_per_contact"), Value{0.2, {}, {}}},
                                      {*parse_path("effects.half_life_days"), Value{90.0, {}, {}}}};
  const auto factor = scenario.derive("factor", settings);
  REQUIRE(factor.issues.empty());
  CHECK(factor.scenario.trust.growth_per_contact == 0.2);
  CHECK(factor.scenario.effects.reference.growth_per_contact == 0.056);
  const auto drawn = scenario.derive("drawn", with_reference(*scenario.scenario(), settings));
  REQUIRE(drawn.issues.empty());
  CHECK(drawn.scenario.effects.reference.growth_per_contact == 0.2);
  CHECK(drawn.scenario.effects.reference.half_life_days == 90.0);
}
