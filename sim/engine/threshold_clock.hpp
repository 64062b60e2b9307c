#pragma once

#include <algorithm>
#include <cassert>

#include "sim/core/units.hpp"
#include "sim/engine/hazard.hpp"

namespace homeward {

/// A unit-rate exponential threshold that is used up at the rate multiplier x hazard (the modified next
/// reaction method; Anderson 2007, J Chem Phys 127:214107). When the multiplier changes, what is left of the
/// threshold stays and only the speed changes, so the process is exact for multipliers that change at events.
class ThresholdClock {
 public:
  /// Starts with a new threshold. `origin`: where the hazard's t is 0, at or before now.
  void start(const Hazard& hazard, SimTime origin, SimTime now, double threshold, double multiplier) {
    hazard_ = &hazard;
    origin_ = origin;
    remaining_ = threshold;
    resume(now, multiplier);
  }
  /// Goes on after a pause with what is left of the threshold.
  void resume(SimTime now, double multiplier) {
    multiplier_ = multiplier;
    used_ = hazard_->cumulative(now - origin_);
    predict(now);
  }
  /// Stops for the moment; keeps what is left of the threshold.
  void pause(SimTime now) {
    if (!running_) return;
    consume(now);
    stop();
  }
  /// Stops for good.
  void stop() {
    running_ = false;
    fires_ = forever;
  }

  /// From now on the hazard is multiplied by `multiplier` >= 0. No change, no rounding.
  void set_multiplier(SimTime now, double multiplier) {
    if (multiplier == multiplier_ || !running_) {
      multiplier_ = multiplier;
      return;
    }
    consume(now);
    multiplier_ = multiplier;
    predict(now);
  }

  /// When it fires if nothing changes; `forever` if it does not run or never gets there.
  SimTime fires() const { return fires_; }
  /// When it fires at the earliest, whatever the multiplier does, if that stays at `greatest` or below.
  SimTime fires_at_earliest(double greatest) const {
    if (!running_ || !hazard_->runs()) return forever;
    return origin_ + hazard_->inverse(used_ + remaining_ / greatest);
  }
  /// What is left of the threshold now.
  double remaining_at(SimTime now) {
    if (running_) consume(now);
    return remaining_;
  }

 private:
  void consume(SimTime now) { use_up(hazard_->cumulative(now - origin_)); }
  void use_up(double cumulative) {
    // A multiplier of 0 uses up nothing, not even of a cumulative hazard too great for a number.
    if (multiplier_ > 0) remaining_ = std::max(0.0, remaining_ - multiplier_ * (cumulative - used_));
    used_ = cumulative;
  }
  void predict(SimTime now) {
    running_ = true;
    if (!hazard_->runs() || !(multiplier_ > 0)) {
      fires_ = forever;
      return;
    }
    fires_ = std::max(now, origin_ + hazard_->inverse(used_ + remaining_ / multiplier_));
  }

  const Hazard* hazard_{nullptr};
  SimTime origin_{0};
  SimTime fires_{forever};  ///< forever too while it does not run
  bool running_{false};
  double remaining_{0};
  double multiplier_{1};
  double used_{0};  ///< cumulative hazard where the threshold was last brought up to date
};

}  // namespace homeward
