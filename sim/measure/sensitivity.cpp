#include "sim/measure/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/measure/intervals.hpp"
#include "sim/measure/least_squares.hpp"
#include "sim/measure/rounding.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The numbers that vary, scaled.
struct Predictors {
  std::vector<std::size_t> places;  ///< among all numbers
  std::vector<Scaled> columns;
  std::size_t dependent{};  ///< tables of shares: each takes one number's freedom away
  Matrix normal;            ///< sums of products, made invertible
  Column added;             ///< to the inverse's diagonal by making it so
};

Predictors predictors_of(std::span<const DrawnNumber> numbers, std::span<const std::size_t> draws) {
  Predictors made;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Column values;
    for (const auto draw : draws) values.push_back(numbers[i].values[draw]);
    auto column = scaled(std::move(values));
    if (column.values.empty()) continue;
    made.places.push_back(i);
    made.columns.push_back(std::move(column));
  }
  const auto size = made.columns.size();
  made.normal.assign(size, Column(size));
  made.added.assign(size, 0);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j)
      made.normal[i][j] = product(made.columns[i].values, made.columns[j].values);
  }
  // Shares sum to 1, so the standardised ones, times their deviations, sum to 0. Adding that direction
  // changes no fit and picks the solution whose effects, so weighted, cancel out.
  std::map<std::string, std::vector<std::size_t>> tables;
  for (std::size_t i = 0; i < size; ++i) {
    const auto& number = numbers[made.places[i]];
    if (number.key != number.name) tables[number.key].push_back(i);
  }
  for (const auto& [table, shares] : tables) {
    double length = 0;
    for (const auto i : shares) length += made.columns[i].sd * made.columns[i].sd;
    const double factor = static_cast<double>(draws.size()) / length;
    for (const auto i : shares) {
      made.added[i] = made.columns[i].sd * made.columns[i].sd / (factor * length * length);
      for (const auto j : shares) made.normal[i][j] += factor * made.columns[i].sd * made.columns[j].sd;
    }
    ++made.dependent;
  }
  return made;
}

}  // namespace

std::size_t free_numbers(std::span<const DrawnNumber> numbers, std::span<const std::size_t> draws) {
  const auto predictors = predictors_of(numbers, draws);
  return predictors.columns.size() - predictors.dependent;
}

Sensitivity regress(std::span<const DrawnNumber> numbers, std::span<const std::size_t> draws,
                    std::span<const double> means, double size_of_means) {
  Sensitivity made{std::vector<ParameterEffect>(numbers.size(), {nan, nan, nan, nan}), nan, nan};
  if (means.size() < 3) return made;
  const auto outcome = scaled({means.begin(), means.end()}, size_of_means);
  const auto predictors = predictors_of(numbers, draws);
  const auto size = predictors.columns.size();
  const auto n = static_cast<double>(means.size());
  const double freedom = n - 1 - static_cast<double>(size) + static_cast<double>(predictors.dependent);
  if (outcome.values.empty() || size == 0) return made;
  if (means.size() < least_draws(size - predictors.dependent)) return made;
  const auto inverted = inverse(predictors.normal);
  if (inverted.empty()) return made;

  Column moments, slopes(size);
  for (const auto& column : predictors.columns) moments.push_back(product(column.values, outcome.values));
  for (std::size_t i = 0; i < size; ++i) slopes[i] = product(inverted[i], moments);
  const double explained = product(slopes, moments) / (n - 1);
  made.r_squared = std::clamp(explained, 0.0, 1.0);
  const double left = (n - 1) * (1 - made.r_squared) / freedom;
  made.r_squared_adjusted = std::max(0.0, 1 - left);
  for (std::size_t i = 0; i < size; ++i) {
    const double variance = left * std::max(0.0, inverted[i][i] - predictors.added[i]);
    // An exact fit leaves rounding alone, of the outcome and of the fit itself.
    const double floor =
        rounding_share * static_cast<double>(size) * std::max(1.0, size_of_means / outcome.sd);
    const double half_width = student_quantile(freedom + 1) * std::sqrt(variance) + floor;
    made.effects[predictors.places[i]] = {slopes[i], slopes[i] * outcome.sd,
                                          (slopes[i] - half_width) * outcome.sd,
                                          (slopes[i] + half_width) * outcome.sd};
  }
  return made;
}

}  // namespace homeward
