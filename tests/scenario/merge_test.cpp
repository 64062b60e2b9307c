#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {
const std::string base = R"(format = 1
name = "parent"
title = "The parent"
[coaches]
positions = 10
families_per_coach = 8
[hazards]
readiness = { distribution = "weibull", shape = 0.7, scale_days = 500 }
[support.mix]
emotional = 0.4
informational = 0.2
instructional = 0.2
advocacy = 0.2
[[traits]]
name = "kin"
share = 0.3
hazard_ratios = { readiness = 0.8, reentry = 1.5 }
[[traits]]
name = "cause"
levels = [ { name = "neglect", share = 0.6 }, { name = "other", share = 0.4, needs = { stress = 0.1 } } ]
[sources]
"traits.kin.share" = { source = "a register", grade = "measured" }
"coaches.positions" = { source = "the budget", grade = "expert" }
[uncertainty]
"coaches.positions" = { distribution = "uniform", low = 5, high = 15 }
)";

/// The scenario of a child of `base`.
Scenario child_of_base(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  folder.write("parent.toml", base);
  folder.write("child.toml", "format = 1\nextends = \"parent.toml\"\n" + text);
  return *read_scenario("child.toml", overrides);
}

Messages faults_of_child(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  folder.write("parent.toml", base);
  folder.write("child.toml", "format = 1\nextends = \"parent.toml\"\n" + text);
  return faults_of("child.toml", overrides);
}
}  // namespace

TEST_CASE("extends: tables merge by key, and what a file says of itself is not inherited") {
  const auto child = child_of_base(
      "[coaches]\nfamilies_per_coach = 12\n[support]\nmix.emotional = 0.2\nmix.advocacy = 0.4\n");
  CHECK(child.name == "child");
  CHECK(child.title.empty());
  CHECK(child.program.coaches.positions == 10u);
  CHECK(child.program.coaches.families_per_coach == 12);
  CHECK(child.program.support.mix == std::array<double, 4>{0.2, 0.2, 0.2, 0.4});
  CHECK(child.hazards.readiness == Clock{Weibull{0.7, 500}});
}

TEST_CASE("extends: a distribution is replaced whole") {
  CHECK(child_of_base("[hazards]\nreadiness = { distribution = \"exponential\", mean_days = 9 }\n")
            .hazards.readiness == Clock{Exponential{9}});
  CHECK(faults_of_child("[hazards]\nreadiness = { shape = 0.9 }\n").size() == 1);
}

TEST_CASE("extends: of two alternative keys, naming one removes the inherited other with its source") {
  const auto child = child_of_base("[coaches]\npositions_per_100_entries = 3\n");
  CHECK_FALSE(child.program.coaches.positions);
  CHECK(child.program.coaches.positions_per_100_entries == 3.0);
  CHECK(child.sources.size() == 1);
  CHECK(child.uncertainty.empty());
  const auto set = child_of_base("", {{"coaches.positions_per_100_entries", "4"}});
  CHECK_FALSE(set.program.coaches.positions);
  CHECK(set.program.coaches.positions_per_100_entries == 4.0);
}

TEST_CASE("extends: traits merge by name, new ones are added, remove drops one") {
  const auto child = child_of_base(
      "[[traits]]\nname = \"kin\"\nhazard_ratios = { reentry = 2 }\n[[traits]]\nname = \"cause\"\nremove = "
      "true\n"
      "[[traits]]\nname = \"new\"\nshare = 0.1\n");
  REQUIRE(child.traits.size() == 2);
  CHECK(child.traits[0].name == "kin");
  CHECK(child.traits[0].levels[1].share == 0.3);
  CHECK(child.traits[0].levels[1].hazard_ratios[index(FamilyClock::readiness)] == 0.8);
  CHECK(child.traits[0].levels[1].hazard_ratios[index(FamilyClock::reentry)] == 2);
  CHECK(child.traits[1].name == "new");
  CHECK(child_of_base("[[traits]]\nname = \"kin\"\nremove = true\n").sources.size() == 1);
  CHECK(faults_of_child("[[traits]]\nname = \"kni\"\nremove = true\n") ==
        Messages{"child.toml:4:1: traits.kni is not a known key; the nearest is traits.kin"});
}

TEST_CASE("extends: naming levels replaces an inherited share") {
  const auto child = child_of_base(
      "[[traits]]\nname = \"kin\"\nlevels = [{ name = \"a\", share = 0.5 }, { name = \"b\", share = 0.5 "
      "}]\n");
  CHECK(child.traits[0].levels[0].name == "a");
  CHECK(child.traits[0].levels[1].hazard_ratios[index(FamilyClock::readiness)] == 1);
  CHECK(child_of_base("[[traits]]\nname = \"cause\"\nshare = 0.5\n").traits[1].levels[1].name == "yes");
}

TEST_CASE("extends: paths are meant from the file that says them") {
  const ScenarioFolder folder;
  folder.write("a/base.toml", "format = 1\nextends = \"../b/root.toml\"\n[families]\ncsv = \"people.csv\"\n");
  folder.write("b/root.toml", "format = 1\n[coaches]\npositions = -1\n");
  folder.write("a/people.csv", "x\n");
  folder.write("child.toml", "format = 1\nextends = \"a/base.toml\"\n");
  CHECK(faults_of("child.toml") ==
        Messages{"b/root.toml:3:13: coaches.positions is -1; it must be at least 0"});
  folder.write("b/root.toml", "format = 1\n");
  CHECK(read_scenario("child.toml")->families.csv == "a/people.csv");
  folder.write("absolute.toml",
               "format = 1\nextends = \"" + (folder.path() / "a/base.toml").string() + "\"\n");
  const auto absolute = read_scenario("absolute.toml");
  CHECK(print_resolved(absolute).find(folder.path().string()) == std::string::npos);
}

TEST_CASE("values set on the command line: values of every kind, by dotted path") {
  const auto set =
      child_of_base("", {{"run.seed", "7"},
                         {"court.gate", "true"},
                         {"name", "by hand"},
                         {"support.mix", "{ emotional = 0.1, informational = 0.5 }"},
                         {"hazards.readiness.scale_days", "600"},
                         {"hazards.reentry", "{ distribution = \"exponential\", mean_days = 5 }"},
                         {"coaches.queue_rule", "highest_need"},
                         {"traits.kin.share", "0.4"},
                         {"traits.\"kin\".hazard_ratios.reentry", "3"},
                         {"traits.cause.levels.other.needs.stress", "0.2"},
                         {"sites.all.positions", "4"}});
  CHECK(set.run.seed == 7);
  CHECK(set.court.gate);
  CHECK(set.name == "by hand");
  CHECK(set.program.support.mix == std::array<double, 4>{0.1, 0.5, 0.2, 0.2});
  CHECK(set.hazards.readiness == Clock{Weibull{0.7, 600}});
  CHECK(set.hazards.reentry == Clock{Exponential{5}});
  CHECK(set.program.coaches.queue_weights[index(QueueRule::highest_need)] == 1);
  CHECK(set.traits[0].levels[1].share == 0.4);
  CHECK(set.traits[0].levels[1].hazard_ratios[index(FamilyClock::reentry)] == 3);
  CHECK(set.traits[1].levels[1].needs[index(Need::stress)] == 0.2);
  CHECK(set.sites[0].positions == 4u);
}

TEST_CASE("values set on the command line: the later of two wins") {
  CHECK(child_of_base("", {{"run.seed", "7"}, {"run.seed", "8"}}).run.seed == 8);
}

TEST_CASE("values set on the command line: faults name the option") {
  const auto fault = [](const std::string& key, const std::string& value) {
    return faults_of_child("", {{key, value}});
  };
  CHECK(fault("coaches.positions", "many") == Messages{"--set coaches.positions: \"many\" is not a number"});
  CHECK(fault("coaches.positions", "99999999999999999999") ==
        Messages{"--set coaches.positions: 1e+20 is not at most 1000000"});
  CHECK(fault("coaches.positions", "1.5") == Messages{"--set coaches.positions: 1.5 is not a whole number"});
  CHECK(fault("coaches.positions", "") == Messages{"--set coaches.positions: \"\" is not a number"});
  CHECK(fault("coaches.positons", "3") ==
        Messages{"--set coaches.positons: not a known key; the nearest is coaches.positions"});
  CHECK(fault("traits.kni.share", "0.3") ==
        Messages{"--set traits.kni.share: traits.kni is not a known key; the nearest is traits.kin"});
  CHECK(fault("traits.kin.shore", "0.3") ==
        Messages{"--set traits.kin.shore: not a known key; the nearest is traits.kin.share"});
  CHECK(fault("sites.north.share", "1") ==
        Messages{"--set sites.north.share: sites.north is not a known key"});
  CHECK(fault("support.mix", "{ emotional = \"x\" }") ==
        Messages{"--set support.mix: support.mix.emotional is \"x\"; it must be a number"});
  CHECK(fault("hazards.reentry.shape", "1") ==
        Messages{"--set hazards.reentry.shape: hazards.reentry is \"never\", which has no shape"});
  CHECK(fault("a b", "1") == Messages{"--set a b: not a dotted key"});
  CHECK(fault("", "1") == Messages{"--set : not a dotted key"});
  CHECK(fault("run.seed = 3 #", "1").size() == 1);
  CHECK(fault("format", "1") == Messages{"--set format: only a file can say this"});
  CHECK(fault("extends", "x") == Messages{"--set extends: only a file can say this"});
  CHECK(fault("run.seed.deep.er", "1").size() == 1);
}

TEST_CASE("side by side: names differ and the baseline's program runs before program.start_days") {
  const ScenarioFolder folder;
  folder.write("a.toml", "format = 1\n[coaches]\npositions = 3\n");
  folder.write("b.toml",
               "format = 1\nextends = \"a.toml\"\n[program]\nstart_days = 0\n[coaches]\npositions = 6\n");
  folder.write("c.toml", "format = 1\nname = \"a\"\n");
  const std::vector<std::filesystem::path> two{"a.toml", "b.toml"}, same{"a.toml", "c.toml"};
  const auto both = read_scenarios(two);
  CHECK_FALSE(both[0]->program_before);
  REQUIRE(both[1]->program_before);
  CHECK(both[1]->program_before->coaches.positions == 3u);
  CHECK(read_scenarios(two, {}, "b")[1]->program_before->coaches.positions == 6u);
  CHECK_THROWS_WITH(read_scenarios(same), "c.toml: name is \"a\"; it must differ from that of a.toml");
  CHECK_THROWS_WITH(read_scenarios(two, {}, "bb"), "no scenario is named \"bb\"; the nearest is b");
  folder.write("a.toml", "format = 1\n[coaches]\npositions = -3\n");
  const std::vector<std::filesystem::path> faulty{"a.toml", "a.toml"};
  CHECK_THROWS_WITH(read_scenarios(faulty), "a.toml:3:13: coaches.positions is -3; it must be at least 0");
}

TEST_CASE("sources: one that speaks of another number does not outlive a change of that number") {
  const auto sources = [](const std::string& text, const std::vector<Override>& overrides = {}) {
    std::vector<std::string> keys;
    for (const auto& source : child_of_base(text, overrides).sources) keys.push_back(source.key);
    return keys;
  };
  const std::vector<std::string> both{"coaches.positions", "traits.kin.share"};
  const std::vector<std::string> no_budget{"traits.kin.share"};
  CHECK(sources("") == both);
  CHECK(sources("[coaches]\npositions = 12\n") == no_budget);
  CHECK(sources("[coaches]\npositions = 10\nfamilies_per_coach = 9\n") == both);
  CHECK(sources("[coaches]\npositions = 12\n[sources]\n"
                "\"coaches.positions\" = { source = \"a plan\", grade = \"assumption\" }\n") == both);
  CHECK(sources("[[traits]]\nname = \"kin\"\nshare = 0.4\n") ==
        std::vector<std::string>{"coaches.positions"});
  CHECK(sources("", {{"coaches.positions", "12"}}) == no_budget);
  CHECK(sources("", {{"coaches.positions", "10"}}) == both);
  CHECK(sources("", {{"coaches.positions", "12"},
                     {"sources.\"coaches.positions\"", "{ source = \"a plan\", grade = \"expert\" }"}}) ==
        both);
  const auto open = keys_without_source(check(child_of_base("[coaches]\npositions = 12\n")));
  CHECK(std::count(open.begin(), open.end(), "coaches.positions") == 1);
}
