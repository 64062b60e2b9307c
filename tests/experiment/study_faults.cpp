#include <catch2/catch.hpp>

#include "tests/experiment/studies.hpp"

using namespace homeward;
using Catch::Contains;

namespace {
const std::string ratio = factor("coaches.families_per_coach", "[8, 12]");
}  // namespace

TEST_CASE("study faults: all at once, each with its place") {
  const auto faults =
      study_faults("design = \"gird\"\nreplications = 0\nwhere = \"coaches.position > 3\"\ncolour = 1\n");
  REQUIRE(faults.size() == 5);
  CHECK_THAT(faults[0], Contains("study.toml:1:1: factor is missing"));
  CHECK_THAT(faults[1], Contains("study.toml:3:10: design is \"gird\"; it must be one of grid, list"));
  CHECK_THAT(faults[2], Contains("study.toml:4:16: replications is 0; it must be"));
  CHECK_THAT(faults[3],
             Contains("study.toml:5:10: where, character 1: coaches.position is not a known key; the "
                      "nearest is coaches.positions"));
  CHECK_THAT(faults[4], Contains("study.toml:6:1: colour is not a known key"));
}

TEST_CASE("study faults: those of the base stand beside those of the study") {
  const ScenarioFolder folder;
  folder.write("broken.toml", "format = 1\n[coaches]\npositions = -3\n");
  folder.write("study.toml", "format = 1\nbase = \"broken.toml\"\ndesign = \"grid\"\n" +
                                 factor("coaches.familys_per_coach", "[8]"));
  try {
    read_study("study.toml");
    FAIL("no fault");
  } catch (const InputError& error) {
    REQUIRE(error.issues().size() == 2);
    CHECK_THAT(to_string(error.issues()[0]), Contains("study.toml:5:7: coaches.familys_per_coach") &&
                                                 Contains("coaches.families_per_coach"));
    CHECK_THAT(to_string(error.issues()[1]), Contains("broken.toml:3:13: coaches.positions is -3"));
  }
}

TEST_CASE("study faults: what is missing is named") {
  const ScenarioFolder folder;
  folder.write("study.toml", "format = 1\n");
  CHECK_THROWS_WITH(read_study("study.toml"), Contains("base is missing") && Contains("design is missing"));
  folder.write("study.toml", "format = 1\nbase = \"none.toml\"\ndesign = \"grid\"\n" + ratio);
  CHECK_THROWS_WITH(read_study("study.toml"),
                    Contains("study.toml:2:8: base is \"none.toml\"") && Contains("there is no such file"));
  CHECK_THROWS_WITH(read_study("nowhere.toml"), Contains("there is no such file"));
  CHECK_THAT(study_faults("design = \"sobol\"\n" + ranged("coaches.positions", "[1, 5]")).at(0),
             Contains("points is missing"));
  CHECK_THAT(study_faults("design = \"grid\"\n").at(0), Contains("factor is missing"));
}

TEST_CASE("study faults: factors") {
  const auto only = [](const std::string& text) {
    const auto faults = study_faults("design = \"grid\"\n" + text);
    REQUIRE(faults.size() == 1);
    return faults[0];
  };
  CHECK_THAT(only(factor("coaches.ratio", "[1]")),
             Contains("study.toml:5:7: coaches.ratio is not a known key"));
  CHECK_THAT(only(factor("traits.kind.share", "[0.2]")), Contains("traits.kin.share"));
  CHECK_THAT(only(factor("run.seed", "[1]")), Contains("changes nothing that a run simulates"));
  CHECK_THAT(only(factor("coaches.positions", "[]")), Contains("is empty"));
  CHECK_THAT(only(factor("coaches.positions", "[8, 8.0]")), Contains("has 8 twice"));
  CHECK_THAT(only(factor("coaches.positions", "8")), Contains("must be a list of values"));
  CHECK_THAT(only(ranged("coaches.positions", "[1, 5]")),
             Contains("range of the factor coaches.positions does not"));
  CHECK_THAT(only(ratio + "role = \"leaver\"\n"), Contains("must be one of lever, uncertainty"));
  CHECK_THAT(only(ratio + ratio), Contains("set the same thing"));
  CHECK_THAT(only(factor("coaches.positions", "[1]") + factor("coaches.positions_per_100_entries", "[1]")),
             Contains("set the same thing"));
  CHECK_THAT(
      only(factor("support.mix", "{ a = { emotional = 1 } }") + factor("support.mix.emotional", "[1]")),
      Contains("set the same thing"));
}

TEST_CASE("study faults: sampled factors need a range or distribution of one number") {
  const auto only = [](const std::string& text) {
    const auto faults = study_faults("design = \"latin_hypercube\"\npoints = 4\n" + text);
    REQUIRE(faults.size() == 1);
    return faults[0];
  };
  CHECK_THAT(only(ranged("coaches.positions", "[5, 1]")), Contains("low below high"));
  CHECK_THAT(only(ranged("coaches.positions", "[0.5, 2]")), Contains("whole numbers"));
  CHECK_THAT(only(ranged("support.mix", "[0, 1]")), Contains("is not one number"));
  CHECK_THAT(only("[[factor]]\nkey = \"coaches.positions\"\n"), Contains("has no range or distribution"));
  CHECK_THAT(only("[[factor]]\nkey = \"trust.at_start\"\ndistribution = { distribution = \"betta\" }\n"),
             Contains("must be one of lognormal"));
}

TEST_CASE("study faults: links") {
  const std::string two = factor("coaches.hiring_days", "[1, 2, 3]");
  CHECK_THAT(study_faults(
                 "design = \"grid\"\nlinked = [[\"coaches.families_per_coach\", \"coaches.hiring_day\"]]\n" +
                 ratio + two)
                 .at(0),
             Contains("study.toml:4:42: linked names coaches.hiring_day, which is no factor; the nearest is "
                      "coaches.hiring_days"));
  CHECK_THAT(study_faults(
                 "design = \"grid\"\nlinked = [[\"coaches.families_per_coach\", \"coaches.hiring_days\"]]\n" +
                 ratio + two)
                 .at(0),
             Contains("coaches.families_per_coach has 2, coaches.hiring_days has 3"));
  CHECK_THAT(study_faults("design = \"list\"\n" + ratio + two).at(0), Contains("equally many values"));
}

TEST_CASE("study faults: a level that is no value of its key is told once, with a point that has it") {
  const auto faults = study_faults("design = \"grid\"\n" + ratio + factor("coaches.positions", "[3, -4]"));
  CHECK(faults == Messages{"study.toml:9:14: coaches.positions is -4; it must be at least 0 (at the point "
                           "families_per_coach=8, positions=-4 and 1 more)"});
}

TEST_CASE("study faults: a design that is too large is refused before it is made") {
  std::string many = "[0";
  for (int i = 1; i < 300; ++i) many += ", " + std::to_string(i);
  many += "]";
  CHECK_THAT(study_faults("design = \"grid\"\n" + factor("coaches.positions", many) +
                          factor("coaches.hiring_days", many))
                 .at(0),
             Contains("90000 points; at most 65536"));
}

TEST_CASE(
    "study faults: bytes that are no text are refused, where they are set and as the name of the file") {
  CHECK_THAT(study_faults("design = \"grid\"\n" + ratio, {{"title", "caf\xE9"}}).at(0),
             Contains("--set title: the value is not UTF-8 text"));
  const ScenarioFolder folder;
  write_base(folder);
  const std::string nameless = "format = 1\nbase = \"base.toml\"\ndesign = \"grid\"\n" + ratio;
  folder.write("caf\xE9.toml", nameless);
  CHECK_THROWS_WITH(read_study("caf\xE9.toml"), Contains("name is missing; it must be a text of one line"));
  folder.write("caf\xE9.toml", "name = \"cafe\"\n" + nameless);
  CHECK(read_study("caf\xE9.toml").name == "cafe");
}
