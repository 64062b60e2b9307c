#include "sim/engine/first_least.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sim/core/units.hpp"

using namespace homeward;

TEST_CASE(
    "first least: the first of the smallest numbers, ties and infinities included, other places left out") {
  std::mt19937 dice(3);
  for (int round = 0; round < 2000; ++round) {
    std::array<double, 18> numbers{};
    for (double& number : numbers) {
      const auto side = dice() % 6;
      number = side == 0 ? forever : static_cast<double>(side % 4) - 2;
    }
    const auto least_of = [&numbers]<std::size_t... places>(std::index_sequence<places...>) {
      constexpr std::array place{places...};
      return *std::min_element(place.begin(), place.end(),
                               [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
    };
    const auto all = std::make_index_sequence<18>();
    REQUIRE(first_least(numbers, all) == least_of(all));
    const std::index_sequence<0, 1, 2, 4, 7, 11, 16> some;
    REQUIRE(first_least(numbers, some) == least_of(some));
  }
  std::array<double, 5> never{};
  never.fill(forever);
  CHECK(first_least(never, std::make_index_sequence<5>()) == 0);
}
