#include "sim/engine/hazard_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace homeward {

namespace {

constexpr std::size_t most_cells = 4096;  // of 7 days: 78 years
constexpr double most_error = 4 * std::numeric_limits<double>::epsilon();
// Between the nodes of the fit, where its error is greatest.
constexpr std::array checked{-0.97, -0.8, -0.55, -0.3, 0.0, 0.3, 0.55, 0.8, 0.97};

}  // namespace

HazardCells::HazardCells(Hazard hazard, Days step, std::size_t cells)
    : law_(std::move(hazard)), step_(step), halves_per_day_(2 / step) {
  for (std::size_t k = 0; k < std::min(cells, most_cells); ++k) {
    cells_.push_back(fit(static_cast<double>(k) * step, step));
  }
}

/// The polynomial through the law at the Chebyshev nodes, in Newton's form, then multiplied out.
HazardCells::Cell HazardCells::fit(Days from, Days step) const {
  static const auto node = [] {
    std::array<double, terms> nodes{};
    for (std::size_t j = 0; j < terms; ++j) {
      nodes[j] = std::cos(std::numbers::pi * (static_cast<double>(j) + 0.5) / terms);
    }
    return nodes;
  }();
  const auto at = [&](double z) { return law_.cumulative(from + (z + 1) / 2 * step); };
  std::array<double, terms> newton{};
  std::transform(node.begin(), node.end(), newton.begin(), at);
  for (std::size_t order = 1; order < terms; ++order) {
    for (std::size_t j = terms - 1; j >= order; --j) {
      newton[j] = (newton[j] - newton[j - 1]) / (node[j] - node[j - order]);
    }
  }
  Cell cell;
  for (std::size_t j = terms; j-- > 0;) {
    for (std::size_t i = terms - 1; i > 0; --i) cell.c[i] = cell.c[i - 1] - node[j] * cell.c[i];
    cell.c[0] = newton[j] - node[j] * cell.c[0];
  }
  const double bound = most_error * at(1);
  cell.smooth = std::all_of(checked.begin(), checked.end(),
                            [&](double z) { return std::abs(read(cell, z) - at(z)) <= bound; });
  return cell;
}

}  // namespace homeward
