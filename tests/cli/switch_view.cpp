#include "sim/cli/switch_view.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace homeward;

namespace {

constexpr double far = std::numeric_limits<double>::infinity();

SwitchPoint within(double point, double low, double high, double at_low) {
  return {SwitchFinding::in_range, point, low, high, 0.9, 1.5, at_low, -at_low, true, true};
}

/// Three numbers: one switches the plan, one matters and does not, one does nothing.
UncertaintyStudy study_of(const char* outcome, const SwitchPoint& first) {
  UncertaintyStudy study;
  study.layout.plans = {"none", "coached"};
  study.layout.draws = 20;
  study.layout.scenarios.assign(2, std::vector<std::optional<std::size_t>>(20, 0));
  study.replications = 5;
  study.pairs = {{1, 0}};
  std::vector<DrawnNumber> numbers;
  for (const auto* name : {"effects.a", "effects.b", "effects.c"}) {
    numbers.push_back({name, name, {}});
    for (int draw = 0; draw < 20; ++draw) numbers.back().values.push_back(draw % (4 + 3 * draw));
  }
  study.numbers.assign(2, numbers);
  study.grades = {"assumption", "measured", ""};
  UncertaintyStudy::Line line{&outcome_table()[outcome_index(outcome)], {}, {"", ""}, {"", ""}};
  SwitchPoint keeps{SwitchFinding::none_in_range}, flat{SwitchFinding::flat};
  keeps.at_low = keeps.at_high = 1;
  keeps.told_at_low = keeps.told_at_high = true;
  line.found.switch_points = {{first, keeps, flat}};
  const Sensitivity sensitivity{{{0.4, 2, 1, 3}, {-0.9, -4, -5, -3}, {0.1, 1, -1, 3}}, 0.8, 0.75};
  line.found.plan_sensitivities.assign(2, sensitivity);
  line.found.difference_sensitivities.assign(2, sensitivity);
  study.lines.push_back(line);
  return study;
}

}  // namespace

TEST_CASE("switch view: below and above the point stand the plans that the outcome prefers there") {
  const auto more = switches_in_range(study_of("reunified_12_months", within(1.08, 1.02, 1.15, -0.01)));
  REQUIRE(more.size() == 1);
  CHECK(more[0].point == "1.08 (1.02 to 1.15)");
  CHECK(more[0].drawn == "0.900 to 1.50");
  CHECK(more[0].grade == "assumption");
  CHECK(more[0].below == "none");  // fewer go home with coaches below it
  CHECK(more[0].above == "coached");
  const auto less = switches_in_range(study_of("reentry_12_months", within(1.08, 1.02, 1.15, -0.01)));
  CHECK(less[0].below == "coached");
  CHECK(less[0].above == "none");
}

TEST_CASE("switch view: where one end is not told the switch is only possible") {
  auto found = within(1.08, -far, 1.15, -0.01);
  found.finding = SwitchFinding::possible;
  found.told_at_low = false;
  auto row = switches_in_range(study_of("reunified_12_months", found)).at(0);
  CHECK(row.point == "perhaps 1.08 (up to 1.15)");
  CHECK(row.below == "not told");
  CHECK(row.above == "coached");
  found.point = std::numeric_limits<double>::quiet_NaN();
  CHECK(switches_in_range(study_of("reunified_12_months", found)).at(0).point == "perhaps below 1.15");
}

TEST_CASE("switch view: numbers without a switch point are counted, by whether they matter") {
  const auto study = study_of("reunified_12_months", within(1.08, 1.02, 1.15, 1));
  CHECK_THAT(switches_table(study), Catch::Contains("others: 1 keep the plan, 1 flat"));
  auto none = study;
  none.lines[0].found.switch_points[0][0] = SwitchPoint{SwitchFinding::undecided};
  none.lines[0].found.switch_points[0][1] = SwitchPoint{SwitchFinding::flat};
  CHECK_THAT(switches_table(none), Catch::Contains("none: 1 undecided, 2 flat"));
  none.lines[0].found.switch_points[0].assign(3, SwitchPoint{});
  CHECK_THAT(switches_table(none), Catch::Contains("not told"));
}

TEST_CASE("switch view: assumptions that matter come first, then what is better known") {
  const auto text = what_matters_in_words(study_of("reunified_12_months", within(1, 1, 1, 1)), true);
  const auto assumption = text.find("0.40  effects.a"), measured = text.find("0.90  effects.b (measured)");
  CHECK(assumption != std::string::npos);
  CHECK(measured != std::string::npos);
  CHECK(assumption < measured);
  CHECK(text.find("effects.c") == std::string::npos);
}

TEST_CASE("switch view: fewer draws than it takes are told, with how many it takes") {
  auto study = study_of("reunified_12_months", within(1, 1, 1, 1));
  CHECK(too_few_draws_in_words(study).empty());
  study.layout.draws = 8;
  for (auto& scenarios : study.layout.scenarios) scenarios.resize(8);
  CHECK_THAT(too_few_draws_in_words(study),
             Catch::Contains("8 draws are too few to tell 3 drawn numbers apart") &&
                 Catch::Contains("9 draws at least"));
}

TEST_CASE("switch view: JSON has every finding that is told, and null where an interval is open") {
  JsonWriter json;
  json.begin_object();
  add_switches(json, study_of("reunified_12_months", within(1.08, -far, 1.15, -1)));
  const auto text = json.end_object().text();
  CHECK_THAT(text, Catch::Contains("\"finding\": \"in_range\"") && Catch::Contains("\"finding\": \"flat\""));
  CHECK_THAT(text, Catch::Contains("\"ci_low\": null") && Catch::Contains("\"reaches_below_range\": true"));
}
