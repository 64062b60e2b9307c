#include <catch2/catch.hpp>

#include <map>

#include "sim/scenario/digest.hpp"
#include "sim/scenario/key_rows.hpp"
#include "tests/scenario/key_values.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {
Checked<Scenario> with(const KeyInfo& key) {
  Scenario scenario;
  Faults faults;
  key.read(parse_typed_value(other_value(key), {}), scenario, faults);
  REQUIRE(faults.empty());
  return Checked<Scenario>::vouch(scenario);
}
Checked<Scenario> text(const std::string& toml) {
  return read_scenario_text("format = 1\n" + toml, "s");
}
}  // namespace

TEST_CASE(
    "digest: every key that changes a run changes it, each in a way of its own, and no other key does") {
  const auto built_in = Checked<Scenario>::vouch(Scenario{});
  std::map<std::string, std::string> digests{{digest(built_in), "nothing"}};
  for (const auto& key : key_table()) {
    if (key.name == "uncertainty" || key.name == "sources" || key.name == "placement.kin_trait") continue;
    if (key.name == "program.start") continue;  // another way to write program.start_days
    const auto changed = with(key);
    INFO(key.name);
    if (key.identifies_run) {
      const auto [before, fresh] = digests.emplace(digest(changed), key.name);
      INFO("the same as " << before->second);
      CHECK(fresh);
      CHECK(differing_keys(built_in, changed) == std::vector<std::string>{key.name});
    } else {
      CHECK(digest(changed) == digest(built_in));
      CHECK(differing_keys(built_in, changed).empty());
    }
  }
  CHECK(digest(text("[sources]\n\"trust\" = { source = \"x\", grade = \"expert\" }")) == digest(built_in));
  CHECK(
      digest(text("[uncertainty]\n\"trust.at_start\" = { distribution = \"beta\", alpha = 1, beta = 1 }")) ==
      digest(built_in));
}

TEST_CASE("digest: the spelling of a value and the order of keys do not matter") {
  CHECK(digest(text("[run]\nentry_years = 3\nfollow_up_years = 5\n[trust]\nat_start = 0.5")) ==
        digest(text("trust.at_start = 5e-1\n[run]\nfollow_up_years = 5.0\nentry_years = 3.0\n")));
  CHECK(digest(text("[trust]\nat_start = -0.0")) == digest(text("")));
  CHECK(digest(text("families.children = 1")) == digest(text("families.children = \"one\"")));
  CHECK(digest(text("coaches.queue_rule = { highest_need = 1 }")) ==
        digest(text("coaches.queue_rule = \"highest_need\"")));
}

TEST_CASE("digest: is the same on every machine and in every version that means the same") {
  // A change here makes every stored run another one, so a scheme never changes: a new key is absent here.
  CHECK(digest(text(""), 1) == "325b81e03a2dffd4c88c853dc4782aa4");
  CHECK(digest(text("")) == "332803bc71a20fb3f8aff0fcd8b5db33");
  const auto county = text(
      "[families]\nentries_per_year = 40\n[coaches]\npositions = 3\n[referral]\nacceptance = 0.8\n"
      "[[sites]]\nname = \"a\"\nshare = 0.4\npositions = 1\n[[sites]]\nname = \"b\"\nshare = 0.6\n"
      "[[traits]]\nname = \"kin\"\nshare = 0.3\nhazard_ratios = { readiness = 0.9 }\n");
  CHECK(digest(county, 1) == "697c783a64812078bbbf700604619dae");
  CHECK(digest(county) == "e86be065063c06006cf981bc8c6d6292");
  CHECK(digest(county, digest_scheme + 1).empty());
}

TEST_CASE("digest: every key has a text at which it is absent, which reads back as it is written") {
  for (const auto& key : key_table()) {
    if (key.name == "name") continue;  // the file's own name where it is empty
    INFO(key.name);
    if (key.absent.empty()) {  // it can only be left out
      CHECK(key.built_in.empty());
      continue;
    }
    Scenario scenario;
    Faults faults;
    key.read(parse_typed_value(other_value(key), {}), scenario, faults);
    key.read(parse_typed_value(key.absent, {}), scenario, faults);
    CHECK(faults.empty());
    CHECK(key.print(scenario) == key.absent);
  }
}

TEST_CASE(
    "digest: members of sites and traits that say nothing are not printed, so a new one changes no text") {
  const auto absent_are_left_out = [](const auto& row, auto members) {
    const auto printed = print_members(row, members);
    for (const auto& member : members) {
      INFO(member.name);
      const bool says_nothing = member.absent && member.print(row) == member.absent->text;
      CHECK((printed.find(std::string(member.name) + " = ") == std::string::npos) == says_nothing);
    }
  };
  absent_are_left_out(Site{}, site_members());
  CHECK(print_site(Site{}) == "{ name = \"all\", share = 1.0 }");
  Trait trait;
  trait.name = "kin";
  trait.levels = {{.name = "no", .share = 0.75}, {.name = "yes", .share = 0.25}};
  absent_are_left_out(trait, trait_members());
  CHECK(print_trait(trait) == "{ name = \"kin\", share = 0.25 }");
  for (const auto set_by : {TraitSetBy::draw, TraitSetBy::age})
    absent_are_left_out(TraitLevel{}, level_members(set_by));
}

TEST_CASE("digest: a default that changes makes another scenario, a key that is off the same") {
  // What a file leaves out is the built-in default, and that counts where it is not what absent says.
  Scenario scenario;
  const auto before = digest(Checked<Scenario>::vouch(scenario));
  scenario.effects.update_days = 14;  // as under another default
  CHECK(digest(Checked<Scenario>::vouch(scenario)) != before);
  CHECK(digest(text("[effects]\nupdate_days = 7\n[trust]\nat_start = 0")) == before);
}

TEST_CASE("digest: scheme 1 knows all keys of its time, and no later one unless it is on") {
  std::size_t known = 0;
  for (const auto& key : key_table()) {
    INFO(key.name);
    if (is_in_digest_scheme_1(key.name)) ++known;
    if (!key.identifies_run || key.name == "placement.kin_trait" || key.name == "program.start") continue;
    CHECK(digest(with(key), 1) != digest(text(""), 1));
  }
  CHECK(known == 170);
}

TEST_CASE("digest: a stored scenario that lacks a key reads as it was meant") {
  // Of every key whose default is no longer what absent says; and all others read as ever.
  const auto stored = read_stored_scenario("format = 1\nname = \"s\"\n", "s");
  for (const auto& key : key_table()) {
    INFO(key.name);
    if (key.name != "name") CHECK(key.print(*stored) == key.absent);
  }
}

TEST_CASE("digest: the program before program.start_days counts where it runs") {
  Scenario scenario;
  scenario.program_before = Program{};
  const auto never_runs = Checked<Scenario>::vouch(scenario);
  CHECK(digest(never_runs) == digest(Checked<Scenario>::vouch(Scenario{})));
  scenario.program_start_days = 0;
  const auto before = Checked<Scenario>::vouch(scenario);
  scenario.program_before->referral.acceptance = 0.5;
  const auto other = Checked<Scenario>::vouch(scenario);
  CHECK(digest(before) != digest(other));
  CHECK(differing_keys(before, other) ==
        std::vector<std::string>{"before program.start_days: referral.acceptance"});
}

TEST_CASE("digest: a population file counts by its content, not by its path") {
  const ScenarioFolder folder;
  folder.write("a/people.csv", "1,2\n");
  folder.write("b/people.csv", "1,2\n");
  folder.write("s.toml", "format = 1\n[families]\ncsv = \"a/people.csv\"\n");
  const auto first = digest(read_scenario("s.toml"));
  const std::vector<Override> moved{{"families.csv", "b/people.csv"}};
  CHECK(digest(read_scenario("s.toml", moved)) == first);
  folder.write("a/people.csv", "1,3\n");
  CHECK(digest(read_scenario("s.toml")) != first);
}

TEST_CASE("sources: numbers that were set and have none are named") {
  const auto scenario = text(
      "[coaches]\npositions = 5\nhiring_days = 30\ncut_by = \"attrition\"\n"
      "[support.mix]\nemotional = 0.1\ninformational = 0.4\n[[traits]]\nname = \"kin\"\nshare = 0.2\n"
      "hazard_ratios = { reentry = 2 }\n[sources]\n\"support.mix\" = { source = \"x\", grade = \"expert\" }\n"
      "\"traits.kin.share\" = { source = \"x\", grade = \"expert\" }\n");
  CHECK(keys_without_source(scenario) == std::vector<std::string>{"traits.kin.hazard_ratios.reentry",
                                                                  "coaches.positions",
                                                                  "coaches.hiring_days"});
}
