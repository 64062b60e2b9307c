#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "sim/engine/hazard.hpp"

namespace homeward {

/// A cumulative hazard on a grid of equal cells, each with a polynomial where the law is as smooth as that:
/// there it is read at a fraction of the cost of a power. Other cells (those near 0, where a power has no
/// series, and those in which a piecewise law breaks) ask the law itself. Error: 4 units in the last place of
/// H at the cell's end, held when the cells are made. Thread-safe: all const after construction.
class HazardCells {
 public:
  HazardCells() = default;
  /// Cells [k step, (k + 1) step), k < `cells`; of many, the first few thousand.
  HazardCells(Hazard hazard, Days step, std::size_t cells);

  const Hazard& law() const { return law_; }
  /// H(t), t in cell k. A k beyond the cells asks the law.
  double cumulative(std::size_t k, Days t) const {
    if (k >= cells_.size() || !cells_[k].smooth) return law_.cumulative(t);
    return read(cells_[k], (t - static_cast<double>(k) * step_) * halves_per_day_ - 1);
  }

 private:
  static constexpr std::size_t terms = 10;
  struct Cell {
    std::array<double, terms> c{};  ///< of z^j, z from -1 to 1 over the cell
    bool smooth{false};
  };

  /// Even and odd powers side by side, which halves the time that one multiplication waits for the last.
  static double read(const Cell& cell, double z) {
    const auto& c = cell.c;
    const double y = z * z;
    double even = c[terms - 2];
    double odd = c[terms - 1];
    for (std::size_t j = terms - 2; j >= 2; j -= 2) {
      even = even * y + c[j - 2];
      odd = odd * y + c[j - 1];
    }
    return even + z * odd;
  }
  Cell fit(Days from, Days step) const;

  Hazard law_;
  Days step_{1};
  double halves_per_day_{2};  ///< of cells
  std::vector<Cell> cells_;
};

}  // namespace homeward
