#pragma once

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "sim/core/distributions.hpp"

/// Hazard laws as textbooks write them, apart from the simulator's own (Kalbfleisch & Prentice 2002,
/// table 2.1). `homeward validate` and the tests hold the simulator against these.
namespace homeward::theory {

/// Hazard at t > 0, per day.
inline double hazard_at(const Clock& clock, Days t) {
  struct Rate {
    Days t;
    double operator()(const Never&) const { return 0; }
    double operator()(const Exponential& e) const { return 1 / e.mean; }
    double operator()(const Weibull& w) const {
      return w.shape / w.scale * std::pow(t / w.scale, w.shape - 1);
    }
    double operator()(const LogLogistic& l) const {
      return l.shape / l.scale * std::pow(t / l.scale, l.shape - 1) / (1 + std::pow(t / l.scale, l.shape));
    }
    double operator()(const Gompertz& g) const { return g.rate_per_day * std::exp(g.growth_per_day * t); }
    double operator()(const Piecewise& p) const {
      double rate = 0;
      for (std::size_t i = 0; i < p.from_days.size(); ++i) {
        if (t >= p.from_days[i]) rate = p.rates_per_day[i];
      }
      return rate;
    }
  };
  return std::visit(Rate{t}, clock);
}

/// Days at which the hazard jumps, between 0 and t.
inline std::vector<Days> jumps(const Clock& clock, Days t) {
  std::vector<Days> at;
  if (const auto* piecewise = std::get_if<Piecewise>(&clock)) {
    for (const Days day : piecewise->from_days) {
      if (day > 0 && day < t) at.push_back(day);
    }
  }
  return at;
}

/// Integral of f from a to b > a; f may run to infinity at a, as a falling Weibull hazard does at 0: points
/// crowd there.
template <typename Function>
double integral(const Function& f, double a, double b) {
  if (!(b > a)) return 0;
  const auto crowded = [&](double u) { return f(a + (b - a) * u * u * u * u) * 4 * (b - a) * u * u * u; };
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(crowded, 0.0, 1.0, 12, 1e-10);
}

/// Cumulative hazard up to t in closed form; 0 for t <= 0.
inline double cumulative_hazard(const Clock& clock, Days t) {
  struct Cumulative {
    Days t;
    double operator()(const Never&) const { return 0; }
    double operator()(const Exponential& e) const { return t / e.mean; }
    double operator()(const Weibull& w) const { return std::pow(t / w.scale, w.shape); }
    double operator()(const LogLogistic& l) const { return std::log(1 + std::pow(t / l.scale, l.shape)); }
    double operator()(const Gompertz& g) const {
      if (g.growth_per_day == 0) return g.rate_per_day * t;
      return g.rate_per_day / g.growth_per_day * (std::exp(g.growth_per_day * t) - 1);
    }
    double operator()(const Piecewise& p) const {
      double sum = 0;
      for (std::size_t i = 0; i < p.from_days.size(); ++i) {
        const Days to =
            i + 1 < p.from_days.size() ? p.from_days[i + 1] : std::numeric_limits<double>::infinity();
        if (t > p.from_days[i]) sum += p.rates_per_day[i] * (std::fmin(t, to) - p.from_days[i]);
      }
      return sum;
    }
  };
  return t > 0 ? std::visit(Cumulative{t}, clock) : 0;
}

}  // namespace homeward::theory
