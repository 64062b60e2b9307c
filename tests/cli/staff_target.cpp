#include "sim/cli/staff_target_text.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/issues.hpp"

using namespace homeward;

TEST_CASE("staff target: outcome, sign and number, with the outcome's unit or without") {
  using enum TargetComparison;
  struct Written {
    std::string text;
    std::string outcome;
    TargetComparison comparison;
    double threshold;
  };
  const std::vector<Written> targets{
      {"mean_days_to_first_coach <= 14", "mean_days_to_first_coach", at_most, 14},
      {"  mean_days_to_first_coach<14.5 days ", "mean_days_to_first_coach", below, 14.5},
      {"mean_days_to_first_coach ≤ 14d", "mean_days_to_first_coach", at_most, 14},
      {"reunified_12_months >= 35%", "reunified_12_months", at_least, 0.35},
      {"reunified_12_months ≥ 35 %", "reunified_12_months", at_least, 0.35},
      {"reunified_12_months > 0.35", "reunified_12_months", above, 0.35},
      {"cost_coaches <= $2e6", "cost_coaches", at_most, 2e6},
      {"cost_coaches <= 2000000 usd", "cost_coaches", at_most, 2e6},
      {"contact_hours_per_family >= 30 hours", "contact_hours_per_family", at_least, 30},
      {"families_waiting <= 5", "families_waiting", at_most, 5}};
  for (const auto& written : targets) {
    INFO(written.text);
    const auto target = parse_target(written.text);
    CHECK(target.outcome == outcome_index(written.outcome));
    CHECK(target.comparison == written.comparison);
    CHECK(target.threshold == Approx(written.threshold));
  }
}

TEST_CASE("staff target: what cannot be meant is told with what to write") {
  const std::vector<std::pair<std::string, std::string>> faults{
      {"mean_days_to_frst_coach <= 14", "did you mean mean_days_to_first_coach?"},
      {"mean_days_to_first_coach", "comes <=, >=, < or >"},
      {"mean_days_to_first_coach = 14", "comes <=, >=, < or >"},
      {"mean_days_to_first_coach <= soon", "comes a number"},
      {"mean_days_to_first_coach <= nan", "comes a number"},
      {"mean_days_to_first_coach <= 2 weeks", "write days or nothing"},
      {"mean_days_to_first_coach <= 14 <= 15", "write days or nothing"},
      {"mean_days_to_first_coach <= 1,400", "write days or nothing"},
      {"cost_coaches <= 35%", "write $ or nothing"},
      {"families_waiting <= 5%", "a number without one"},
      {"reunified_12_months >= 35", "Write 35%"},
      {"naive_reunification_odds_ratio >= 0", "always above 0"},
      {"14 >= mean_days_to_first_coach", "write OUTCOME <= NUMBER"},
      {"", "write OUTCOME <= NUMBER"}};
  for (const auto& [text, told] : faults) {
    INFO(text);
    CHECK_THROWS_AS(parse_target(text), UsageError);
    CHECK_THROWS_WITH(parse_target(text),
                      Catch::StartsWith("--target \"" + text + "\": ") && Catch::Contains(told));
  }
}

TEST_CASE("staff target: it is told as it could be typed") {
  for (const std::string text : {"mean_days_to_first_coach <= 14 days", "reunified_12_months >= 7.1 %",
                                 "families_waiting < 0.5", "cost_coaches <= $2,000,000"})
    CHECK(target_text(parse_target(text == "cost_coaches <= $2,000,000" ? "cost_coaches <= 2e6" : text)) ==
          text);
}
