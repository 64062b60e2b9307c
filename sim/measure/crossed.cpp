#include "sim/measure/crossed.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>

#include "sim/measure/intervals.hpp"
#include "sim/measure/rounding.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double tail = (1 - confidence_level) / 2;

struct MeanSquare {
  double value{};
  double freedom{};
};

struct MeanSquares {
  double mean{};
  MeanSquare draws, luck, rest;
};

double square(double x) {
  return x * x;
}

MeanSquares mean_squares(const CrossedTable& table) {
  const auto draws = static_cast<double>(table.draws);
  const auto replications = static_cast<double>(table.replications);
  std::vector<double> of_draw(table.draws), of_replication(table.replications);
  // Around the first value, so that a large common part costs no digits.
  const double origin = table.values.front();
  for (std::size_t d = 0; d < table.draws; ++d) {
    for (std::size_t r = 0; r < table.replications; ++r) {
      const double value = table.values[d * table.replications + r] - origin;
      of_draw[d] += value / replications;
      of_replication[r] += value / draws;
    }
  }
  double mean = 0;
  for (const double one : of_draw) mean += one / draws;
  MeanSquares squares{
      origin + mean, {0, draws - 1}, {0, replications - 1}, {0, (draws - 1) * (replications - 1)}};
  for (const double one : of_draw) squares.draws.value += replications * square(one - mean);
  for (const double one : of_replication) squares.luck.value += draws * square(one - mean);
  for (std::size_t d = 0; d < table.draws; ++d) {
    for (std::size_t r = 0; r < table.replications; ++r) {
      const double value = table.values[d * table.replications + r] - origin;
      squares.rest.value += square(value - of_draw[d] - of_replication[r] + mean);
    }
  }
  for (auto* one : {&squares.draws, &squares.luck, &squares.rest}) {
    one->value /= one->freedom;
    if (is_rounding(std::sqrt(one->value), std::sqrt(draws * replications) * table.rounded_at()))
      one->value = 0;
  }
  if (is_rounding(squares.mean, table.rounded_at())) squares.mean = 0;
  return squares;
}

double chi_square_upper(double freedom, double probability) {
  return boost::math::quantile(boost::math::complement(boost::math::chi_squared(freedom), probability));
}

double f_upper(double a, double b, double probability) {
  return boost::math::quantile(boost::math::complement(boost::math::fisher_f(a, b), probability));
}

VarianceComponent of_rest(const MeanSquare& rest) {
  return {rest.value, rest.freedom * rest.value / chi_square_upper(rest.freedom, tail),
          rest.freedom * rest.value / chi_square_upper(rest.freedom, 1 - tail)};
}

/// (above - rest) / runs, with the interval of Ting, Burdick, Graybill, Jeyaratnam & Lu (1990) for the
/// difference of two independent mean squares; letters as there.
VarianceComponent component(const MeanSquare& above, const MeanSquare& rest, double runs) {
  const double n1 = above.freedom, n2 = rest.freedom;
  const double g1 = 1 - n1 / chi_square_upper(n1, tail), h1 = n1 / chi_square_upper(n1, 1 - tail) - 1;
  const double g2 = 1 - n2 / chi_square_upper(n2, tail), h2 = n2 / chi_square_upper(n2, 1 - tail) - 1;
  const double f_high = f_upper(n1, n2, tail), f_low = f_upper(n1, n2, 1 - tail);
  const double g12 = (square(f_high - 1) - square(g1 * f_high) - square(h2)) / f_high;
  const double h12 = (square(1 - f_low) - square(h1 * f_low) - square(g2)) / f_low;
  const double a = above.value, b = rest.value;
  const double low = square(g1 * a) + square(h2 * b) + g12 * a * b;
  const double high = square(h1 * a) + square(g2 * b) + h12 * a * b;
  const double estimate = a - b;
  return {std::max(0.0, estimate) / runs, std::max(0.0, estimate - std::sqrt(std::max(0.0, low))) / runs,
          std::max(0.0, estimate + std::sqrt(std::max(0.0, high))) / runs};
}

/// A sum of mean squares as a variance, with the degrees of freedom that give its chi-square the same
/// variance.
struct Spread {
  double variance{};
  double freedom{};
};

Spread satterthwaite(const std::array<std::pair<double, MeanSquare>, 3>& terms) {
  double variance = 0, uncertainty = 0;
  for (const auto& [factor, square_of] : terms) {
    variance += factor * square_of.value;
    uncertainty += square(factor * square_of.value) / square_of.freedom;
  }
  return {variance, uncertainty > 0 ? std::max(1.0, square(variance) / uncertainty) : 1.0};
}

/// Of two numbers whose estimated variances may rise and fall together, as those from one mean square do:
/// their standard errors add up. Of independent ones (Welch 1947) the degrees of freedom were more, and with
/// two or three draws too many.
Spread sum(const Spread& a, const Spread& b) {
  const double variance = a.variance + b.variance;
  const double uncertainty = square(a.variance / std::sqrt(a.freedom) + b.variance / std::sqrt(b.freedom));
  return {variance, uncertainty > 0 ? square(variance) / uncertainty : 1.0};
}

/// Values near the largest there are overflow when squared.
bool overflows(const Spread& spread) {
  return !std::isfinite(spread.variance) || !(spread.freedom > 0);
}

double half_width(const Spread& spread) {
  if (spread.variance <= 0) return 0;
  if (overflows(spread)) return nan;
  const boost::math::students_t student(spread.freedom);
  return boost::math::quantile(boost::math::complement(student, tail)) * std::sqrt(spread.variance);
}

double above_zero(double mean, const Spread& spread) {
  if (spread.variance <= 0) return mean > 0 ? 1 : mean < 0 ? 0 : 0.5;
  if (overflows(spread) || !std::isfinite(mean)) return nan;
  return boost::math::cdf(boost::math::students_t(spread.freedom), mean / std::sqrt(spread.variance));
}

}  // namespace

double CrossedTable::rounded_at() const {
  double largest = size;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

CrossedEstimate estimate_crossed(const CrossedTable& table) {
  assert(table.values.size() == table.draws * table.replications);
  const VarianceComponent unknown{nan, nan, nan};
  const auto draws = static_cast<double>(table.draws);
  const auto replications = static_cast<double>(table.replications);
  CrossedEstimate made{nan, nan, nan, nan, nan, nan, draws, replications, unknown, unknown, unknown};
  if (table.values.empty()) return made;
  const auto squares = mean_squares(table);
  made.mean = squares.mean;
  if (table.draws < 2 || table.replications < 2) return made;
  made.doubt = component(squares.draws, squares.rest, replications);
  made.luck = component(squares.luck, squares.rest, draws);
  made.interaction = of_rest(squares.rest);

  // A negative component counts as 0, in the spread of the mean too.
  const auto& rest = squares.rest;
  const auto at_least_rest = [&](const MeanSquare& one) { return one.value < rest.value ? rest : one; };
  const MeanSquare of_draws = at_least_rest(squares.draws), of_luck = at_least_rest(squares.luck);
  const double runs = draws * replications;
  const auto of_mean = satterthwaite({{{1 / runs, of_draws}, {1 / runs, of_luck}, {-1 / runs, rest}}});
  // Fewer degrees of freedom would give endless intervals where there is next to no doubt; with three they
  // hold (see the tests). Where the draws themselves have fewer, what luck adds to their spread cannot be
  // told from it and stays in.
  constexpr double enough = 3;
  const double without_rest = draws - 1 < enough ? 0 : -1 / replications;
  auto of_draw = satterthwaite({{{1 / replications, of_draws}, {without_rest, rest}, {0, of_luck}}});
  of_draw.freedom = std::max(std::min(enough, draws - 1), of_draw.freedom);
  // The true parameters are one more draw: their spread comes on top of what is not known of the mean.
  auto of_expected = sum(of_draw, of_mean);
  if (draws - 1 < enough) of_expected.freedom = draws - 1;
  // Its degrees of freedom may be more: what is not known of the mean is not known of the expected value.
  const double of_study = half_width(of_mean);
  const double in_doubt = std::max(of_study, half_width(of_expected));
  made.ci_low = made.mean - of_study;
  made.ci_high = made.mean + of_study;
  made.doubt_low = made.mean - in_doubt;
  made.doubt_high = made.mean + in_doubt;
  made.above_zero = above_zero(made.mean, of_expected);
  return made;
}

}  // namespace homeward
