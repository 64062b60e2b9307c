#include <catch2/catch.hpp>

#include <cstdlib>
#include <set>

#include "sim/scenario/print.hpp"
#include "tests/scenario/key_values.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

/// The second of two ways to say the same, or a file that is not there.
bool is_left_out(const std::string& key) {
  return key == "families.csv" || key == "coaches.positions_per_100_entries" || key == "program.start";
}

/// A file that sets every key, but the second of two alternatives.
std::string every_key() {
  std::string text;
  for (const auto& key : key_table())
    if (!is_left_out(key.name)) text += key.name + " = " + other_value(key) + "\n";
  return "format = 1\n" + text;
}

}  // namespace

TEST_CASE("key table: every key has a meaning, a place of its own and a value besides its default") {
  std::set<std::string> names;
  for (const auto& key : key_table()) {
    INFO(key.name);
    CHECK(names.insert(key.name).second);
    CHECK_FALSE(key.meaning.empty());
    CHECK_FALSE(other_value(key).empty());
    CHECK(find_key(key.name) == &key);
  }
}

TEST_CASE("resolved: what is printed reads back to the same scenario") {
  const auto scenario = read_scenario_text(every_key(), "every.toml");
  for (const auto& key : key_table()) {
    INFO(key.name);
    if (!is_left_out(key.name)) CHECK(key.print(*scenario) != key.built_in);
  }
  const auto again = read_scenario_text(print_resolved(scenario), "again.toml");
  CHECK(print_plain(*again) == print_plain(*scenario));
  CHECK(digest(again) == digest(scenario));
  CHECK(again->traits[3].name == "a.b c");
  CHECK(again->traits[2].levels[0].needs[index(Need::isolation)] == 1);
  CHECK(again->title == scenario->title);
  const auto built_in = check(Scenario{});
  CHECK(print_plain(*read_scenario_text(print_resolved(built_in), "x")) == print_plain(*built_in));
}

TEST_CASE("resolved: numbers come back to the last bit") {
  Scenario scenario;
  scenario.name = "numbers";
  scenario.families.entries_per_year = 0.1 + 0.2;
  scenario.costs.hearing = 1e11 / 3;
  scenario.trust.at_start = 1e-300;
  scenario.run.seed = (1ull << 62) + 1;
  const auto again = read_scenario_text(print_plain(scenario), "x");
  CHECK(again->families.entries_per_year == scenario.families.entries_per_year);
  CHECK(again->costs.hearing == scenario.costs.hearing);
  CHECK(again->trust.at_start == scenario.trust.at_start);
  CHECK(again->run.seed == scenario.run.seed);
}

TEST_CASE("resolved: every line says its unit and where its value was set") {
  const ScenarioFolder folder;
  folder.write("base.toml",
               "format = 1\n[coaches]\nhiring_days = 30\n[[traits]]\nname = \"kin\"\nshare = 0.3\n");
  folder.write("plan.toml", "format = 1\nextends = \"base.toml\"\n\n[coaches]\nfamilies_per_coach = 10\n");
  const std::vector<Override> overrides{{"run.seed", "5"}, {"traits.kin.share", "0.4"}};
  const auto text = print_resolved("plan.toml", overrides);
  const auto has = [&](const std::string& line) {
    return text.find("\n" + line + "\n") != std::string::npos;
  };
  CHECK(has("hiring_days = 30.0  # days; from base.toml:3"));
  CHECK(has("families_per_coach = 10  # from plan.toml:5"));
  CHECK(has("seed = 5  # from --set"));
  CHECK(has("training_days = 0.0  # days; default"));
  CHECK(has("  { name = \"kin\", share = 0.4 },  # from base.toml:4, --set"));
  CHECK(has("# positions is not set"));
  const auto absolute = print_resolved(folder.path() / "plan.toml");
  CHECK(absolute.find(folder.path().string()) == std::string::npos);
  CHECK(absolute.find("# days; from base.toml:3") != std::string::npos);
}

TEST_CASE("check: a scenario built in code keeps the same rules") {
  Scenario scenario;
  scenario.program.coaches.families_per_coach = 0;
  CHECK_THROWS_WITH(check(scenario), "scenario: coaches.families_per_coach is 0; it must be at least 1");
  scenario.program.coaches.families_per_coach = 5;
  scenario.sites.clear();
  CHECK_THROWS_WITH(check(scenario),
                    "scenario: sites is an empty list; it must be a list of at least one site, [[sites]]");
  scenario.sites = {Site{}};
  scenario.program_before = Program{};
  scenario.program_before->referral.acceptance = 2;
  CHECK_THROWS_WITH(check(scenario), "scenario: referral.acceptance is 2; it must be in [0, 1]");
  scenario.program_before->referral.acceptance = 0.5;
  CHECK(check(scenario)->program_before->referral.acceptance == 0.5);
  scenario.hazards.readiness = Weibull{-1, 2};
  CHECK_THROWS_AS(check(scenario), InputError);
}

TEST_CASE("documentation: names every key and distribution") {
  const auto text = keys_markdown();
  for (const auto& key : key_table()) CHECK(text.find("`" + key.name + "`") != std::string::npos);
  CHECK(text.find("| `lognormal` | `median_days`, `sigma` |") != std::string::npos);
  CHECK(text.find("| `dirichlet` | `concentrations` (list) |") != std::string::npos);
}

TEST_CASE("documentation: scenarios/KEYS.md is what the key table says (HOMEWARD_UPDATE=1 writes it)") {
  const std::filesystem::path file = std::filesystem::path{HOMEWARD_SOURCE_DIR} / "scenarios" / "KEYS.md";
  if (std::getenv("HOMEWARD_UPDATE") != nullptr) std::ofstream(file, std::ios::binary) << keys_markdown();
  CHECK(read_text(file).text == keys_markdown());
}
