#include <catch2/catch.hpp>

#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

TEST_CASE("files: one that cannot be read is told") {
  const ScenarioFolder folder;
  std::filesystem::create_directory("folder.toml");
  folder.write("lost.toml", "format = 1\nextends = \"parent.toml\"\n");
  folder.write("number.toml", "format = 1\nextends = 3\n");
  CHECK(faults_of("no.toml") == Messages{"no.toml: there is no such file"});
  CHECK(faults_of("folder.toml") == Messages{"folder.toml: it is a folder, not a file"});
  CHECK(faults_of("lost.toml") ==
        Messages{"lost.toml:2:11: extends is \"parent.toml\" (parent.toml); there is no such file"});
  CHECK(faults_of("number.toml") ==
        Messages{"number.toml:2:11: extends is 3; it must be the path of a scenario file"});
  CHECK(faults_of("/dev/zero") == Messages{"/dev/zero: it is larger than 16 MB, which no scenario is"});
}

TEST_CASE("files: the format must be the one that is known") {
  const ScenarioFolder folder;
  folder.write("empty.toml", "");
  folder.write("comment.toml", "# nothing\n");
  folder.write("none.toml", "[coaches]\npositions = -1\n");
  folder.write("later.toml", "format = 2\n[coaches]\nnew_key = 1\n");
  folder.write("text.toml", "format = \"1\"\n");
  folder.write("zero.toml", "format = 0\n");
  folder.write("child.toml", "format = 1\nextends = \"none.toml\"\n");
  CHECK(faults_of("empty.toml") ==
        Messages{"empty.toml:1:1: the file is empty; it must have at least format = 1"});
  CHECK(faults_of("comment.toml").size() == 1);
  CHECK(faults_of("none.toml") == Messages{"none.toml:1:1: format is missing; it must be 1",
                                           "none.toml:2:13: coaches.positions is -1; it must be at least 0"});
  CHECK(faults_of("later.toml") == Messages{"later.toml:1:10: format is 2; it must be 1 (the file was "
                                            "written for a later version of Homeward)"});
  CHECK(faults_of("text.toml") == Messages{"text.toml:1:10: format is \"1\"; it must be 1"});
  CHECK(faults_of("zero.toml") == Messages{"zero.toml:1:10: format is 0; it must be 1"});
  CHECK(faults_of("child.toml").front() == "none.toml:1:1: format is missing; it must be 1");
}

TEST_CASE("files: a circle of extends is told with its chain") {
  const ScenarioFolder folder;
  folder.write("a.toml", "format = 1\nextends = \"b.toml\"\n");
  folder.write("b.toml", "format = 1\nextends = \"c.toml\"\n");
  folder.write("c.toml", "format = 1\nextends = \"./b.toml\"\n");
  folder.write("self.toml", "format = 1\nextends = \"self.toml\"\n");
  CHECK(faults_of("a.toml") ==
        Messages{"c.toml:2:11: extends goes round in a circle: b.toml -> c.toml -> b.toml"});
  CHECK(faults_of("self.toml") ==
        Messages{"self.toml:2:11: extends goes round in a circle: self.toml -> self.toml"});
}

TEST_CASE("files: all faults of all files at once, by file and line") {
  const ScenarioFolder folder;
  folder.write("parent.toml", "format = 1\n[run]\nentry_years = -1\n[coach]\n[referral]\nacceptance = 2\n");
  folder.write("child.toml",
               "format = 1\nextends = \"parent.toml\"\n[coaches]\npositions = -3\n[hazards]\nreentry = 3.5\n"
               "[support.mix]\nemotional = 0.5\n");
  const std::vector<Override> overrides{{"run.seed", "x"}};
  CHECK(faults_of("child.toml", overrides) ==
        Messages{"child.toml:4:13: coaches.positions is -3; it must be at least 0",
                 "child.toml:6:11: hazards.reentry is 3.5; it must be exponential, weibull, loglogistic, "
                 "gompertz, piecewise "
                 "or \"never\" (a fixed time has no hazard to multiply)",
                 "child.toml:7:1: support.mix sums to 1.25; it must sum to 1",
                 "parent.toml:3:15: run.entry_years is -1; it must be in (0, 100]",
                 "parent.toml:4:2: coach is not a known key; the nearest is coaches",
                 "parent.toml:6:14: referral.acceptance is 2; it must be in [0, 1]",
                 "--set run.seed: \"x\" is not a number"});
}

TEST_CASE(
    "files: beside the syntax error of one file, the faults of the others, but none that it may explain") {
  const ScenarioFolder folder;
  folder.write("parent.toml", "format = 1\n[run\n[coaches]\npositions = = 3\n");
  folder.write("child.toml",
               "format = 1\nextends = \"parent.toml\"\n[coaches]\npositions = -3\n[[traits]]\nname = "
               "\"kin\"\nneeds = { stress = "
               "0.1 }\n[placement]\nkin_trait = \"kin\"\n[support.mix]\nemotional = 0.5\n");
  const auto messages = faults_of("child.toml");
  REQUIRE(messages.size() == 2);
  CHECK(messages[0] == "child.toml:4:13: coaches.positions is -3; it must be at least 0");
  CHECK(messages[1].starts_with("parent.toml:2:5: "));
}

TEST_CASE("hostile input: gives faults and never a crash") {
  const ScenarioFolder folder;
  const auto told = [&](const std::string& text) {
    folder.write("s.toml", text);
    return faults_of("s.toml");
  };
  const auto repeat = [](const std::string& part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
  };
  CHECK(told(std::string("format = 1\na = \0 1\n", 19)).size() == 1);
  CHECK(told("format = 1\ntitle = \"\xff\xfe\"\n").size() == 1);
  CHECK(told("\xef\xbb\xbf"
             "format = 1\n")
            .empty());
  CHECK(told("format = 1\r\ntitle = \"windows\"\r\n").empty());
  CHECK(told("format = 1\na = 99999999999999999999999\n").size() == 1);
  CHECK(told("format = 1\na = 1e999\n").size() == 1);
  CHECK(told("format = 99999999999999999999999\n").size() == 1);
  CHECK(told("format = 1\na = " + repeat("[", 100000)).size() == 1);
  CHECK(told("format = 1\na = " + repeat("{a=", 100000)).size() == 1);
  CHECK(told("format = 1\n" + repeat("a.", 200000) + "a = 1\n") ==
        Messages{"s.toml:2:1: a key has too many parts"});
  CHECK(told("format = 1\n[" + repeat("a . ", 200000) + "a]\n") ==
        Messages{"s.toml:2:1: a key has too many parts"});
  CHECK(told("format = 1\n" + repeat("\"'=\".", 200000) + "a = 1\n") ==
        Messages{"s.toml:2:1: a key has too many parts"});
  CHECK(told("format = 1\n" + repeat("k", 1000000) + " = 1\n").size() == 1);
  CHECK(told("format = 1\ntitle = \"" + repeat("...", 100000) + "\"\n").empty());
  std::string many = "format = 1\n";
  for (int i = 0; i < 20000; ++i) many += "key_" + std::to_string(i) + " = 1\n";
  const auto messages = told(many);
  CHECK(messages.size() == 1001);
  CHECK(messages.back().find("has more faults than are told here") != std::string::npos);
  std::string garbage;
  std::uint32_t state = 1;
  for (int i = 0; i < 1000000; ++i)
    garbage += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
  CHECK(told(garbage).size() == 1);
  folder.write("s.toml", "format = 1\n");
  CHECK(faults_of("s.toml", {{"title", garbage}}).size() <= 1);
  CHECK(faults_of("s.toml", {{garbage, "1"}}).size() == 1);
  CHECK(faults_of("s.toml", {{"a", repeat("[", 100000)}}).size() == 1);
}
