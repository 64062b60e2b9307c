#include <catch2/catch.hpp>
#include <numeric>

#include "sim/scenario/base_scenario.hpp"
#include "sim/scenario/staffing_plan.hpp"
#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {

const std::string three_sites = R"(format = 1
families.entries_per_year = 200
[[sites]]
name = "town"
share = 0.6
positions = 6
[[sites]]
name = "hill"
share = 0.3
positions = 2
[[sites]]
name = "rural"
share = 0.1
positions = 1
)";

/// The positions of the three sites where a child says `text` and the command `overrides`.
std::vector<std::uint32_t> positions(const std::string& text, const std::vector<Override>& overrides = {}) {
  const ScenarioFolder folder;
  folder.write("sites.toml", three_sites);
  folder.write("child.toml", "format = 1\nextends = \"sites.toml\"\n" + text);
  return first_positions(*read_scenario("child.toml", overrides));
}

Messages faults(const std::string& text) {
  const ScenarioFolder folder;
  folder.write("s.toml", "format = 1\n" + text);
  return faults_of("s.toml");
}

using Positions = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("positions of the program over sites with their own are shared by the proportions these have") {
  CHECK(positions("") == Positions{6, 2, 1});
  CHECK(positions("[coaches]\npositions = 12\n") == Positions{8, 3, 1});  // 8, 2.67, 1.33
  CHECK(positions("", {{"coaches.positions", "12"}}) == Positions{8, 3, 1});
  CHECK(positions("[coaches]\npositions = 0\n") == Positions{0, 0, 0});
  // 9 per 100 entries of 200 are 18; whoever changes the entries, before or after.
  CHECK(positions("", {{"coaches.positions_per_100_entries", "9"}}) == Positions{12, 4, 2});
  CHECK(positions("", {{"coaches.positions_per_100_entries", "9"}, {"families.entries_per_year", "100"}}) ==
        Positions{6, 2, 1});
  CHECK(positions("[families]\nentries_per_year = 100\n[coaches]\npositions_per_100_entries = 9\n") ==
        Positions{6, 2, 1});
}

TEST_CASE("positions shared over sites keep the first proportions, whatever was rounded in between") {
  CHECK(positions("[coaches]\npositions = 2\n", {{"coaches.positions", "18"}}) == Positions{12, 4, 2});
  CHECK(positions("[coaches]\npositions = 18\n", {{"sites.hill.positions", "7"}}) == Positions{12, 7, 2});
  // Those of a site that was dropped go to the others; a new one has as much of them as of entries.
  CHECK(positions("coaches.positions = 14\n[[sites]]\nname = \"hill\"\nremove = true\n"
                  "[[sites]]\nname = \"town\"\nshare = 0.9\n") == Positions{12, 2});
}

TEST_CASE("positions shared over sites are noted, and the resolved scenario reads back as a file") {
  const ScenarioFolder folder;
  folder.write("sites.toml", three_sites);
  for (const auto* said : {"coaches.positions", "coaches.positions_per_100_entries"}) {
    const std::vector<Override> overrides{{said, "12"}};
    const auto scenario = read_scenario("sites.toml", overrides);
    REQUIRE(scenario->notes.size() == 1);
    CHECK_THAT(scenario->notes[0], Catch::Contains("shared over the sites") && Catch::Contains(": town "));
    folder.write("resolved.toml", print_resolved("sites.toml", overrides));
    CHECK(first_positions(*read_scenario("resolved.toml")) == first_positions(*scenario));
    CHECK(read_scenario("sites.toml")->notes.empty());
  }
}

TEST_CASE("positions of the program in a study and of staff are shared over the sites likewise") {
  const ScenarioFolder folder;
  folder.write("sites.toml", three_sites);
  const BaseScenario base("sites.toml");
  const auto derived =
      base.derive("point", std::vector<Setting>{{{"coaches", "positions"}, {std::int64_t{12}, {}, {}}}});
  CHECK(derived.issues.empty());
  CHECK(first_positions(derived.scenario) == Positions{8, 3, 1});
}

TEST_CASE("a file that names the program's positions and those of sites is a fault, unless they agree") {
  const std::string sites =
      "[[sites]]\nname = \"a\"\nshare = 0.5\npositions = 3\n[[sites]]\nname = \"b\"\nshare = 0.5\n";
  const std::string told =
      "s.toml:2:21: coaches.positions is 12 and sites.a.positions is 3 in one file; give the program's, "
      "which "
      "sites share as they share entries, or the positions of every site";
  CHECK(faults("coaches.positions = 12\n" + sites) == Messages{told});
  CHECK(faults("coaches.positions = 12\n" + sites + "positions = 8\n") == Messages{told});
  CHECK(faults("coaches.positions = 12\n" + sites + "positions = 9\n").empty());
  CHECK(faults("coaches.positions_per_100_entries = 12\n" + sites + "positions = 9\n").size() == 1);
  CHECK(faults("coaches.positions = 12\n").empty());
}

TEST_CASE("positions of every site take the place of the program's that a file below has") {
  const ScenarioFolder folder;
  folder.write("program.toml", "format = 1\n[coaches]\npositions = 40\n");
  folder.write("sites.toml", "format = 1\nextends = \"program.toml\"\n" + three_sites.substr(11));
  const auto scenario = read_scenario("sites.toml");
  CHECK(first_positions(*scenario) == Positions{6, 2, 1});
  CHECK_FALSE(scenario->program.coaches.positions);
}

TEST_CASE("dates: a day is counted from run.opening, over leap years, however it is written") {
  const auto plan = [](const std::string& text) {
    return read_scenario_text("format = 1\nrun.opening = 2026-10-01\n" + text, "s");
  };
  CHECK(plan("program.start = 2027-07-01")->program_start_days == 273);
  CHECK(plan("program.start = \"2025-10-01\"")->program_start_days == -365);
  CHECK(plan("coaches.staffing = [ { date = 2029-10-01, positions = 3 } ]")
            ->program.coaches.staffing[0]
            .date_days == 1096);  // 2028 has 366 days
  const auto site =
      plan("sites = [ { name = \"a\", share = 1, staffing = [ { date = 2026-10-02, positions = 3 } ] } ]");
  CHECK(site->sites[0].staffing[0].date_days == 1);
  CHECK(print_values(site).find("staffing = [{ date_days = 1.0, positions = 3 }]") != std::string::npos);
  CHECK(print_values(site).find("opening = 2026-10-01\n") != std::string::npos);
}

TEST_CASE("dates: one without run.opening, one that is none and two ways at once are faults") {
  CHECK(
      faults("program.start = 2027-07-01") ==
      Messages{
          "s.toml:2:17: program.start is 2027-07-01, but the run has no date to count from; set run.opening, "
          "the date of day 0"});
  CHECK(faults("run.opening = 2026-10-01\ncoaches.staffing = [ { date = \"July\", positions = 3 } ]") ==
        Messages{"s.toml:3:31: coaches.staffing[0].date is \"July\"; it must be a date such as 2026-10-01"});
  CHECK(faults("run.opening = \"2026-02-30\"").size() == 1);
  CHECK(faults("run.opening = 2026-10-01T10:00:00").size() == 1);
  CHECK(
      faults("run.opening = 2026-10-01\n[program]\nstart = 2027-07-01\nstart_days = 5") ==
      Messages{"s.toml:4:9: program.start and program.start_days are both given; it must be one of the two"});
  CHECK(faults("run.opening = 2026-10-01\ncoaches.staffing = [ { date = 2027-07-01, date_days = 3, positions "
               "= 3 } ]")
            .size() == 1);
  CHECK(faults("run.opening = 2026-10-01\ncoaches.staffing = [ { date_days = 300, positions = 3 }, { date = "
               "2027-07-01, positions = 4 } ]") ==
        Messages{"s.toml:3:67: coaches.staffing[1].date is 2027-07-01; it must be later than the one before, "
                 "day 300 "
                 "(2027-07-28)"});
}

TEST_CASE("dates: a day takes the place of an inherited date, and a date set later that of a day") {
  const ScenarioFolder folder;
  folder.write("base.toml", "format = 1\nrun.opening = 2026-10-01\nprogram.start = 2027-07-01\n");
  folder.write("child.toml", "format = 1\nextends = \"base.toml\"\nprogram.start_days = 9\n");
  const std::vector<Override> date{{"program.start", "2026-10-02"}}, moved{{"run.opening", "2026-07-01"}};
  CHECK(read_scenario("child.toml")->program_start_days == 9);
  CHECK(read_scenario("child.toml", date)->program_start_days == 1);
  CHECK(read_scenario("base.toml", moved)->program_start_days == 365);
}

TEST_CASE("staffing of a site changes its positions and no other's") {
  const auto scenario = read_scenario_text(three_sites +
                                               "staffing = [ { date_days = -50, positions = 4 }, { date_days "
                                               "= 90, positions_per_100_entries = 15 } ]",
                                           "s");
  const auto plan = staffing_plan(*scenario);
  REQUIRE(plan[2].size() == 2);
  CHECK(plan[2][0].positions == 4);  // day -50 is before the run
  CHECK(plan[2][1].positions == 3);  // 15 per 100 of the site's 20
  CHECK(plan[2][1].from == 90);
  CHECK(plan[0].size() == 1);
  CHECK(plan[0][0].positions == 6);
}

TEST_CASE("staffing of a site and of the program at once is a fault") {
  CHECK(faults(three_sites.substr(11) + "staffing = [ { date_days = 0, positions = 4 } ]\n"
                                        "[coaches]\nstaffing = [ { date_days = 0, positions = 4 } ]")
            .size() == 1);
}

TEST_CASE("staffing of the baseline's sites holds before program.start_days") {
  Scenario baseline;
  baseline.sites[0].positions = 2;
  baseline.sites[0].staffing = {{-100, 5U, {}}};
  Scenario plan = baseline;
  plan.run.warm_up_years = 1;
  plan.program_start_days = 10;
  plan.sites[0].staffing.clear();
  plan.sites[0].positions = 7;
  Program before = baseline.program;
  before.site_positions = {{"all", 2U}};
  before.site_staffing = {{"all", baseline.sites[0].staffing}};
  plan.program_before = before;
  const auto site = staffing_plan(plan)[0];
  REQUIRE(site.size() == 3);
  CHECK(site[0].positions == 2);
  CHECK((site[1].from == -100 && site[1].positions == 5));
  CHECK((site[2].from == 10 && site[2].positions == 7 && site[2].switches_program));
}
