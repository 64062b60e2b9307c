#include "sim/experiment/study.hpp"

#include <catch2/catch.hpp>

#include "tests/experiment/studies.hpp"

using namespace homeward;
using Catch::Contains;

namespace {
using Names = std::vector<std::string>;
const std::string ratio = factor("coaches.families_per_coach", "[8, 12]");
const std::string positions = factor("coaches.positions", "[3, 4]");
}  // namespace

TEST_CASE("study: a grid has every combination, the first factor changing slowest") {
  const auto points = points_in("design = \"grid\"\n" + ratio + positions);
  CHECK(names_of(points) == Names{"families_per_coach=8, positions=3", "families_per_coach=8, positions=4",
                                  "families_per_coach=12, positions=3",
                                  "families_per_coach=12, positions=4"});
  const auto& last = *points.scenarios[3].scenario;
  CHECK(last.program.coaches.families_per_coach == 12);
  CHECK(last.program.coaches.positions == 4);
  CHECK(last.families.entries_per_year == 50);
  using Labels = std::vector<std::pair<std::string, std::string>>;
  CHECK(points.scenarios[3].factor_labels ==
        Labels{{"coaches.families_per_coach", "12"}, {"coaches.positions", "4"}});
}

TEST_CASE("study: a point is the scenario that the same --set makes") {
  const ScenarioFolder folder;
  const auto points = points_of(study_in(folder, "design = \"grid\"\n" + ratio + positions));
  const std::vector<Override> sets{{"coaches.families_per_coach", "8"}, {"coaches.positions", "3"}};
  CHECK(points.scenarios[0].digest == digest(read_scenario("base.toml", sets)));
  CHECK(read_scenario_text(points.scenarios[0].resolved_toml, "again")->program.coaches.positions == 3);
}

TEST_CASE("study: a list takes the first levels together, then the second") {
  const auto points = points_in("design = \"list\"\n" + ratio + positions);
  CHECK(names_of(points) == Names{"families_per_coach=8, positions=3", "families_per_coach=12, positions=4"});
}

TEST_CASE("study: in a list two points may share a level") {
  const auto points = points_in("design = \"list\"\n" + ratio + factor("coaches.positions", "[3, 3.0]"));
  CHECK(names_of(points) == Names{"families_per_coach=8, positions=3", "families_per_coach=12, positions=3"});
}

TEST_CASE("study: one at a time starts with the base and moves one factor alone") {
  const auto points = points_in("design = \"one_at_a_time\"\n" + ratio + factor("coaches.positions", "[3]"));
  CHECK(names_of(points) == Names{"county", "families_per_coach=8", "families_per_coach=12", "positions=3"});
  CHECK(points.scenarios[3].scenario->program.coaches.families_per_coach == 10);
  CHECK(points.scenarios[3].factor_labels[0].second == "10");
  CHECK(points.baseline == 0);
}

TEST_CASE("study: linked factors move together") {
  const auto points =
      points_in("design = \"grid\"\nlinked = [[\"coaches.positions\", \"coaches.hiring_days\"]]\n" +
                positions + ratio + factor("coaches.hiring_days", "[10, 20]"));
  CHECK(names_of(points) == Names{"positions=3, families_per_coach=8, hiring_days=10",
                                  "positions=3, families_per_coach=12, hiring_days=10",
                                  "positions=4, families_per_coach=8, hiring_days=20",
                                  "positions=4, families_per_coach=12, hiring_days=20"});
}

TEST_CASE("study: levels may be tables with labels, distributions, texts and values within others") {
  const auto points = points_in(
      "design = \"list\"\n" +
      factor("support.mix",
             "{ advocacy_led = { emotional = 0, informational = 0, instructional = 0.5, advocacy = 0.5 } }") +
      factor("hazards.readiness", "[{ distribution = \"exponential\", mean_days = 300 }]") +
      factor("coaches.queue_rule", "[\"highest_need\"]") + factor("traits.kin.share", "[0.25]"));
  CHECK(names_of(points) == Names{"mix=advocacy_led, readiness={distribution=\"exponential\",mean_days=300}, "
                                  "queue_rule=highest_need, share=0.25"});
  const auto& scenario = *points.scenarios[0].scenario;
  CHECK(scenario.program.support.mix[3] == 0.5);
  CHECK(scenario.hazards.readiness == Clock{Exponential{300}});
  CHECK(scenario.program.coaches.queue_weights[1] == 1);
  CHECK(scenario.traits[0].levels[1].share == 0.25);
}

TEST_CASE("study: a factor removes the alternative key that the base has") {
  const auto points =
      points_in("design = \"grid\"\n" + factor("coaches.positions_per_100_entries", "[2, 4]"));
  CHECK_FALSE(points.scenarios[0].scenario->program.coaches.positions.has_value());
}

TEST_CASE("study: names take the whole key where two last parts are the same") {
  const auto points = points_in(
      "design = \"grid\"\n" + factor("trust.at_start", "[0.1]") +
      factor("effects.readiness_hazard_ratio", "[1.2]") +
      factor("traits.kin.hazard_ratios.readiness", "[1.1]") + factor("frailty.readiness_sd", "[0]") +
      factor("hazards.readiness", "{ low = { distribution = \"exponential\", mean_days = 9 } }"));
  CHECK(names_of(points) ==
        Names{"at_start=0.1, readiness_hazard_ratio=1.2, traits.kin.hazard_ratios.readiness=1.1, "
              "readiness_sd=0, hazards.readiness=low"});
}

TEST_CASE("study: the baseline is the point that is as the base, or the one that is named, or the first") {
  const auto design = "design = \"grid\"\n" + factor("coaches.positions", "[3, 4, 5]");
  CHECK(points_in(design).baseline == 1);
  CHECK(points_in(design, "positions=5").baseline == 2);
  CHECK(points_in("baseline = \"positions=5\"\n" + design).baseline == 2);
  CHECK(points_in("design = \"grid\"\n" + factor("coaches.positions", "[6, 7]")).baseline == 0);
  CHECK_THROWS_WITH(points_in(design, "positions=50"), Contains("the nearest is positions=5"));
}

TEST_CASE("study: a point that starts its program later has the baseline's program before") {
  const auto points = points_in("baseline = \"start_days=-inf\"\ndesign = \"grid\"\n" +
                                factor("program.start_days", "[-inf, 0]"));
  REQUIRE(points.scenarios[1].scenario->program_before.has_value());
  CHECK(points.scenarios[1].scenario->program_before->coaches.positions == 4);
}

TEST_CASE("study: where leaves points out, also such as would be no scenario") {
  const auto condition = "where = \"coaches.positions * coaches.families_per_coach >= 36\"\n";
  const auto points = points_in(condition + ("design = \"grid\"\n" + ratio + positions));
  CHECK(names_of(points) ==
        Names{"families_per_coach=12, positions=3", "families_per_coach=12, positions=4"});
  CHECK(points.left_out == 2);
  const auto shares = points_in("where = \"support.mix.emotional + support.mix.advocacy <= 0.5\"\n" +
                                ("design = \"grid\"\n" + factor("support.mix.emotional", "[0.25, 0.3]")));
  CHECK(shares.scenarios.size() == 1);
  CHECK_THAT(study_faults("where = \"coaches.positions > 9\"\ndesign = \"grid\"\n" + positions).at(0),
             Contains("leaves out every point"));
}

TEST_CASE("study: what is not said comes from the base, sources stand with the first point") {
  const ScenarioFolder folder;
  const auto study = study_in(folder, "title = \"How many?\"\ndesign = \"grid\"\n" + ratio);
  CHECK(study.name == "study");
  const auto plan = plan_of(study, points_of(study));
  CHECK(plan.title == "How many?");
  CHECK(plan.replications == 7);
  CHECK(plan.seed == 5);
  CHECK(plan.record == RecordLevel::runs);
  CHECK(plan.scenarios[0].scenario->sources.size() == 1);
  CHECK(plan.scenarios[1].scenario->sources.empty());
  using Roles = std::vector<std::pair<std::string, std::string>>;
  CHECK(plan.factor_roles == Roles{{"coaches.families_per_coach", "lever"}});
}

TEST_CASE("study: overrides change the base, not what the study varies") {
  const ScenarioFolder folder;
  const auto study = study_in(folder, "design = \"grid\"\n" + ratio, {{"coaches.positions", "9"}});
  CHECK(points_of(study).scenarios[0].scenario->program.coaches.positions == 9);
  CHECK(study_faults("design = \"grid\"\n" + ratio, {{"coaches.families_per_coach", "9"}}) ==
        Messages{"--set coaches.families_per_coach: the study varies coaches.families_per_coach itself"});
}
