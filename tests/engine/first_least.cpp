#include "sim/engine/first_least.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sim/core/units.hpp"

using namespace homeward;

TEST_CASE("first least: the first of the smallest numbers, ties and infinities included") {
  std::mt19937 dice(3);
  for (int round = 0; round < 2000; ++round) {
    std::array<double, 18> numbers{};
    for (double& number : numbers) {
      const auto side = dice() % 6;
      number = side == 0 ? forever : static_cast<double>(side % 4) - 2;
    }
    const auto first = std::min_element(numbers.begin(), numbers.end()) - numbers.begin();
    REQUIRE(first_least(numbers) == static_cast<std::size_t>(first));
  }
  std::array<double, 5> never{};
  never.fill(forever);
  CHECK(first_least(never) == 0);
}
