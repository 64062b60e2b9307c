#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/core/issues.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;

namespace {

/// The case excel-population with one of its population files.
Checked<Scenario> with_file(const std::string& name, const std::string& opening = "") {
  const auto folder = std::filesystem::path{HOMEWARD_SOURCE_DIR} / "tests" / "cases" / "excel-population";
  std::vector<Override> overrides{{"families.csv", (folder / name).string()}};
  if (!opening.empty()) overrides.push_back({"run.opening", opening});
  return read_scenario(folder / "base.toml", overrides);
}

}  // namespace

TEST_CASE("case excel-population: three blank rows are no families") {
  const auto scenario = with_file("trail.csv");
  CHECK(csv_population(*scenario)->families.size() == 1);
  REQUIRE(population_notes(*scenario).size() == 1);
  CHECK_THAT(population_notes(*scenario)[0], Catch::EndsWith("trail.csv: 3 blank rows skipped"));
}

TEST_CASE("case excel-population: serial dates are a fault that says what to write") {
  const auto scenario = with_file("serial.csv");
  CHECK_THROWS_WITH(check_population(*scenario), Catch::Contains("serial.csv:2:1: entry_day is 45204") &&
                                                     Catch::Contains("write days from the opening"));
}

TEST_CASE("case excel-population: days outside the run are counted") {
  const auto scenario = with_file("out.csv");
  REQUIRE(population_notes(*scenario).size() == 1);
  CHECK_THAT(population_notes(*scenario)[0],
             Catch::Contains("2 of 4 families have an entry_day outside the run"));
}

TEST_CASE(
    "case excel-population: a file with dates, semicolons, a byte-order mark and line ends of Windows") {
  const auto population = csv_population(*with_file("semicolons.csv", "2026-10-01"));
  REQUIRE(population->families.size() == 2);
  CHECK(population->families[0].entry_day == 5);
  CHECK(population->families[0].site == SiteIndex{1});
  CHECK(population->families[0].ages == std::vector<double>{3.5});
  CHECK(population->families[0].levels[0] == std::uint8_t{1});
  CHECK(population->families[1].entry_day == 31);
  CHECK(population->families[1].levels[0] == std::uint8_t{0});
  CHECK_THROWS_AS(csv_population(*with_file("semicolons.csv")), InputError);
}
