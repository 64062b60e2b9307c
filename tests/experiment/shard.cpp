#include "sim/experiment/shard.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

#include "sim/core/issues.hpp"

using namespace homeward;

TEST_CASE("shard: the shares hold every run once, and differ by one run at most") {
  for (const std::uint32_t of : {1U, 2U, 3U, 8U, 13U}) {
    for (const std::size_t runs : {std::size_t{1}, std::size_t{12}, std::size_t{97}, std::size_t{640}}) {
      std::vector<std::size_t> size(of, 0);
      for (std::size_t run = 0; run < runs; ++run) {
        std::size_t holders = 0;
        for (std::uint32_t number = 1; number <= of; ++number) {
          if (!Shard{number, of}.holds(run)) continue;
          ++holders;
          ++size[number - 1];
        }
        REQUIRE(holders == 1);
      }
      const auto [least, most] = std::minmax_element(size.begin(), size.end());
      CHECK(*most - *least <= 1);
    }
  }
}

TEST_CASE("shard: no share has the same scenario in all replications where scenarios are as many as shares") {
  constexpr std::uint32_t of = 4;  // and as many scenarios: run % of is the scenario
  const Shard first{1, of};
  std::vector<std::size_t> scenarios;
  for (std::size_t run = 0; run < 40; ++run) {
    if (first.holds(run)) scenarios.push_back(run % of);
  }
  for (std::size_t scenario = 0; scenario < of; ++scenario) {
    CHECK(std::count(scenarios.begin(), scenarios.end(), scenario) >= 2);
  }
}

TEST_CASE("shard: the last of as many shares as runs is the last run alone") {
  for (std::size_t run = 0; run < 9; ++run) CHECK(Shard{9, 9}.holds(run) == (run == 8));
}

TEST_CASE("shard: I/N is read, anything else is refused") {
  CHECK(parse_shard("2/8") == Shard{2, 8});
  CHECK(parse_shard("1/1") == Shard{1, 1});
  CHECK(in_words(parse_shard("2/8")) == "shard 2 of 8");
  for (const auto* wrong : {"", "2", "2/", "/8", "0/8", "9/8", "-1/8", "2/8x", "2 /8", "2/0", "1/1000001"}) {
    CHECK_THROWS_AS(parse_shard(wrong), UsageError);
  }
}
