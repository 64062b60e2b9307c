#include "sim/experiment/staff_scenarios.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/experiment/studies.hpp"

using namespace homeward;

namespace {

/// A plan with this text over a file with that, over the base.
BaseScenario base_with(const ScenarioFolder& folder, const std::string& text, const std::string& below = "") {
  write_base(folder);
  folder.write("below.toml", "format = 1\nextends = \"base.toml\"\n" + below);
  folder.write("plan.toml", "format = 1\nextends = \"below.toml\"\n" + text);
  return BaseScenario("plan.toml");
}

std::vector<std::optional<std::uint32_t>> by_site(const Scenario& scenario) {
  std::vector<std::optional<std::uint32_t>> positions;
  for (const auto& site : scenario.sites) positions.push_back(site.positions);
  return positions;
}

const std::string two_sites =
    "[[sites]]\nname = \"town\"\nshare = 0.5\npositions = 9\n[[sites]]\nname = \"rural\"\nshare = 0.5\n";

}  // namespace

TEST_CASE("staff: the number replaces the program's positions, however these are written") {
  const ScenarioFolder folder;
  const auto base = base_with(folder, "[coaches]\npositions_per_100_entries = 6\n");
  const StaffScenarios staffed(base);
  CHECK(staffed.own_positions() == 3);  // of 50 entries a year
  const auto scenario = staffed.with(17);
  CHECK(scenario->program.coaches.positions == 17U);
  CHECK_FALSE(scenario->program.coaches.positions_per_100_entries);
  CHECK(scenario->program.coaches.families_per_coach == 10);
  CHECK(scenario->name == "plan");
  CHECK(by_site(*scenario) == std::vector<std::optional<std::uint32_t>>{std::nullopt});
}

TEST_CASE("staff: sites that name their own positions share the number in the proportions they have") {
  const ScenarioFolder folder;
  // Of the program's 6 by share the second site has 3, beside the 9 that the first names.
  const auto base = base_with(folder, two_sites, "[coaches]\npositions = 6\n");
  const StaffScenarios staffed(base);
  CHECK(staffed.own_positions() == 12);
  CHECK(by_site(*staffed.with(12)) == std::vector<std::optional<std::uint32_t>>{9, 3});
  CHECK(by_site(*staffed.with(24)) == std::vector<std::optional<std::uint32_t>>{18, 6});
  CHECK(by_site(*staffed.with(5)) == std::vector<std::optional<std::uint32_t>>{4, 1});
  CHECK(by_site(*staffed.with(0)) == std::vector<std::optional<std::uint32_t>>{0, 0});
}

TEST_CASE("staff: sites that have no positions yet share the number as they share entries") {
  const ScenarioFolder folder;
  auto text = two_sites;
  text.replace(text.find("positions = 9"), 13, "positions = 0");
  const auto base = base_with(folder, text, "[coaches]\npositions = 0\n");
  CHECK(by_site(*StaffScenarios(base).with(8)) == std::vector<std::optional<std::uint32_t>>{4, 4});
}

TEST_CASE("staff: before program.start_days the scenario runs as written") {
  const ScenarioFolder folder;
  const auto base = base_with(folder, "[program]\nstart_days = 100\n" + two_sites);
  const auto scenario = StaffScenarios(base).with(20);
  REQUIRE(scenario->program_before);
  CHECK(scenario->program_before->coaches.positions == 4U);
  CHECK(scenario->program_before->site_positions.at("town") == 9);
  CHECK(scenario->program.coaches.positions == 20U);
}

TEST_CASE("staff: positions that change on dates are refused with what to do") {
  const ScenarioFolder folder;
  const auto base = base_with(folder, "[coaches]\nstaffing = [ { date_days = 0, positions = 2 } ]\n");
  CHECK_THROWS_WITH(StaffScenarios(base), Catch::Contains("--set 'coaches.staffing=[]'"));
  const auto site = base_with(folder, two_sites + "staffing = [ { date_days = 0, positions = 2 } ]\n");
  CHECK_THROWS_WITH(StaffScenarios(site), Catch::Contains("--set 'sites.rural.staffing=[]'"));
}

TEST_CASE("staff: more positions than a scenario may have are told as a fault of the scenario") {
  const ScenarioFolder folder;
  const auto base = base_with(folder, "");
  CHECK_THROWS_AS(StaffScenarios(base).with(2'000'000), InputError);
}
