#include "sim/measure/fieller.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "sim/measure/intervals.hpp"

namespace homeward {
namespace {

/// (mean(x) - r mean(y)) over its standard error.
double distance(const std::vector<double>& x, const std::vector<double>& y, double r) {
  const auto n = static_cast<double>(x.size());
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mean += (x[i] - r * y[i]) / n;
  for (std::size_t i = 0; i < x.size(); ++i) squares += std::pow(x[i] - r * y[i] - mean, 2);
  return mean / std::sqrt(squares / (n - 1) / n);
}

TEST_CASE("Fieller: at both ends the difference that makes the ratio is just told from nothing") {
  const std::vector<double> x{10, 14, 9, 12, 15, 11}, y{2, 3, 1.8, 2.1, 3.3, 2.4};
  const auto found = fieller_ratio(x, y);
  REQUIRE(found.bounded());
  CHECK(found.ratio == Approx(71 / 14.6));
  CHECK(std::abs(distance(x, y, found.low)) == Approx(student_quantile(6)));
  CHECK(std::abs(distance(x, y, found.high)) == Approx(student_quantile(6)));
  CHECK(found.low < found.ratio);
  CHECK(found.ratio < found.high);
}

TEST_CASE("Fieller: where the lower number is not told from nothing there is no ratio") {
  const auto found = fieller_ratio(std::vector<double>{10, 14, 9}, std::vector<double>{2, -3, 1});
  CHECK_FALSE(found.bounded());
  CHECK(std::isnan(found.ratio));
  CHECK(std::isnan(fieller_ratio(std::vector<double>{10}, std::vector<double>{2}).ratio));
  CHECK(std::isnan(fieller_ratio(std::vector<double>{0, 0}, std::vector<double>{0, 0}).ratio));
}

TEST_CASE("Fieller: of pairs that do not vary the interval is the ratio itself") {
  const auto found = fieller_ratio(std::vector<double>{6, 6, 6}, std::vector<double>{2, 2, 2});
  CHECK(found.ratio == 3);
  CHECK(found.low == Approx(3));
  CHECK(found.high == Approx(3));
}

TEST_CASE("Fieller: the interval holds the true ratio in 95 of 100 studies") {
  std::mt19937_64 luck(7);
  std::normal_distribution<double> normal;
  constexpr int studies = 4000;
  int holds = 0, bounded = 0;
  for (int study = 0; study < studies; ++study) {
    std::vector<double> x, y;
    for (int i = 0; i < 8; ++i) {
      const double common = normal(luck);
      y.push_back(1 + 0.5 * normal(luck) + 0.3 * common);
      x.push_back(4 + 2 * common + normal(luck));
    }
    const auto found = fieller_ratio(x, y);
    bounded += found.bounded() ? 1 : 0;
    holds += found.bounded() && found.low <= 4 && 4 <= found.high ? 1 : 0;
  }
  CHECK(bounded > 0.95 * studies);
  // Four standard errors of a share of 95 % over these studies.
  CHECK(static_cast<double>(holds) / bounded == Approx(0.95).margin(4 * std::sqrt(0.95 * 0.05 / studies)));
}

}  // namespace
}  // namespace homeward
