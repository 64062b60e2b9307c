#include "sim/engine/drifting_clock.hpp"

namespace homeward {

double DriftingClock::factor_in(std::size_t cell) const {
  if (cell == cell_) return factor_;
  return factor_of(exponent() * grid_->left(grid_->steps_to_rest(distance(), cell - cell_)));
}

double DriftingClock::gathered_on(double here, std::size_t k) const {
  if (exponent() == 0) return here + grid_->cumulative(k) - grid_->cumulative(cell_ + 1);
  const std::size_t drifts_to = cell_ + 1 + grid_->steps_to_rest(distance(), k - cell_ - 1);
  double sum = here + grid_->drifting(cell_ + 1, drifts_to, exponent() * grid_->left(1));
  if (drifts_to < k) sum += factor_in(drifts_to) * (grid_->cumulative(k) - grid_->cumulative(drifts_to));
  return sum;
}

/// Uses the threshold up to now, and moves the pushes to where they have drifted.
void DriftingClock::advance(SimTime now) {
  if (now == since_) return;
  const std::size_t cell = grid_->cell(now - origin_);
  const double used = grid_->hazard().cumulative(now - origin_);
  double multiplied = 0;
  if (cell == cell_) {
    multiplied = factor_ * (used - used_);
  } else {
    const double before = gathered(cell);
    const double left = grid_->left(grid_->steps_to_rest(distance(), cell - cell_));
    kept_ = {kept_.exponent * left, kept_.distance * left};
    passing_ = {passing_.exponent * left, passing_.distance * left};
    kept_now_ = kept_.exponent;
    passing_now_ = passing_.exponent;
    multiplied = before + factor_of(exponent()) * (used - grid_->cumulative(cell));
  }
  // A base of 0 uses up nothing, not even of a cumulative hazard too great for a number.
  if (base_ > 0) remaining_ = std::max(0.0, remaining_ - base_ * multiplied);
  cell_ = cell;
  used_ = used;
  since_ = now;
}

/// No less than the factor is at any time from now on: from cell to cell both exponents come nearer to 0 by
/// one and the same share, so it runs towards 1, but for the next step: there a push that has just been set
/// stands still where the other drifts.
double DriftingClock::greatest_factor() const {
  const double gives_way = -std::min({0.0, kept_now_, passing_now_}) * (1 - grid_->left_after_step());
  if (gives_way > 1) return std::exp(std::max(0.0, kept_now_) + std::max(0.0, passing_now_));
  return std::max(1.0, factor_ * (1 + 2 * gives_way));  // exp(x) <= 1 + 2x
}

SimTime DriftingClock::look_ahead(SimTime horizon) {
  const std::size_t last = grid_->last();
  std::size_t k = std::min(grid_->cell(horizon - origin_) + 1, last);
  if (k > cell_) {
    const double most = base_ * greatest_factor() * (grid_->cumulative(k) - used_);
    const bool reaches = !(most < remaining_) && !(base_ * gathered(k) < remaining_);
    if (!reaches) {
      safe_until_ = origin_ + grid_->moment(k);
      if (horizon <= safe_until_) return forever;
      return fires_ = fires_in(last);
    }
    std::size_t safe = cell_;
    while (k - safe > 1) {
      const std::size_t middle = safe + (k - safe) / 2;
      (base_ * gathered(middle) < remaining_ ? safe : k) = middle;
    }
    return fires_ = std::min(fires_in(safe), origin_ + grid_->moment(k));
  }
  return fires_ = fires_in(last);
}

SimTime DriftingClock::fires_at_earliest(SimTime horizon, double greatest) const {
  if (!running_ || !(base_ > 0)) return horizon;
  const double most = base_ * std::exp(std::max(0.0, kept_now_) + std::max({0.0, passing_now_, greatest}));
  const std::size_t end = std::min(grid_->cell(horizon - origin_) + 1, grid_->last());
  if (end > cell_ && most * (grid_->cumulative(end) - used_) < remaining_ &&
      horizon <= origin_ + grid_->moment(end))
    return horizon;
  return std::min(horizon, origin_ + grid_->hazard().inverse(used_ + remaining_ / most));
}

/// When the threshold is used up, if that is in this cell.
SimTime DriftingClock::fires_in(std::size_t cell) const {
  const bool here = cell == cell_;
  const double before = here ? 0 : base_ * gathered(cell);
  const double from = here ? used_ : grid_->cumulative(cell);
  const double target = from + std::max(0.0, remaining_ - before) / (base_ * factor_in(cell));
  const SimTime start = here ? since_ : origin_ + grid_->moment(cell);
  return std::max(start, origin_ + grid_->hazard().inverse(target));
}

}  // namespace homeward
