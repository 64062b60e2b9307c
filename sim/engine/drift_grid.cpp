#include "sim/engine/drift_grid.hpp"

#include <algorithm>
#include <cmath>

namespace homeward {

namespace {

// exp as its power series: below this the 15 terms leave an error under 1e-17 of the sum.
constexpr double series_reach = 0.5;
constexpr double smallest_term = 1e-18;
// Moments are differences of sums to the end of the grid; above this they would lose digits of a threshold
// near 1.
constexpr double largest_moment = 1e3;
// What drifts faster is gone at the next moment all the same, but its inverse must be a number.
constexpr double least_left = 1e-200;

template <std::size_t n>
constexpr std::array<double, n> reciprocals() {
  std::array<double, n> inverse{};
  for (std::size_t j = 1; j < n; ++j) inverse[j] = 1 / static_cast<double>(j);
  return inverse;
}

}  // namespace

DriftGrid::DriftGrid(const Hazard& hazard, Days step, double left_after_step, double negligible, Days reach)
    : hazard_(hazard),
      step_(step),
      cells_per_day_(1 / step),
      left_after_step_(std::max(left_after_step, least_left)),
      growth_per_day_(-std::log(left_after_step_) / step),
      negligible_(negligible) {
  // A distance is at most 1, so 1 step more than it takes that to be negligible is all that is ever asked
  // for; without drift nothing is.
  const bool drifts = left_after_step_ < 1;
  const auto cells = drifts ? static_cast<std::size_t>(std::ceil(reach / step)) + 1 : 0;
  for (std::size_t k = 1; k <= cells; ++k) {
    const double cumulative = hazard.cumulative(moment(k));
    if (!std::isfinite(cumulative)) break;
    rows_.push_back(Row{cumulative});
  }
  for (std::size_t k = 1; k < rows_.size(); ++k) left_.push_back(left_.back() * left_after_step_);
  std::array<double, moments> power{1};
  for (std::size_t j = 1; j < moments; ++j) power[j] = power[j - 1] * left_after_step_;
  double largest = 0;
  for (std::size_t k = rows_.size() - 1; k-- > 0;) {
    for (std::size_t j = 1; j < moments; ++j) {
      rows_[k][j] = cumulative(k + 1) - cumulative(k) + power[j] * rows_[k + 1][j];
    }
    largest = std::max(largest, rows_[k][1]);
  }
  summable_ = largest <= largest_moment;
}

std::size_t DriftGrid::find_rest(double distance, std::size_t limit) const {
  limit = std::min(limit, left_.size() - 1);
  const auto resting = std::partition_point(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(limit),
                                            [&](double left) { return left * distance > negligible_; });
  return static_cast<std::size_t>(resting - left_.begin());
}

double DriftGrid::drifting(std::size_t from, std::size_t to, double exponent) const {
  static constexpr auto inverse = reciprocals<moments>();
  double sum = 0;
  while (from < to && (std::abs(exponent) > series_reach || !summable_ || from + 1 == to)) {
    sum += std::exp(exponent) * (cumulative(from + 1) - cumulative(from));
    exponent *= left_[1];
    ++from;
  }
  if (from == to) return sum;
  const Row& first = rows_[from];
  const Row& end = rows_[to];
  const double left = left_[to - from];
  double series = end[0] - first[0];
  double term = 1;
  double power = 1;
  for (std::size_t j = 1; j < moments; ++j) {
    term *= exponent * inverse[j];
    if (std::abs(term) < smallest_term) break;
    power *= left;
    series += term * (first[j] - power * end[j]);
  }
  return sum + series;
}

}  // namespace homeward
