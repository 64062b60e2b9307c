#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "sim/cli/growth.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"

using namespace homeward;

namespace {

std::vector<PlannedScenario> drawn(const std::vector<std::string>& plans, std::uint32_t draws) {
  std::vector<PlannedScenario> scenarios;
  for (std::uint32_t draw = 0; draw < draws; ++draw) {
    for (const auto& plan : plans) {
      Scenario scenario;
      scenario.name = plan + ", draw=" + std::to_string(draw);
      scenarios.push_back({Checked<Scenario>::vouch(scenario), std::to_string(draw), "", {}, {}});
      scenarios.back().draw = {plan, draw};
    }
  }
  return scenarios;
}

Request request_of(const std::vector<std::string>& plans, std::uint32_t draws) {
  Request request;
  request.plan.scenarios = drawn(plans, draws);
  request.plan.replications = 2;
  request.redraw = [plans](std::uint32_t more) { return drawn(plans, more); };
  return request;
}

StoredStudy stored_of(const std::vector<std::string>& plans, std::uint32_t draws) {
  StoredStudy stored;
  stored.file = "out.h5";
  stored.plan.replications = 2;
  for (const auto& planned : drawn(plans, draws))
    stored.scenarios.push_back({planned.scenario->name, planned.digest, planned.draw});
  stored.read_again = [plans, draws](std::size_t i) { return std::optional{drawn(plans, draws)[i]}; };
  stored.model_version = model_version;
  stored.replications = 2;
  return stored;
}

std::vector<std::string> names_of(const RunPlan& plan) {
  std::vector<std::string> names;
  for (const auto& planned : plan.scenarios) names.push_back(planned.scenario->name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("growth: more draws of the same plans end where a fresh run would") {
  const auto growth = grow(request_of({"a", "b"}, 3), stored_of({"a", "b"}, 2));
  CHECK(names_of(growth.plan) == names_of(begin(request_of({"a", "b"}, 3)).plan));
  CHECK(growth.notes.empty());
  CHECK(growth.plan.title == "a, b; 3 draws");
}

TEST_CASE("growth: plans named with fewer draws get as many as the file has") {
  const auto growth = grow(request_of({"b"}, 1), stored_of({"a"}, 2));
  CHECK(names_of(growth.plan) == Names{"a, draw=0", "a, draw=1", "b, draw=0", "b, draw=1"});
  CHECK(growth.named == std::vector<bool>{false, false, true, true});
  REQUIRE(growth.notes.size() == 1);
  CHECK_THAT(growth.notes[0], Catch::Contains("2 draws, more than the 1 asked for"));
}

TEST_CASE("growth: plans that are not named keep their draws, and that is said once for each") {
  const auto growth = grow(request_of({"c"}, 3), stored_of({"a", "b"}, 2));
  REQUIRE(growth.notes.size() == 2);
  CHECK_THAT(growth.notes[0], Catch::Contains("a is not named and keeps its 2 draws"));
  CHECK_THAT(growth.notes[1], Catch::Contains("b is not named and keeps its 2 draws"));
}

TEST_CASE("growth: a file with draws takes no scenario without, nor the other way round") {
  auto plain = request_of({"a"}, 1);
  plain.plan.scenarios.front().draw.reset();
  plain.redraw = nullptr;
  CHECK_THROWS_WITH(grow(plain, stored_of({"a"}, 1)), Catch::Contains("some there, none asked for"));
  auto stored = stored_of({"a"}, 1);
  stored.scenarios.front().draw.reset();
  CHECK_THROWS_WITH(grow(request_of({"a"}, 1), stored), Catch::Contains("none there, some asked for"));
}
