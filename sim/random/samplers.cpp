#include "sim/random/samplers.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

namespace homeward {

namespace {

// Double all through: the wider type of the default policy costs three times as much and differs between machines.
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

struct Quantile {
  double u;

  Days operator()(const Fixed& d) const { return d.days; }
  Days operator()(const Never&) const { return forever; }
  Days operator()(const Exponential& d) const { return -d.mean * std::log1p(-u); }
  Days operator()(const Weibull& d) const { return d.scale * std::pow(-std::log1p(-u), 1 / d.shape); }
  Days operator()(const Lognormal& d) const { return d.median * std::exp(d.sigma * normal_quantile(u)); }
  Days operator()(const Gamma& d) const { return d.scale * boost::math::gamma_p_inv(d.shape, u, InDouble()); }
  Days operator()(const Uniform& d) const { return d.low + (d.high - d.low) * u; }
  Days operator()(const Empirical& d) const {
    const double total = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
    std::size_t last = 0;
    double sum = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i) {
      if (d.weights[i] <= 0) continue;
      last = i;
      sum += d.weights[i];
      if (u * total < sum) break;
    }
    return d.values[last];
  }
};

}  // namespace

Days sample(const Duration& duration, double u) { return std::visit(Quantile{u}, duration); }

std::size_t pick(std::span<const double> shares, double u) {
  std::size_t last = 0;
  double sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (shares[i] <= 0) continue;
    last = i;
    sum += shares[i];
    if (u < sum) break;
  }
  return last;
}

double normal_quantile(double u) {
  return boost::math::quantile(boost::math::normal_distribution<double, InDouble>(), u);
}

double normal_cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

}  // namespace homeward
