#include <catch2/catch.hpp>

#include <limits>

#include "sim/cli/uncertainty_view.hpp"

using namespace homeward;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

CrossedEstimate estimate(double mean, double doubt, double luck, double interaction) {
  CrossedEstimate made{};
  made.mean = mean;
  made.draws = 20;
  made.ci_low = mean - 0.01;
  made.ci_high = mean + 0.01;
  made.doubt_low = mean - 0.05;
  made.doubt_high = mean + 0.05;
  made.above_zero = 0.9999;
  made.doubt.estimate = doubt;
  made.luck.estimate = luck;
  made.interaction.estimate = interaction;
  return made;
}

/// Two plans, one outcome, two parameters of which the second stands out.
UncertaintyStudy study_of(const char* outcome) {
  UncertaintyStudy study;
  study.layout.plans = {"none", "coached"};
  study.layout.draws = 20;
  study.layout.scenarios.assign(2, std::vector<std::optional<std::size_t>>(20, 0));
  study.replications = 5;
  study.numbers.assign(2, {{"effects.a", "effects.a", {}}, {"effects.b", "effects.b", {}}});
  const Sensitivity sensitivity{{{0.1, 0.01, -0.01, 0.03}, {0.9, 0.04, 0.03, 0.05}}, 0.8, 0.75};
  UncertaintyStudy::Line line{&outcome_table()[outcome_index(outcome)], {}, {"", ""}, {"", ""}};
  line.found.plans = {estimate(0.30, 1, 8, 1), estimate(0.35, 3, 6, 1)};
  line.found.differences = {estimate(0, 0, 0, 0), estimate(0.05, 9, 0, 1)};
  line.found.plan_sensitivities.assign(2, sensitivity);
  line.found.difference_sensitivities.assign(2, sensitivity);
  line.found.spread_between_plans = 0.035;
  study.lines.push_back(line);
  return study;
}

}  // namespace

TEST_CASE("uncertainty: plans are told with doubt and luck as shares of a run, the spread of plans apart") {
  const auto text = uncertainty_table(study_of("reunified_12_months"));
  CHECK_THAT(text, Catch::Contains("means of plans differ by 3.5 (sd)"));
  CHECK_THAT(text, Catch::Contains("30.0 to 40.0") && Catch::Contains("34.0 to 36.0"));
  CHECK_THAT(text, Catch::Contains("30 %  60 %  10 %"));
}

TEST_CASE("uncertainty: a probability of being better turns where less is better, and is never certain") {
  CHECK_THAT(uncertain_differences_table(study_of("reunified_12_months")),
             Catch::Contains("+5.0") && Catch::Contains("> 99.9 %"));
  CHECK_THAT(uncertain_differences_table(study_of("reentry_12_months")), Catch::Contains("< 0.1 %"));
}

TEST_CASE("uncertainty: draws that are left out for lack of a number are told, once what that means") {
  auto study = study_of("reunified_12_months");
  CHECK_THAT(uncertainty_table(study), !Catch::Contains("of 20 draws"));
  CHECK(cautions_in_words(study).empty());
  study.lines.front().found.plans[1].draws = 17;
  CHECK_THAT(uncertainty_table(study), Catch::Contains("coached (17 of 20 draws)"));
  CHECK_THAT(uncertain_differences_table(study), !Catch::Contains("of 20 draws"));
  study.lines.front().found.differences[1].draws = 16;
  CHECK_THAT(uncertain_differences_table(study), Catch::Contains("coached (16 of 20 draws)"));
  CHECK_THAT(uncertainty_in_words(study), Catch::Contains("no random subset"));
}

TEST_CASE("uncertainty: only parameters whose effect stands out are named") {
  auto study = study_of("reunified_12_months");
  const auto text = sensitivities_table(study, true);
  CHECK_THAT(text, Catch::Contains("75 %  effects.b +4.0") && !Catch::Contains("effects.a"));
  study.lines.front().found.difference_sensitivities[1].effects[1].ci_low = -0.01;
  CHECK_THAT(sensitivities_table(study, true), Catch::Contains("nothing stands out"));
  study.lines.front().found.difference_sensitivities[1].r_squared = none;
  CHECK_THAT(sensitivities_table(study, true), Catch::Contains("too few draws"));
}

TEST_CASE("uncertainty: why draws have no number is said below the table") {
  auto study = study_of("reunified_12_months");
  auto& line = study.lines.front();
  line.found.plans[1].mean = line.found.differences[1].mean = none;
  line.notes[1] = "in 3 of 20 draws: the queue grows";
  line.difference_notes[1] = "totals are not compared";
  CHECK_THAT(uncertainty_table(study), Catch::Contains("[1] in 3 of 20 draws: the queue grows\n"));
  CHECK_THAT(uncertain_differences_table(study), Catch::Contains("[1] totals are not compared\n"));
  drop_silent(study);
  drop_without_difference(study);
  CHECK(study.lines.size() == 1);
}

TEST_CASE("uncertainty: outcomes that nobody has, or that cannot be compared, are left out") {
  auto study = study_of("reunified_12_months");
  study.lines.front().found.differences[1].mean = none;
  drop_silent(study);
  CHECK(study.lines.size() == 1);
  drop_without_difference(study);
  CHECK(study.lines.empty());
}
