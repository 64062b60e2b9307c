#include "sim/experiment/where.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace homeward;
using Catch::Contains;

namespace {

Scenario county() {
  Scenario scenario;
  scenario.name = "county";
  scenario.program.coaches.positions = 4;
  scenario.program.coaches.families_per_coach = 10;
  scenario.program.coaches.hiring_days = Lognormal{60, 0.5};
  scenario.hazards.readiness = Weibull{0.7, 400};
  scenario.traits.push_back({"single parent", TraitSetBy::draw, {{"no", 0.6}, {"yes", 0.4}}, {}});
  return scenario;
}

Value written(const std::string& text) {
  return {text, {"s.toml", 7, 9}, {}};
}

bool holds(const std::string& text) {
  Faults faults;
  const auto where = Where::parse(written(text), county(), faults);
  throw_if_any(faults);
  return where->holds(county());
}

std::string fault(const std::string& text) {
  try {
    return holds(text) ? "true" : "false";
  } catch (const InputError& error) {
    return to_string(error.issues().at(0));
  }
}

}  // namespace

TEST_CASE("where: arithmetic binds as on paper") {
  CHECK(holds("1 + 2 * 3 == 7"));
  CHECK(holds("(1 + 2) * 3 == 9"));
  CHECK(holds("10 - 4 - 3 == 3"));
  CHECK(holds("16 / 4 / 2 == 2"));
  CHECK(holds("-2 * -3 == 6 and - - 1 == 1"));
  CHECK(holds("1.5e1 == 15"));
  CHECK(holds("0.1 + 0.2 == 0.3"));
  CHECK(holds("0.1 + 0.2 <= 0.3"));
  CHECK_FALSE(holds("0.1 + 0.2 > 0.3"));
}

TEST_CASE("where: comparisons and logic") {
  CHECK(holds("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 != 2"));
  CHECK(holds("true or false and false"));
  CHECK(holds("not false and true"));
  CHECK_FALSE(holds("not (1 < 2 or 3 < 2)"));
  CHECK(holds("not 1 > 2"));
  CHECK_FALSE(holds("2 < 1"));
}

TEST_CASE("where: keys are those of the scenario, as deep as they go") {
  CHECK(holds("coaches.positions * coaches.families_per_coach >= 40"));
  CHECK_FALSE(holds("coaches.positions * coaches.families_per_coach > 40"));
  CHECK(holds("hazards.readiness.shape < 1"));
  CHECK(holds("traits.\"single parent\".share == 0.4"));
  CHECK(holds("coaches.queue_rule == \"first_come\" and coaches.assignment_rule != 'best_match'"));
  CHECK(holds("court.gate == false and not court.gate"));
  CHECK(holds("coaches.contact_hours_per_week > 1e9"));
}

TEST_CASE("where: faults name the column in the file") {
  CHECK_THAT(fault("coaches.position > 3"),
             Contains("s.toml:7:10: where, character 1") && Contains("the nearest is coaches.positions"));
  CHECK_THAT(fault("1 < 2 and"), Contains("s.toml:7:19: where, character 10: the end where"));
  CHECK_THAT(fault("1 < (2"), Contains("the end where ) should be"));
  CHECK_THAT(fault("coaches.positions = 3"), Contains("s.toml:7:28") && Contains("write =="));
  CHECK_THAT(fault("1 < 2 && true"), Contains("&& is written and"));
  CHECK_THAT(fault("1 < 2 < 3"), Contains("not chained"));
  CHECK_THAT(fault("1 + 2"), Contains("the condition is a number"));
  CHECK_THAT(fault("1 + 'a' > 2"), Contains("right side of + is a text"));
  CHECK_THAT(fault("coaches.queue_rule < 3 or court.gate > 1"),
             Contains("left side of a comparison is true or false"));
  CHECK_THAT(fault("court.gate == 1"), Contains("true or false is compared with a number"));
  CHECK_THAT(fault("coaches > 1"), Contains("is a table"));
  CHECK_THAT(fault(""), Contains("there is no condition"));
  CHECK_THAT(fault("1 < 2 3"), Contains("\"3\" where the end, and, or should be"));
  CHECK_THAT(fault("2x > 1"), Contains("letter right after a number"));
  CHECK_THAT(fault("'open > 1"), Contains("second quote"));
  CHECK_THAT(fault("@ > 1"), Contains("has no meaning"));
  CHECK_THAT(fault(std::string(5000, '(') + "1"), Contains("nested too deeply"));
  CHECK_THAT(fault(std::string(20000, ' ')), Contains("at most 10000 characters"));
}

TEST_CASE("where: a key that has no number at a point is a fault with the point") {
  CHECK_THAT(fault("coaches.positions_per_100_entries > 3"),
             Contains("s.toml:7:10") && Contains("is not set (at the point county)"));
  CHECK_THAT(fault("coaches.hiring_days > 3"), Contains("is a table, not one number"));
  CHECK_THAT(fault("0 / (coaches.positions - 4) > 1"), Contains("gives no number"));
}
