#include "sim/experiment/quantile.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>

#include "sim/random/samplers.hpp"

namespace homeward {

namespace {
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
}  // namespace

double quantile(const WrittenDistribution& distribution, double u) {
  const auto name = distribution.kind->name;
  const double a = distribution.number(0);
  if (name == "exponential") return -a * std::log1p(-u);
  const double b = distribution.number(1);
  if (name == "lognormal") return a * std::exp(b * normal_quantile(u));
  if (name == "normal") return a + b * normal_quantile(u);
  if (name == "uniform") return a + (b - a) * u;
  if (name == "beta") return boost::math::quantile(boost::math::beta_distribution<double, InDouble>(a, b), u);
  if (name == "gamma") return b * boost::math::gamma_p_inv(a, u, InDouble());
  if (name == "weibull") return b * std::pow(-std::log1p(-u), 1 / a);
  assert(name == "triangular");
  const double high = distribution.number(2);
  if (a == high) return a;
  return boost::math::quantile(boost::math::triangular_distribution<double, InDouble>(a, b, high), u);
}

}  // namespace homeward
