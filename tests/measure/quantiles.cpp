#include "sim/measure/quantiles.hpp"

#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("quantile: interpolates between order statistics, by group") {
  RunBuilder builder(1, 1);
  builder.trait("kin");
  std::vector<Sample> samples;
  const double values[]{50, 10, 40, 20, 30, 7};
  for (std::uint32_t family = 0; family < 6; ++family) {
    builder.family(0, {5}, {static_cast<std::uint8_t>(family == 5 ? 1 : 0)});
    if (family < 5) samples.push_back({values[family], family, 0});
  }
  const Groups groups(builder.scenario, builder.run);
  CHECK(quantile(samples, 0.5, CountedBy::family, groups)[0] == 30);
  CHECK(quantile(samples, 0.9, CountedBy::family, groups)[0] == Approx(46));
  CHECK(quantile(samples, 0, CountedBy::family, groups)[0] == 10);
  CHECK(quantile(samples, 1, CountedBy::family, groups)[0] == 50);
  CHECK(std::isnan(quantile(samples, 0.5, CountedBy::family, groups)[2]));
  samples.push_back({7, 5, 0});
  CHECK(quantile(samples, 0.5, CountedBy::family, groups)[0] == 25);
  CHECK(quantile(samples, 0.5, CountedBy::child, groups)[2] == 7);
}
