#include "sim/measure/fieller.hpp"

#include <cmath>
#include <limits>

#include "sim/measure/intervals.hpp"

namespace homeward {

namespace {

struct Moments {
  double mean_x{}, mean_y{};
  double var_x{}, var_y{}, covariance{};  ///< of the means
};

Moments moments(std::span<const double> x, std::span<const double> y) {
  const auto n = static_cast<double>(x.size());
  Moments m;
  for (std::size_t i = 0; i < x.size(); ++i) m.mean_x += x[i] / n, m.mean_y += y[i] / n;
  const double per = 1 / (n * (n - 1));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double dx = x[i] - m.mean_x, dy = y[i] - m.mean_y;
    m.var_x += dx * dx * per;
    m.var_y += dy * dy * per;
    m.covariance += dx * dy * per;
  }
  return m;
}

}  // namespace

FiellerRatio fieller_ratio(std::span<const double> x, std::span<const double> y) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const FiellerRatio nothing{none, none, none};
  if (x.size() < 2 || x.size() != y.size()) return nothing;
  const auto m = moments(x, y);
  // r is in the set where (mean_x - r mean_y)^2 <= t^2 (var_x - 2 r covariance + r^2 var_y): a quadratic in r.
  const double t2 = std::pow(student_quantile(static_cast<double>(x.size())), 2);
  const double a = m.mean_y * m.mean_y - t2 * m.var_y;
  const double b = m.mean_x * m.mean_y - t2 * m.covariance;
  const double c = m.mean_x * m.mean_x - t2 * m.var_x;
  const double root = b * b - a * c;
  if (!(a > 0) || !(root >= 0)) return nothing;
  return {m.mean_x / m.mean_y, (b - std::sqrt(root)) / a, (b + std::sqrt(root)) / a};
}

}  // namespace homeward
