#include "sim/random/samplers.hpp"

#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numeric>

namespace homeward {

namespace {

// Double all through: the wider type of the default policy costs three times as much and differs between
// machines.
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

Days sample(const Duration& duration, double u) {
  return std::visit(Quantile{u}, duration);
}

namespace {

/// (p[0] + p[1] x + ... + p[7] x^7) / (q[0] + ... + q[7] x^7).
double ratio(const std::array<double, 8>& p, const std::array<double, 8>& q, double x) {
  double above = p[7];
  double below = q[7];
  for (std::size_t i = 7; i-- > 0;) {
    above = above * x + p[i];
    below = below * x + q[i];
  }
  return above / below;
}

}  // namespace

// Algorithm AS 241, PPND16: Wichura (1988), "The percentage points of the normal distribution", J R Stat Soc
// C 37:477. Families draw ten of these as they enter; the library's inverse of erf takes twice as long.
double normal_quantile(double u) {
  const double q = u - 0.5;
  if (std::abs(q) <= 0.425) {
    return q * ratio({3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                      3.3430575583588128105e4, 2.5090809287301226727e3},
                     {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                      5.2264952788528545610e3},
                     0.180625 - q * q);
  }
  const double r = std::sqrt(-std::log(q < 0 ? u : 1 - u));
  const double size =
      r <= 5 ? ratio({1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                      2.27238449892691845833e-2, 7.74545014278341407640e-4},
                     {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                      1.05075007164441684324e-9},
                     r - 1.6)
             : ratio({6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                      2.71155556874348757815e-5, 2.01033439929228813265e-7},
                     {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                      2.04426310338993978564e-15},
                     r - 5);
  return q < 0 ? -size : size;
}

double normal_cdf(double z) {
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

}  // namespace homeward
