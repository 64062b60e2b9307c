#include <catch2/catch.hpp>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/published.hpp"
#include "tests/scenario/scenario_files.hpp"

/// Targets files: what they say, and every fault at once.
namespace homeward {
namespace {

void write_base(const ScenarioFolder& folder) {
  folder.write("base.toml", R"(format = 1
[families]
entries_per_year = 10
[hazards]
readiness = { distribution = "weibull", shape = 0.5, scale_days = 600 }
)");
}

std::vector<std::string> faults_in(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  write_base(folder);
  folder.write("t.toml", text);
  try {
    read_calibration("t.toml", overrides);
    return {};
  } catch (const InputError& error) {
    std::vector<std::string> messages;
    for (const auto& issue : error.issues()) messages.push_back(to_string(issue));
    return messages;
  }
}

const std::string sound = R"(format = 1
base = "base.toml"
[[parameter]]
key = "hazards.readiness.shape"
range = [0.3, 0.9]
[[target]]
name = "reentry_12_months_federal"
[[target]]
name = "families_entered"
value = 10
tolerance = 2
source = "a count"
weight = 0
)";

TEST_CASE("targets file: figures bring their values, outcomes are given theirs") {
  const ScenarioFolder folder;
  write_base(folder);
  folder.write("t.toml", sound);
  const auto read = read_calibration("t.toml");
  CHECK(read.name == "t");
  REQUIRE(read.parameters.size() == 1);
  CHECK(read.parameters[0].start == 0.5);
  CHECK_FALSE(read.parameters[0].log);
  REQUIRE(read.targets.size() == 2);
  CHECK(read.targets[0].value == 0.056);
  CHECK(read.targets[0].high == 0.083);
  CHECK(read.targets[0].column >= outcome_table().size());
  CHECK(read.targets[1].low == 8);
  CHECK(read.targets[1].weight == 0);
  CHECK(read.targets[1].column == outcome_index("families_entered"));
}

TEST_CASE("targets file: all faults are told at once, with their places") {
  const auto faults = faults_in(R"(format = 1
base = "base.toml"
replications = 1
stepps = 3
[[parameter]]
key = "hazards.readiness.shap"
range = [0.3, 0.9]
[[parameter]]
key = "hazards.readiness.scale_days"
range = [700, 900]
[[parameter]]
key = "hazards.readiness.shape"
range = [-1, 0.9]
scale = "log"
[[target]]
name = "reentry_12_month"
[[target]]
name = "families_entered"
[[target]]
name = "reentry_12_months"
value = 0.12
band = [0.13, 0.2]
)");
  REQUIRE(faults.size() == 8);
  CHECK(faults[0].starts_with("t.toml:3:16: replications is 1; it must be "));
  CHECK(faults[1].starts_with("t.toml:4:1: stepps is not a known key"));
  CHECK(faults[2] ==
        "t.toml:6:7: hazards.readiness.shap is not a known key; the nearest is hazards.readiness");
  CHECK(faults[3] ==
        "t.toml:10:9: range of the parameter hazards.readiness.scale_days does not hold 600.0, which "
        "the base has");
  CHECK(faults[4].starts_with("t.toml:13:9: range of the parameter hazards.readiness.shape is "));
  CHECK(faults[5] ==
        "t.toml:16:8: \"reentry_12_month\" is neither a published figure nor an outcome; the nearest is "
        "reentry_12_months");
  CHECK(faults[6] ==
        "t.toml:17:1: the target families_entered is an outcome; it needs a value, a tolerance or a "
        "band, and a source");
  CHECK(faults[7].starts_with("t.toml:22:8: band of the target reentry_12_months is "));
}

TEST_CASE("targets file: a range that leaves what the key takes is told before anything runs") {
  auto text = sound;
  text.replace(text.find("0.9]"), 4,
               "0.9]\n[[parameter]]\nkey = \"families.sibling_age_correlation\"\nrange = [0, 2]");
  const auto faults = faults_in(text);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].starts_with("t.toml:8:9: at 2.0 of its range: families.sibling_age_correlation is 2"));
}

TEST_CASE("targets file: two parameters cannot move the same, nor can --set") {
  auto twice = sound;
  twice.insert(twice.find("[[target]]"),
               "[[parameter]]\nkey = \"hazards.readiness.shape\"\nrange = [0.2, 0.8]\n");
  CHECK(faults_in(twice) ==
        std::vector<std::string>{"t.toml:6:1: the parameter hazards.readiness.shape moves what "
                                 "hazards.readiness.shape moves"});
  CHECK(faults_in(sound, {{"hazards.readiness.shape", "0.6"}}) ==
        std::vector<std::string>{
            "--set hazards.readiness.shape: the calibration fits hazards.readiness.shape itself"});
}

TEST_CASE("targets file: what is missing is named") {
  const auto faults = faults_in("format = 1\n");
  REQUIRE(faults.size() == 3);
  CHECK(faults[0] == "t.toml:1:1: base is missing; it must be the path of a scenario file");
}

}  // namespace
}  // namespace homeward
