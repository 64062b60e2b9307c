#include "sim/cli/growth.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"

using namespace homeward;

namespace {

PlannedScenario scenario_of(const std::string& name, const std::string& digest = "0",
                            double program_start_days = -forever) {
  Scenario scenario;
  scenario.name = name;
  scenario.program_start_days = program_start_days;
  return {Checked<Scenario>::vouch(scenario), digest, "", {}};
}

RunPlan plan_of(const std::vector<std::string>& names, std::uint32_t replications) {
  RunPlan plan;
  plan.seed = 1;
  plan.replications = replications;
  for (const auto& name : names) plan.scenarios.push_back(scenario_of(name));
  return plan;
}

Request request_of(const std::vector<std::string>& names, std::uint32_t replications) {
  return {plan_of(names, replications), false, false};
}

StoredStudy stored_of(const std::vector<std::string>& names, std::uint32_t replications) {
  StoredStudy stored;
  stored.file = "out.h5";
  stored.plan = plan_of({}, replications);
  for (const auto& name : names) stored.scenarios.push_back({name, "0"});
  stored.read_again = [names](std::size_t i) { return std::optional{scenario_of(names[i])}; };
  stored.model_version = model_version;
  stored.replications = replications;
  return stored;
}

std::vector<std::string> names_of(const RunPlan& plan) {
  std::vector<std::string> names;
  for (const auto& planned : plan.scenarios) names.push_back(planned.scenario->name);
  return names;
}

using Names = std::vector<std::string>;
using Flags = std::vector<bool>;

}  // namespace

TEST_CASE("growth: a command that names all scenarios of the file ends where a fresh run would") {
  const auto growth = grow(request_of({"c", "b", "a"}, 20), stored_of({"a", "b"}, 10));
  CHECK(names_of(growth.plan) == Names{"c", "b", "a"});
  CHECK(growth.plan.baseline == 0);
  CHECK(growth.plan.replications == 20);
  CHECK(growth.named == Flags{true, true, true});
  CHECK(growth.plan.title == begin(request_of({"c", "b", "a"}, 20)).plan.title);
  CHECK(growth.notes.empty());
}

TEST_CASE(
    "growth: a command that names some keeps the order and the baseline of the file and appends the rest") {
  auto stored = stored_of({"a", "b"}, 10);
  stored.plan.baseline = 1;
  auto request = request_of({"c", "a"}, 10);
  const auto growth = grow(request, stored);
  CHECK(names_of(growth.plan) == Names{"a", "b", "c"});
  CHECK(growth.plan.baseline == 1);
  CHECK(growth.named == Flags{true, false, true});
  request.baseline_named = true;
  CHECK(grow(request, stored).plan.baseline == 2);
}

TEST_CASE("growth: fewer replications than there are keep what is there, and say so") {
  const auto growth = grow(request_of({"a", "new"}, 5), stored_of({"a"}, 10));
  CHECK(growth.plan.replications == 10);
  REQUIRE(growth.notes.size() == 1);
  CHECK_THAT(growth.notes[0], Catch::Contains("10 replications, more than the 5"));
}

TEST_CASE("growth: a scenario that is not named keeps its replications, and the user is told") {
  const auto growth = grow(request_of({"b"}, 30), stored_of({"a", "b"}, 10));
  CHECK(growth.plan.replications == 30);
  REQUIRE(growth.notes.size() == 1);
  CHECK_THAT(growth.notes[0], Catch::Contains("a is not named"));
}

TEST_CASE("growth: another seed or model version is refused; force replaces all") {
  auto request = request_of({"a"}, 5);
  request.plan.seed = 2;
  const auto stored = stored_of({"a", "b"}, 10);
  CHECK_THROWS_WITH(grow(request, stored), Catch::Contains("seed 1 there, 2 asked for"));
  request.force = true;
  CHECK(names_of(grow(request, stored).plan) == Names{"a"});
  CHECK(grow(request, stored).plan.replications == 5);

  auto older = stored_of({"a"}, 10);
  older.model_version = "before";
  CHECK_THROWS_WITH(grow(request_of({"a"}, 5), older), Catch::Contains("model version before"));
}

TEST_CASE(
    "growth: runs that lack an outcome run again where their scenario is named; more than asked for is "
    "kept") {
  auto stored = stored_of({"a", "b"}, 10);
  CHECK(grow(request_of({"a", "b"}, 10), stored).notes.empty());
  stored.lacking = [](RecordLevel) { return std::vector<std::string>{"coached_within_30_days"}; };
  const auto growth = grow(request_of({"a", "b"}, 10), stored);
  REQUIRE(growth.notes.size() == 1);
  CHECK_THAT(growth.notes[0], Catch::Contains("does not store coached_within_30_days: its runs run again"));
  CHECK_THROWS_WITH(grow(request_of({"a"}, 10), stored), Catch::Contains("b is not named"));
}

TEST_CASE("growth: another scenario under the same name is refused; force replaces only that") {
  auto request = request_of({"a"}, 10);
  request.plan.scenarios[0].digest = "1";
  const auto stored = stored_of({"a", "b"}, 10);
  CHECK_THROWS_AS(grow(request, stored), UsageError);
  request.force = true;
  const auto growth = grow(request, stored);
  CHECK(names_of(growth.plan) == Names{"a", "b"});
  CHECK(growth.plan.scenarios[0].digest == "1");
  CHECK(growth.plan.scenarios[1].digest == "0");
}

TEST_CASE(
    "growth: a command that names some scenarios, another first, is told that the file keeps its baseline") {
  const auto stored = stored_of({"a", "b", "c"}, 10);
  auto growth = grow(request_of({"b", "a"}, 10), stored);
  CHECK(growth.plan.baseline == 0);
  REQUIRE(growth.notes.size() == 1);
  CHECK_THAT(growth.notes[0], Catch::Contains("keeps its baseline a; --baseline b"));
  CHECK(grow(request_of({"a", "b"}, 10), stored).notes.empty());
}

TEST_CASE("growth: a latin hypercube does not grow into another one") {
  const auto stored = stored_of({"x=1", "x=2"}, 10);
  auto request = request_of({"x=1", "x=3", "x=5"}, 10);
  request.whole_sample = true;
  CHECK_THROWS_WITH(grow(request, stored), Catch::Contains("another design"));
  request.force = true;
  CHECK(names_of(grow(request, stored).plan) == Names{"x=1", "x=3", "x=5"});
  request = request_of({"x=1", "x=2"}, 20);
  request.whole_sample = true;
  CHECK(grow(request, stored).plan.replications == 20);
}

TEST_CASE("growth: the fuller record wins; runs that are not named cannot be recorded anew") {
  auto stored = stored_of({"a", "b"}, 10);
  stored.plan.record = RecordLevel::families;
  CHECK(grow(request_of({"a"}, 10), stored).plan.record == RecordLevel::families);
  auto request = request_of({"a", "b"}, 10);
  request.plan.record = RecordLevel::events;
  CHECK(grow(request, stored).plan.record == RecordLevel::events);
  CHECK(grow(request, stored).notes.size() == 1);
  request = request_of({"a"}, 10);
  request.plan.record = RecordLevel::events;
  CHECK_THROWS_WITH(grow(request, stored), Catch::Contains("b is not named"));
}

TEST_CASE("growth: events of other families are kept for the families of both") {
  auto stored = stored_of({"a"}, 10);
  stored.plan.record = RecordLevel::events;
  stored.plan.logged_families = {1, 5};
  auto request = request_of({"a"}, 10);
  CHECK(grow(request, stored).plan.logged_families == std::vector<FamilyNumber>{1, 5});
  request.plan.record = RecordLevel::events;
  request.plan.logged_families = {3, 5};
  CHECK(grow(request, stored).plan.logged_families == std::vector<FamilyNumber>{1, 3, 5});
  request.plan.logged_families = {};
  CHECK(grow(request, stored).plan.logged_families.empty());
  stored.plan.logged_families = {};
  request.plan.logged_families = {3};
  CHECK(grow(request, stored).plan.logged_families.empty());
}

TEST_CASE("growth: a program that starts later needs the baseline named") {
  auto request = request_of({}, 10);
  request.plan.scenarios.push_back(scenario_of("later", "7", 0.0));
  CHECK_THROWS_WITH(grow(request, stored_of({"a", "b"}, 10)), Catch::Contains("baseline a"));
  request.plan.scenarios.insert(request.plan.scenarios.begin(), scenario_of("a"));
  CHECK(names_of(grow(request, stored_of({"a", "b"}, 10)).plan) == Names{"a", "b", "later"});
}
