#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/measure/intervals.hpp"
#include "tests/measure/summarised_by.hpp"

using namespace homeward;

namespace {

OutcomeInfo of_quantity(Quantity quantity) {
  OutcomeInfo outcome = plain;
  outcome.quantity = quantity;
  return outcome;
}

const OutcomeInfo share = of_quantity(Quantity::share);

}  // namespace

TEST_CASE("range: intervals of shares stay within 0 and 1, of counts and waits above 0") {
  const std::vector rare{0.0, 0.0, 0.0, 0.02}, common{1.0, 1.0, 1.0, 0.98};
  const Estimate low = summarise(share, rare), high = summarise(share, common);
  CHECK(summarise(plain, rare).ci_low < 0);
  CHECK(low.mean == 0.005);
  CHECK((low.ci_low > 0 && low.ci_low < low.mean && low.ci_high > low.mean && low.ci_high < 1));
  CHECK(high.ci_low == Approx(1 - low.ci_high));  // the other side of the same families
  CHECK(high.ci_high == Approx(1 - low.ci_low));
  for (const auto quantity :
       {Quantity::count, Quantity::days, Quantity::hours, Quantity::dollars, Quantity::rate}) {
    const Estimate wait = summarise(of_quantity(quantity), std::vector{0.0, 0.0, 1.0, 9.0});
    CHECK(wait.ci_low > 0);
    CHECK(wait.ci_low * wait.ci_high == Approx(wait.mean * wait.mean));
  }
}

TEST_CASE("range: far from its ends a share has Student's interval, and a number always") {
  const std::vector half{0.48, 0.5, 0.53, 0.49};
  CHECK(summarise(share, half).ci_low == summarise(plain, half).ci_low);
  CHECK(summarise(share, half).ci_high == summarise(plain, half).ci_high);
  CHECK(summarise(plain, std::vector{-1.0, 0.0, 0.5}).ci_low < -1);
}

TEST_CASE("range: a share that is 0 in every run is not known to be 0") {
  const Estimate none = summarise(share, std::vector(20, 0.0)), all = summarise(share, std::vector(20, 1.0));
  CHECK(none.ci_low == 0);
  CHECK(none.ci_high == Approx(0.1391).epsilon(1e-3));  // 0.8609^20 = 0.05
  CHECK(all.ci_low == Approx(1 - none.ci_high));
  CHECK(all.ci_high == 1);
  OutcomeInfo of_coaches = share;
  of_coaches.of_coaches = true;
  CHECK(summarise(of_coaches, std::vector(20, 0.0)).ci_high == 0);
  CHECK(std::isnan(summarise(share, std::vector{0.0}).ci_high));  // one run has no interval
  CHECK(std::isnan(summarise(share, std::vector<double>{}).ci_high));
  const Estimate third = summarise(share, std::vector(20, 1.0 / 3));
  CHECK(third.ci_low == third.mean);
}
