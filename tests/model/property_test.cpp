#include <catch2/catch.hpp>

#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"
#include "tests/model/property_check.hpp"
#include "tests/model/property_scenarios.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

TEST_CASE(
    "whatever the scenario: nobody is in two states, the court is never bypassed, coaches and queue keep "
    "their rules, "
    "counts add up") {
  std::size_t coached = 0;
  std::size_t returned = 0;
  std::size_t handed_back = 0;
  std::size_t switched = 0;
  for (std::uint64_t number = 1; number <= 300; ++number) {
    INFO("random scenario " << number);
    const Checked<Scenario> scenario = check(random_scenario(number));
    const RunRecord r = simulate(scenario, number, 0, Logging{true, {}});
    REQUIRE(breach_in_lives(*scenario, r) == "");
    REQUIRE(breach_in_pool(*scenario, r) == "");
    REQUIRE(breach_in_counts(*scenario, r) == "");
    coached += rows(r, EventKind::coach_assigned).empty() ? 0 : 1;
    returned += rows(r, EventKind::reentry).empty() ? 0 : 1;
    switched += scenario->program_before ? 1 : 0;
    for (const auto& spell : r.queue_spells) handed_back += spell.handed_back ? 1 : 0;
  }
  // The scenarios do reach what is checked.
  CHECK(coached > 100);
  CHECK(returned > 100);
  CHECK(switched > 40);
  CHECK(handed_back > 1000);
}
