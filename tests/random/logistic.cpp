#include "sim/random/logistic.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/draws.hpp"

namespace homeward {

TEST_CASE("logistic: a uniform makes happen what it does by the formula, close to the border too") {
  const Draws draws(4, 0);
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    const double logit = 24 * draws.uniform(i, Purpose::contact) - 12;
    const double chance = 1 / (1 + std::exp(-logit));
    for (const double u :
         {draws.uniform(i, Purpose::goal_change), chance, std::nextafter(chance, 0), chance * 1.01}) {
      REQUIRE(happens(u, logit) == (u < chance));
    }
  }
  for (const double logit : {-8.0, -7.75, 0.0, 7.75, 8.0, -1e9, 1e9}) {
    CHECK(happens(0.3, logit) == (0.3 < 1 / (1 + std::exp(-logit))));
  }
}

}  // namespace homeward
