#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "sim/core/units.hpp"
#include "sim/engine/hazard.hpp"

namespace homeward {

/// What clocks of one law share whose multiplier drifts: on a grid of moments k x step since a clock's origin
/// the multiplier is exp(e), exp(e r), exp(e r^2), ..., constant in between. Kept are the cumulative hazard
/// at the grid and its moments, so that the hazard gathered over any number of cells is one short sum and not
/// a walk through them. Thread-safe: all const after construction.
class DriftGrid {
 public:
  DriftGrid() = default;
  /// `left_after_step`: r in (0, 1]; `negligible`: a distance from rest at or below which drift ends;
  /// `reach`: how long after its origin a clock may still drift.
  DriftGrid(const Hazard& hazard, Days step, double left_after_step, double negligible, Days reach);

  const Hazard& hazard() const { return hazard_; }
  /// Days since the origin of the grid's k-th moment.
  Days moment(std::size_t k) const { return static_cast<double>(k) * step_; }
  /// The cell [moment(k), moment(k + 1)) of t >= 0; the last one has no end.
  std::size_t cell(Days t) const {
    const double cells = t * cells_per_day_;
    if (!(cells < static_cast<double>(last()))) return last();
    auto k = static_cast<std::size_t>(cells);
    // The product may be rounded across a moment of the grid.
    if (moment(k) > t) --k;
    if (k < last() && moment(k + 1) <= t) ++k;
    return k;
  }
  std::size_t last() const { return rows_.size() - 1; }
  double cumulative(std::size_t k) const { return rows_[k][0]; }
  /// Whether a distance is negligible.
  bool rests(double distance) const { return !(distance > negligible_); }
  /// r^(-t/step): by how much more there was t days ago, 0 <= t <= step.
  double lead(Days t) const { return t > 0 ? std::exp(growth_per_day_ * t) : 1; }
  double left_after_step() const { return left_after_step_; }
  /// r^i.
  double left(std::size_t i) const { return left_[i]; }
  /// Steps, at most `limit`, after which a distance is negligible; a negligible one takes none.
  std::size_t steps_to_rest(double distance, std::size_t limit) const {
    if (limit == 0 || !(distance > negligible_)) return 0;
    return limit < left_.size() && left_[limit - 1] * distance > negligible_ ? limit
                                                                             : find_rest(distance, limit);
  }
  /// Sum over cells c in [from, to) of exp(exponent r^(c - from)) x hazard gathered in c.
  double drifting(std::size_t from, std::size_t to, double exponent) const;

 private:
  static constexpr std::size_t moments = 16;
  using Row =
      std::array<double, moments>;  ///< [0]: H; [j]: sum over c >= k of r^(j (c - k)) x hazard gathered in c

  std::size_t find_rest(double distance, std::size_t limit) const;

  Hazard hazard_;
  Days step_{1};
  double cells_per_day_{1};
  double left_after_step_{1};  ///< r
  double growth_per_day_{0};   ///< ln(1/r) / step
  double negligible_{0};
  bool summable_{false};  ///< moments are small enough to take differences of
  std::vector<Row> rows_{Row{}};
  std::vector<double> left_{1.0};
};

}  // namespace homeward
