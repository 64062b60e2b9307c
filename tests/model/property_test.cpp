#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"
#include "tests/model/property_check.hpp"
#include "tests/model/property_scenarios.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

std::uint64_t asked_or(const char* variable, std::uint64_t otherwise) {
  const char* const asked = std::getenv(variable);
  return asked == nullptr ? otherwise : std::strtoull(asked, nullptr, 10);
}

/// As many as take a few seconds, or as HOMEWARD_PROPERTY_SCENARIOS says.
std::uint64_t scenarios() {
  return asked_or("HOMEWARD_PROPERTY_SCENARIOS", optimised ? 300 : 100);
}

/// A scenario is known by its number. Those from another one on are all others; one by itself is tried again
/// by its number and a count of 1.
std::uint64_t first() {
  return asked_or("HOMEWARD_PROPERTY_FIRST", 1);
}

/// What would never end is refused in words while it runs, and is no scenario to hold anything to. Hardly any
/// of those drawn may be.
class Refusals {
 public:
  template <typename Run>
  void unless_refused(Run run) {
    try {
      run();
    } catch (const RunError& error) {
      INFO(error.what());
      REQUIRE(std::string(error.what()).find(" too often: look at ") != std::string::npos);
      REQUIRE(++refused_ <= 1 + scenarios() / 1000);
    }
  }

 private:
  std::uint64_t refused_{0};
};

}  // namespace

TEST_CASE(
    "whatever the scenario: nobody is in two states, the court is never bypassed, coaches and queue keep "
    "their rules, counts add up, and what is told makes sense") {
  std::size_t coached = 0, returned = 0, handed_back = 0, switched = 0;
  Refusals refusals;
  for (std::uint64_t number = first(); number < first() + scenarios(); ++number) {
    INFO("random scenario " << number);
    const Checked<Scenario> scenario = check(random_scenario(number));
    refusals.unless_refused([&] {
      const RunRecord r = simulate(scenario, number, 0, Logging{true, {}});
      REQUIRE(breach_in(*scenario, r) == "");
      coached += rows(r, EventKind::coach_assigned).empty() ? 0 : 1;
      returned += rows(r, EventKind::reentry).empty() ? 0 : 1;
      switched += scenario->program_before ? 1 : 0;
      for (const auto& spell : r.queue_spells) handed_back += spell.handed_back ? 1 : 0;
    });
  }
  if (scenarios() < 100) return;
  // The scenarios do reach what is checked.
  CHECK(coached > scenarios() / 3);
  CHECK(returned > scenarios() / 3);
  CHECK(switched > scenarios() / 8);
  CHECK(handed_back > 3 * scenarios());
}

TEST_CASE(
    "whatever the scenario: threads, coaching without effect, money and a longer follow-up change nothing, "
    "and another plan meets the same families") {
  constexpr std::array checks{breach_by_threads, breach_by_coaching, breach_by_money, breach_by_follow_up,
                              breach_by_plan};
  Refusals refusals;
  for (std::uint64_t number = first(); number < first() + scenarios(); ++number) {
    INFO("random scenario " << number);
    refusals.unless_refused([&] {
      const auto breach = checks[number % checks.size()](random_scenario(number), number);
      REQUIRE(breach == "");
    });
  }
}
