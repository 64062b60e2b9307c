#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "sim/cli/export_small_cells.hpp"
#include "sim/cli/table.hpp"
#include "sim/cli/trace_date.hpp"
#include "sim/cli/trace_find.hpp"
#include "sim/cli/trace_parting.hpp"
#include "sim/cli/trace_view.hpp"
#include "sim/core/issues.hpp"

using namespace homeward;

namespace {

Life life_of(std::vector<std::pair<SimTime, std::string>> lines) {
  Life life;
  for (auto& [day, text] : lines) life.lines.push_back({day, "hearing", text, {}});
  life.measured = {.first = 1, .state = {0}, .days_in_care = {0}};
  return life;
}

/// "a|b" by line; "=" where both lives have the line.
std::string paired(const Life& first, const Life& second) {
  std::string text;
  for (const auto& line : pair_lines(first, second)) {
    text += line.first != nullptr ? line.first->text : "";
    text += line.same ? "=" : "|";
    text += line.second != nullptr ? line.second->text : "";
    text += ' ';
  }
  return text;
}

}  // namespace

TEST_CASE("trace: the opening is 1 October of year 1, and there is no year 0") {
  CHECK(date_text(0) == "year 1, 1 October");
  CHECK(date_text(0.99) == "year 1, 1 October");
  CHECK(date_text(31) == "year 1, 1 November");
  CHECK(date_text(151) == "year 1, 1 March");
  CHECK(date_text(164.5) == "year 1, 14 March");
  CHECK(date_text(365.2) == "year 1, 30 September");
  CHECK(date_text(365.25) == "year 2, 1 October");
  CHECK(date_text(-0.1) == "year -1, 30 September");
  CHECK(date_text(-366) == "year -2, 30 September");
  CHECK(short_date_text(164.5) == "year 1, 14 Mar");
  CHECK(day_text(1234.9) == "1,234");
  CHECK(day_text(-0.5) == "-1");
  CHECK(length_text(1.2) == "1 day");
  CHECK(length_text(2.5) == "3 days");
}

TEST_CASE("trace: what happens in both lives on the same day stands together, the rest by day") {
  const auto a = life_of({{0, "removed"}, {5, "hearing"}, {9, "home"}});
  CHECK(paired(a, a) == "removed=removed hearing=hearing home=home ");
  CHECK_FALSE(parting_day(pair_lines(a, a)));
  const auto b = life_of({{0, "removed"}, {3, "coach"}, {5, "hearing"}, {7, "home"}});
  CHECK(paired(a, b) == "removed=removed |coach hearing=hearing |home home| ");
  CHECK(parting_day(pair_lines(a, b)) == 3.0);
  const auto c = life_of({{0, "removed"}, {5, "put off"}, {9, "home"}});
  CHECK(paired(a, c) == "removed=removed hearing|put off home=home ");
  const auto d = life_of({{0, "removed"}, {5, "ready"}, {5, "hearing"}, {9, "home"}});
  CHECK(paired(a, d) == "removed=removed |ready hearing=hearing home=home ");
  // A moment apart is not the same day of the same life.
  CHECK(paired(life_of({{5.1, "x"}}), life_of({{5.2, "x"}})) == "x| |x ");
}

TEST_CASE("trace: two lives are told side by side in 110 characters, several one after the other") {
  Trace trace;
  trace.number = 3;
  for (const auto* name : {"a-plan-with-quite-a-long-name-for-a-column-of-a-table", "b"}) {
    TracedScenario scenario;
    scenario.name = name;
    scenario.family = FamilyPortrait{
        .number = 3, .entry = 12, .site = "all", .ages = {0.5, 7}, .traits = {{"kin", "yes"}}, .needs = {}};
    scenario.life =
        life_of({{12, std::string("removed ") + std::string(90, 'x')},
                 {20, "a long line of words that has to be broken because a column is narrower than it is"},
                 {30, name}});
    trace.scenarios.push_back(scenario);
  }
  for (const int scenarios : {2, 3}) {
    if (scenarios == 3) trace.scenarios.push_back(trace.scenarios.back());
    const auto text = trace_in_words(trace);
    std::size_t start = 0;
    while (start < text.size()) {
      const auto end = text.find('\n', start);
      const auto line = text.substr(start, end - start);
      const bool word = line.find(std::string(90, 'x')) != std::string::npos;  // nothing can break it
      if (!word) CHECK(characters(line) <= trace_width);
      CHECK((line.empty() || line.back() != ' '));
      start = end + 1;
    }
    CHECK(text.find("from here on the two lives part") ==
          (scenarios == 2 ? text.find("from here") : std::string::npos));
    CHECK(text.find("child 1 is 6 months, child 2 is 7.0 years") != std::string::npos);
  }
}

TEST_CASE("trace: what to find may be written in any case, and what is unknown is told with what there is") {
  CHECK(parse_look_for("home only under B") == LookFor::home_only_under_b);
  CHECK(parse_look_for("Spared a reentry") == LookFor::spared_reentry);
  CHECK(parse_look_for("days_in_care_saved") == LookFor::days_saved);
  CHECK_THROWS_WITH(parse_look_for("happy"), Catch::Contains("worse off under B"));
}

TEST_CASE("trace: the nth family found is the nth for which it holds") {
  // All are followed for 12 months after removal, and after going home.
  const CohortFamilies a{.first = 50, .state = {8, 8, -1, 27, 27}, .days_in_care = {9, 9, 0, 5, 5}};
  const CohortFamilies b{.first = 50, .state = {27, 8, -1, 27, 31}, .days_in_care = {4, 9, 0, 5, 6}};
  CHECK(find_family(LookFor::home_only_under_b, 1, a, b, 0) == 50);
  CHECK(find_family(LookFor::days_saved, 1, a, b, 0) == 50);
  CHECK(find_family(LookFor::back_only_under_b, 1, a, b, 0) == 54);
  CHECK(find_family(LookFor::worse_off, 1, a, b, 0) == 54);
  CHECK(find_family(LookFor::home_only_under_a, 1, b, a, 0) == 50);
  CHECK(find_family(LookFor::spared_reentry, 1, b, a, 0) == 54);
  CHECK_THROWS_AS(find_family(LookFor::home_only_under_b, 2, a, b, 0), RunError);
  const CohortFamilies other{.first = 51, .state = {0}, .days_in_care = {0}};
  CHECK_THROWS_AS(find_family(LookFor::days_saved, 1, a, other, 0), RunError);
}

TEST_CASE("export: a small subgroup takes others with it until the total reveals none") {
  using Sizes = std::vector<double>;
  using Told = std::vector<bool>;
  CHECK(told_levels(Sizes{50, 40}, 11) == Told{true, true});
  CHECK(told_levels(Sizes{50, 4}, 11) == Told{false, false});
  CHECK(told_levels(Sizes{50, 4, 20}, 11) == Told{true, false, false});
  // Two small ones together are still fewer than eleven.
  CHECK(told_levels(Sizes{50, 4, 3, 20}, 11) == Told{true, false, false, false});
  CHECK(told_levels(Sizes{50, 6, 7}, 11) == Told{true, false, false});
  CHECK(told_levels(Sizes{50, 0}, 11) == Told{true, true});
  CHECK(told_levels(Sizes{5}, 11) == Told{false});
  CHECK(told_levels(Sizes{5, 2}, 0) == Told{true, true});
}
