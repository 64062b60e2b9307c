#include "sim/random/samplers.hpp"

#include <array>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/random/draws.hpp"

namespace homeward {

namespace {

constexpr std::array levels{1e-12, 1e-6, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1 - 1e-6, 1 - 1e-12};

/// A duration against Boost's distribution: quantiles everywhere, mean and variance of many draws.
template <typename Distribution>
void hold_against(const Duration& duration, const Distribution& reference) {
  for (const double u : levels) {
    INFO("at " << u);
    CHECK(sample(duration, u) == Approx(boost::math::quantile(reference, u)).epsilon(1e-9));
  }
  constexpr std::uint32_t n = 50000;
  const Draws draws(3, 1);
  const double mean = boost::math::mean(reference), variance = boost::math::variance(reference);
  double sum = 0, squares = 0, fourth = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double off = sample(duration, draws.uniform(i, Purpose::visit_days, 1)) - mean;
    sum += off;
    squares += off * off;
    fourth += off * off * off * off;
  }
  CHECK(std::abs(sum / n) < 4 * std::sqrt(variance / n));
  CHECK(std::abs(squares / n - variance) < 4 * std::sqrt((fourth / n - squares / n * squares / n) / n));
}

}  // namespace

TEST_CASE("samplers: every duration has the quantiles and moments of its distribution") {
  SECTION("exponential") {
    hold_against(Exponential{90}, boost::math::exponential(1 / 90.0));
  }
  SECTION("Weibull, falling") {
    hold_against(Weibull{0.8, 60}, boost::math::weibull(0.8, 60));
  }
  SECTION("Weibull, rising") {
    hold_against(Weibull{3, 60}, boost::math::weibull(3, 60));
  }
  SECTION("lognormal") {
    hold_against(Lognormal{60, 0.5}, boost::math::lognormal(std::log(60.0), 0.5));
  }
  SECTION("gamma, peaked at 0") {
    hold_against(Gamma{0.7, 30}, boost::math::gamma_distribution<>(0.7, 30));
  }
  SECTION("gamma, humped") {
    hold_against(Gamma{4, 30}, boost::math::gamma_distribution<>(4, 30));
  }
  SECTION("uniform") {
    hold_against(Uniform{10, 40}, boost::math::uniform(10, 40));
  }
}

TEST_CASE("samplers: a fixed duration is itself, a lognormal without spread its median") {
  for (const double u : levels) {
    CHECK(sample(Fixed{33}, u) == 33);
    CHECK(sample(Lognormal{60, 0}, u) == Approx(60));
    CHECK(sample(Uniform{7, 7}, u) == 7);
  }
}

TEST_CASE("samplers: an empirical duration takes its values by their weights, in the order written") {
  const Empirical some{{30, 10, 99, 20}, {1, 2, 0, 1}};
  CHECK(sample(some, 1e-9) == 30);
  CHECK(sample(some, 0.2499) == 30);
  CHECK(sample(some, 0.2501) == 10);
  CHECK(sample(some, 0.7499) == 10);
  CHECK(sample(some, 0.7501) == 20);
  CHECK(sample(some, 1 - 1e-16) == 20);
  CHECK(sample(Empirical{{5, 6}, {1, 0}}, 1 - 1e-16) == 5);
}

TEST_CASE("samplers: luck is monotone, a greater uniform never gives a shorter time") {
  const std::vector<Duration> all{Exponential{9}, Weibull{0.5, 9}, Lognormal{9, 1}, Gamma{2, 9},
                                  Uniform{1, 9}};
  for (const auto& duration : all) {
    double before = 0;
    for (double u = 0.0005; u < 1; u += 0.001) {
      const double now = sample(duration, u);
      CHECK(now > before);
      before = now;
    }
  }
}

TEST_CASE("samplers: a pick follows the shares and passes over those of 0") {
  const std::array shares{0.0, 0.2, 0.0, 0.5, 0.3, 0.0};
  CHECK(pick(shares, 1e-16) == 1);
  CHECK(pick(shares, 0.1999) == 1);
  CHECK(pick(shares, 0.2001) == 3);
  CHECK(pick(shares, 0.6999) == 3);
  CHECK(pick(shares, 0.7001) == 4);
  CHECK(pick(shares, 1 - 1e-16) == 4);
  CHECK(pick(std::array{0.1, 0.1}, 0.9) == 1);  // shares that rounding left short of 1
}

TEST_CASE("samplers: what rounding leaves over goes to the last share that is not 0") {
  const double almost_one = 1 - 0x1p-53;
  CHECK(pick(std::array{0.3, 0.3, 0.4 - 1e-9, 0.0}, almost_one) == 2);
  CHECK(pick(std::array{1 - 1e-9, 0.0, 0.0}, almost_one) == 0);
  CHECK(pick(std::array{0.0, 0.5, 0.5 - 1e-9}, almost_one) == 2);
}

TEST_CASE("samplers: normal scores are the normal distribution's") {
  const boost::math::normal normal;
  for (const double u : levels) {
    CHECK(normal_quantile(u) == Approx(boost::math::quantile(normal, u)).epsilon(2e-15).margin(1e-15));
    CHECK(normal_cdf(normal_quantile(u)) == Approx(u).epsilon(1e-9));
  }
  for (double z = -8; z <= 8; z += 0.5)
    CHECK(normal_cdf(z) == Approx(boost::math::cdf(normal, z)).epsilon(1e-12));
}

}  // namespace homeward
