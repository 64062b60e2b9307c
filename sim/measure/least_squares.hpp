#pragma once

#include <vector>

namespace homeward {

using Column = std::vector<double>;
using Matrix = std::vector<Column>;  ///< [row][column]

/// Sum of products, in order.
double product(const Column& a, const Column& b);

/// The inverse of a symmetric positive definite matrix by Cholesky's factors; empty where it is none.
Matrix inverse(const Matrix& matrix);

/// A column on the scale of its own spread.
struct Scaled {
  double mean{};
  double sd{};
  Column values;  ///< (value - mean) / sd; empty where nothing varies
};
Scaled scaled(Column values, double size = 0);

}  // namespace homeward
