#include "sim/measure/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/measure/rounding.hpp"

namespace homeward {

double product(const Column& a, const Column& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

Matrix inverse(const Matrix& matrix) {
  const auto size = matrix.size();
  Matrix lower(size, Column(size)), inverted(size, Column(size));
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double left = matrix[i][j];
      for (std::size_t k = 0; k < j; ++k) left -= lower[i][k] * lower[j][k];
      constexpr double least_pivot = 1e-9;
      if (i == j && !(left > least_pivot * matrix[i][i])) return {};
      lower[i][j] = i == j ? std::sqrt(left) : left / lower[j][j];
    }
  }
  for (std::size_t column = 0; column < size; ++column) {
    Column x(size);
    for (std::size_t i = 0; i < size; ++i) {
      x[i] = i == column ? 1 : 0;
      for (std::size_t k = 0; k < i; ++k) x[i] -= lower[i][k] * x[k];
      x[i] /= lower[i][i];
    }
    for (std::size_t i = size; i-- > 0;) {
      for (std::size_t k = i + 1; k < size; ++k) x[i] -= lower[k][i] * x[k];
      x[i] /= lower[i][i];
    }
    for (std::size_t i = 0; i < size; ++i) inverted[i][column] = x[i];
  }
  return inverted;
}

Scaled scaled(Column values, double size) {
  const auto n = static_cast<double>(values.size());
  Scaled made;
  for (const double value : values) made.mean += value / n;
  double sum = 0;
  for (const double value : values) sum += (value - made.mean) * (value - made.mean);
  made.sd = std::sqrt(sum / (n - 1));
  for (const double value : values) size = std::max(size, std::abs(value));
  if (std::isnan(made.sd) || is_rounding(made.sd, size)) return made;
  for (double& value : values) value = (value - made.mean) / made.sd;
  made.values = std::move(values);
  return made;
}

}  // namespace homeward
