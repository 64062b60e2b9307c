#pragma once

#include <algorithm>
#include <cmath>

#include "sim/engine/drift_grid.hpp"

namespace homeward {

/// A threshold clock (see ThresholdClock) whose multiplier drifts by itself: it is base x exp(e), where e
/// halves with a half-life and is read at every moment of the clock's grid, constant in between, until the
/// distance from rest of what causes it is negligible. It looks ahead only as far as asked: whether it fires
/// before the next thing that could change it, which it seldom does, costs a table and not an inverse.
class DriftingClock {
 public:
  /// What moves the multiplier: the exponent, and how far what causes it is from rest [0..1].
  struct Push {
    double exponent{0};
    double distance{0};
  };

  /// Starts with a new threshold and multiplier 1. `origin`: where the hazard's t is 0, at or before now.
  void start(const DriftGrid& grid, SimTime origin, SimTime now, double threshold) {
    grid_ = &grid;
    origin_ = origin;
    remaining_ = threshold;
    running_ = grid.hazard().runs();
    since_ = now;
    cell_ = grid.cell(now - origin);
    used_ = grid.hazard().cumulative(now - origin);
    base_ = 1;
    kept_ = passing_ = {};
    kept_now_ = passing_now_ = 0;
    behind_ = 0;
    lead_ = 1;
    changed();
  }
  void stop() { running_ = false; }

  /// A new multiplier from now on.
  void set(SimTime now, double base, const Push& kept, const Push& passing) {
    if (!running_) return;
    advance(now);
    base_ = base;
    kept_now_ = kept.exponent;
    passing_now_ = passing.exponent;
    const double lead = lead_of(std::max(kept.distance, passing.distance));
    kept_ = {kept.exponent * lead, kept.distance * lead};
    passing_ = {passing.exponent * lead, passing.distance * lead};
    changed();
  }
  /// A new base and passing push; the other push drifts on. No change, no rounding.
  void set_passing(SimTime now, double base, const Push& passing) {
    if (!running_ || (base == base_ && passing.exponent == 0 && passing_.exponent == 0)) return;
    advance(now);
    base_ = base;
    passing_now_ = passing.exponent;
    const double lead = lead_of(std::max(kept_.distance, passing.distance));
    passing_ = {passing.exponent * lead, passing.distance * lead};
    changed();
  }
  void set_passing(SimTime now, const Push& passing) { set_passing(now, base_, passing); }
  /// A new base; the pushes drift on. No change, no rounding.
  void set_base(SimTime now, double base) {
    if (!running_ || base == base_) return;
    advance(now);
    base_ = base;
    changed();
  }

  /// When it fires, if that is before `horizon` and nothing changes; otherwise `forever`, or later than
  /// `horizon`.
  SimTime fires_before(SimTime horizon) {
    if (!running_ || horizon <= safe_until_) return forever;
    return fires_ < forever ? fires_ : look_ahead(horizon);
  }

  /// When it fires at the earliest, or `horizon` if that is not later, whatever passing pushes are set until
  /// then with exponents of at most `greatest`; base and the other push stay.
  SimTime fires_at_earliest(SimTime horizon, double greatest) const;

 private:
  void changed() {
    factor_ = factor_of(kept_now_ + passing_now_);
    fires_ = forever;
    safe_until_ = base_ > 0 ? since_ : forever;
  }
  /// What a push set now would have been at the last moment of the grid: from there on it shrinks by a whole
  /// step at each moment. One at rest stays what it is. What comes at intervals of the grid's step is always
  /// as far behind a moment, so the last answer is kept.
  double lead_of(double distance) {
    if (grid_->rests(distance)) return 1;
    const Days behind = since_ - origin_ - grid_->moment(cell_);
    if (behind != behind_) {
      behind_ = behind;
      lead_ = grid_->lead(behind);
    }
    return lead_;
  }
  /// In the cells after the current one, before drift.
  double exponent() const { return kept_.exponent + passing_.exponent; }
  double distance() const { return std::max(kept_.distance, passing_.distance); }
  static double factor_of(double exponent) { return exponent == 0 ? 1 : std::exp(exponent); }
  double greatest_factor() const;
  /// Multiplier, without its base, in a cell from the current one on.
  double factor_in(std::size_t cell) const;
  /// Hazard gathered, multiplied but for the base, until the k-th moment of the grid, k > cell_.
  double gathered(std::size_t k) const {
    const double here = factor_ * (grid_->cumulative(cell_ + 1) - used_);
    return k == cell_ + 1 ? here : gathered_on(here, k);
  }
  /// Likewise for k > cell_ + 1, after what this cell gathers.
  double gathered_on(double here, std::size_t k) const;
  void advance(SimTime now);
  SimTime look_ahead(SimTime horizon);
  SimTime fires_in(std::size_t cell) const;

  const DriftGrid* grid_{nullptr};
  SimTime origin_{0};
  SimTime since_{0};        ///< of the last change
  SimTime safe_until_{0};   ///< known not to fire before
  SimTime fires_{forever};  ///< once known
  double remaining_{0};     ///< of the threshold, as of `since_`
  double used_{0};          ///< cumulative hazard, as of `since_`
  double base_{1};
  double factor_{1};    ///< in the current cell: exp of both exponents now
  double kept_now_{0};  ///< exponents in the current cell
  double passing_now_{0};
  Push kept_, passing_;  ///< as of the grid's moment before `since_`
  std::size_t cell_{0};  ///< of `since_`
  Days behind_{0};       ///< a moment of the grid, when a push was last set
  double lead_{1};
  bool running_{false};
};

}  // namespace homeward
