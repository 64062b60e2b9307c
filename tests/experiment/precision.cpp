#include "sim/experiment/precision.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/measure/intervals.hpp"

using namespace homeward;

namespace {

constexpr double nobody = std::numeric_limits<double>::quiet_NaN();

RunResult result_with(std::string_view outcome, double value) {
  RunResult result;
  result.outcomes.assign(outcome_table().size(), nobody);
  result.reasons.assign(outcome_table().size(), static_cast<std::int8_t>(Reason::nobody_at_risk));
  result.outcomes[outcome_index(outcome)] = value;
  return result;
}

PrecisionRule rule_of(std::string_view outcome, double half_width, bool relative = false,
                      PrecisionOf of = PrecisionOf::level) {
  return {{{outcome_index(outcome), half_width, relative}}, of, 1000};
}

PrecisionRuns runs_of(const PrecisionRule& rule, std::size_t scenarios) {
  std::vector<std::size_t> outcomes;
  for (const auto& goal : rule.goals) outcomes.push_back(goal.outcome);
  return {outcomes, scenarios};
}

/// Values that lie evenly around a mean, one step apart on either side.
PrecisionRuns alternating(const PrecisionRule& rule, std::string_view outcome, std::uint32_t runs,
                          std::vector<double> means, double step) {
  auto made = runs_of(rule, means.size());
  for (std::uint32_t r = 0; r < runs; ++r) {
    for (std::size_t s = 0; s < means.size(); ++s)
      made.put({s, r}, result_with(outcome, means[s] + (r % 2 == 0 ? step : -step)));
  }
  return made;
}

Look precise_look(std::uint32_t replications) {
  return {replications, {{.goal = 0, .scenario = 0, .runs = 20, .mean = 1, .half_width = 1, .asked = 1}}};
}
Look wide_look(std::uint32_t replications) {
  return {replications, {{.goal = 0, .scenario = 0, .runs = 20, .mean = 1, .half_width = 2, .asked = 1}}};
}

}  // namespace

TEST_CASE("precision: looks are at 20, 30, 45, 68 and so on, and the most allowed is the last") {
  std::vector<std::uint32_t> looks{first_look};
  while (looks.back() < 1000) looks.push_back(next_look(looks.back(), 1000));
  CHECK(looks == std::vector<std::uint32_t>{20, 30, 45, 68, 102, 153, 230, 345, 518, 777, 1000});
  CHECK(next_look(20, 25) == 25);
}

TEST_CASE("precision: a level is read from the first replications, with the interval of the summary") {
  const auto rule = rule_of("mean_days_in_care", 10);
  const auto runs = alternating(rule, "mean_days_in_care", 60, {400, 500}, 30);
  const auto look = look_at(rule, runs, {{true, true}, 0}, 20);
  REQUIRE(look.readings.size() == 2);
  const auto& second = look.readings[1];
  CHECK(second.scenario == 1);
  CHECK(second.runs == 20);
  CHECK(second.mean == Approx(500));
  const double sd = 30 * std::sqrt(20.0 / 19);
  CHECK(second.half_width == Approx(student_quantile(20) * sd / std::sqrt(20.0)));
  CHECK_FALSE(second.precise());
  CHECK(look_at(rule, runs, {{true, true}, 0}, 45).precise());
}

TEST_CASE("precision: a share asks for a half-width relative to the magnitude of the mean") {
  const auto rule = rule_of("mean_days_in_care", 0.02, true);
  const auto runs = alternating(rule, "mean_days_in_care", 30, {-400}, 10);
  const auto look = look_at(rule, runs, {{true}, 0}, 30);
  CHECK(look.readings[0].asked == Approx(8));
  CHECK(look.precise());
}

TEST_CASE("precision: a difference is paired, and the baseline has none from itself") {
  const auto rule = rule_of("mean_days_in_care", 0.5, false, PrecisionOf::difference);
  const auto runs = alternating(rule, "mean_days_in_care", 20, {500, 400}, 100);
  const auto look = look_at(rule, runs, {{true, true}, 1}, 20);
  REQUIRE(look.readings.size() == 1);
  CHECK(look.readings[0].scenario == 0);
  CHECK(look.readings[0].mean == Approx(100));
  CHECK(look.readings[0].half_width == Approx(0).margin(1e-9));
  CHECK(look.precise());
}

TEST_CASE("precision: a ratio of means and a mean of logarithms have the intervals of their summaries") {
  const auto rule = rule_of("naive_reunification_odds_ratio", 0.1);
  auto runs = runs_of(rule, 1);
  for (std::uint32_t r = 0; r < 20; ++r)
    runs.put({0, r}, result_with("naive_reunification_odds_ratio", r % 2 == 0 ? 1 : 4));
  const auto look = look_at(rule, runs, {{true}, 0}, 20);
  CHECK(look.readings[0].mean == Approx(2));
  // The longer side: above, where the logarithm bends the interval.
  const double width = student_quantile(20) * std::log(2) * std::sqrt(20.0 / 19) / std::sqrt(20.0);
  CHECK(look.readings[0].half_width == Approx(2 * std::exp(width) - 2));

  const auto cost = rule_of("cost_per_sustained_reunification", 1);
  auto ratio = runs_of(cost, 1);
  const auto& info = outcome_table()[outcome_index("cost_per_sustained_reunification")];
  std::vector<double> numerators, denominators;
  for (std::uint32_t r = 0; r < 20; ++r) {
    numerators.push_back(100 + r);
    denominators.push_back(5 + r % 3);
    auto result = result_with(info.numerator, numerators.back());
    result.outcomes[outcome_index(info.denominator)] = denominators.back();
    ratio.put({0, r}, result);
  }
  const auto summary = summarise(info, std::vector<double>(20, nobody), numerators, denominators);
  CHECK(look_at(cost, ratio, {{true}, 0}, 20).readings[0].half_width ==
        Approx(summary.ci_high - summary.mean));
}

TEST_CASE("precision: runs that failed or had nobody at risk do not count") {
  const auto rule = rule_of("mean_days_in_care", 1);
  auto runs = runs_of(rule, 1);
  for (std::uint32_t r = 0; r < 20; ++r) {
    auto result = result_with("mean_days_in_care", r < 3 ? nobody : 400);
    result.failed = r >= 15;
    if (result.failed) result.outcomes.clear();
    runs.put({0, r}, result);
  }
  const auto look = look_at(rule, runs, {{true}, 0}, 20);
  CHECK(look.readings[0].runs == 12);
  CHECK(look.precise());
}

TEST_CASE("precision: without an interval nothing is precise, and that is the worst there is") {
  const Reading without{.goal = 0, .scenario = 1, .runs = 1, .mean = 3, .half_width = nobody, .asked = 1};
  CHECK_FALSE(without.precise());
  auto look = wide_look(20);
  look.readings.push_back(without);
  CHECK_FALSE(look.precise());
  CHECK(look.worst().scenario == 1);
  CHECK(wide_look(20).worst().half_width == 2);
}

TEST_CASE("precision: two looks in a row must be precise; the last one allowed needs no other") {
  const auto rule = rule_of("mean_days_in_care", 1);
  const auto before = precise_look(30);
  const auto wide = wide_look(30);
  CHECK(judge(rule, precise_look(20), nullptr) == Verdict::go_on);
  CHECK(judge(rule, precise_look(45), &before) == Verdict::reached);
  CHECK(judge(rule, precise_look(45), &wide) == Verdict::go_on);
  CHECK(judge(rule, wide_look(45), &before) == Verdict::go_on);
  CHECK(judge(rule, precise_look(1000), &wide) == Verdict::reached);
  CHECK(judge(rule, wide_look(1000), &before) == Verdict::not_reached);
}

TEST_CASE("precision: the first two looks never end a study, unless there may be no more") {
  auto rule = rule_of("mean_days_in_care", 1);
  const auto before = precise_look(20);
  CHECK(judge(rule, precise_look(30), &before) == Verdict::go_on);
  rule.most = 30;
  CHECK(judge(rule, precise_look(30), &before) == Verdict::reached);
}

TEST_CASE("precision: skewed runs must be many, 60 times their squared skewness") {
  const auto rule = rule_of("mean_days_in_care", 1);
  const auto before = precise_look(45);
  auto look = precise_look(68);
  look.readings[0].runs = 60;
  look.readings[0].skewness = -0.99;
  CHECK(judge(rule, look, &before) == Verdict::reached);
  look.readings[0].skewness = -1.01;
  CHECK(judge(rule, look, &before) == Verdict::go_on);

  // One run in 20 stands out: (n / ((n-1)(n-2))) Σ((x - mean) / sd)³ is the root of n = 4.472.
  auto runs = runs_of(rule, 1);
  for (std::uint32_t r = 0; r < 20; ++r) runs.put({0, r}, result_with("mean_days_in_care", r == 7 ? 20 : 0));
  CHECK(look_at(rule, runs, {{true}, 0}, 20).readings[0].skewness == Approx(std::sqrt(20.0)));
}

TEST_CASE("precision: an outcome that no run has would not get narrow, so the study ends") {
  const auto rule = rule_of("mean_days_in_care", 1);
  auto look = precise_look(20);
  look.readings.push_back(
      {.goal = 0, .scenario = 1, .runs = 0, .mean = nobody, .half_width = nobody, .asked = 1});
  CHECK(judge(rule, look, nullptr) == Verdict::without_runs);
  look.readings.back().runs = 1;
  look.readings.back().mean = 3;
  CHECK(judge(rule, look, nullptr) == Verdict::go_on);
}

TEST_CASE("precision: a ratio whose denominators are all 0 would not get narrow, so the study ends") {
  const auto rule = rule_of("cost_per_sustained_reunification", 1);
  const auto& info = outcome_table()[outcome_index("cost_per_sustained_reunification")];
  auto runs = runs_of(rule, 1);
  for (std::uint32_t r = 0; r < 20; ++r) {
    auto result = result_with(info.numerator, 100);
    result.outcomes[outcome_index(info.denominator)] = 0;
    runs.put({0, r}, result);
  }
  CHECK(judge(rule, look_at(rule, runs, {{true}, 0}, 20), nullptr) == Verdict::without_runs);
}

TEST_CASE("precision: no share of a mean of 0 is precise, and it is the farthest from what is asked") {
  const auto rule = rule_of("mean_days_in_care", 0.05, true);
  auto runs = runs_of(rule, 2);
  for (std::uint32_t r = 0; r < 45; ++r) {
    runs.put({0, r}, result_with("mean_days_in_care", r % 2 == 0 ? 100 : 200));
    runs.put({1, r}, result_with("mean_days_in_care", 0));
  }
  const auto before = look_at(rule, runs, {{true, true}, 0}, 30),
             look = look_at(rule, runs, {{true, true}, 0}, 45);
  CHECK_FALSE(look.readings[1].precise());
  CHECK(look.worst().scenario == 1);
  const auto only_zero = look_at(rule, runs, {{false, true}, 0}, 45);
  CHECK(judge(rule, only_zero, &before) == Verdict::go_on);
}

TEST_CASE("precision: what cannot be divided but is precise is nearer than what is too wide") {
  auto look = wide_look(45);
  const double endless = std::numeric_limits<double>::infinity();
  look.readings.insert(
      look.readings.begin(),
      {.goal = 0, .scenario = 1, .runs = 45, .mean = 1, .half_width = endless, .asked = endless});
  CHECK(look.worst().scenario == 0);
}

TEST_CASE("precision: where no run differs from another, 68 must say so") {
  const auto rule = rule_of("mean_days_in_care", 1);
  // 0.1 leaves other last digits in sums than in the values.
  const auto runs = alternating(rule, "mean_days_in_care", 102, {0.1}, 0);
  const auto look = [&](std::uint32_t n) { return look_at(rule, runs, {{true}, 0}, n); };
  const auto at_30 = look(30), at_45 = look(45);
  CHECK(at_45.precise());
  CHECK(judge(rule, at_45, &at_30) == Verdict::go_on);
  CHECK(judge(rule, look(68), &at_45) == Verdict::reached);
}

TEST_CASE("precision: twice too wide needs four times the replications") {
  CHECK(replications_needed(wide_look(100).readings[0], 100) == Approx(400));
}
