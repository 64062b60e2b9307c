#pragma once

#include <cmath>

#include "sim/core/units.hpp"
#include "sim/model/rules.hpp"

namespace homeward {

/// A family's five needs, each in [0, 1], and beside them its unsupported needs: what they would be without
/// support. Both drift back to the baseline with the same half-life, so it is enough to keep how far setbacks
/// have lifted the unsupported needs above the baseline, and by how much support has lowered the needs below
/// the unsupported ones. Each is kept as of its last jump and read in closed form: reading at more moments
/// changes no bit.
class Needs {
 public:
  Needs() = default;
  Needs(const Rules& rules, const NeedVector& baseline);

  double need(std::size_t k, SimTime now) const;
  double baseline(std::size_t k) const { return baseline_[k]; }
  /// Sum of w_k n_k: what `highest_need` orders by.
  double weighted(SimTime now) const;

  /// g = sum of w_k (unsupported - supported) / rho; 0 without support.
  double gain(SimTime now) const {
    return relieved_ ? weighted_relief_ * relief_left(now) * rules_->per_rho : 0;
  }
  /// What it can become by support alone: no need falls below 0.
  double greatest_gain() const;
  /// s = sum of w_k (unsupported - baseline) / rho; 0 without setbacks.
  double setback_load(SimTime now) const;
  /// Largest distance of an unsupported need from its baseline, and of a need from the unsupported one, among
  /// needs that count in the gain.
  double largest_lift(SimTime now) const;
  double largest_relief(SimTime now) const { return relieved_ ? largest_relief_ * relief_left(now) : 0; }

  /// A lost job, an eviction, a relapse: raises stress and material hardship, less so the more confident the
  /// parents.
  void setback(SimTime now);
  /// All needs at a contact, with what support of that moment needs to know.
  struct AtContact {
    NeedVector unsupported{};
    NeedVector need{};
  };
  AtContact at_contact(SimTime now);
  /// Support at that contact: need k is multiplied by exp(-relief[k]).
  void support(const AtContact& now, const NeedVector& relief);
  /// Concrete services: material hardship alone is multiplied by exp(-relief).
  void concrete(SimTime now, double relief);

 private:
  /// Share of a jump that drift leaves after some days. One event asks for it many times, and contacts come
  /// at equal intervals, so the last answer is kept.
  struct Left {
    Days after{0};
    double share{1};
  };
  double left(Left& last, Days after) const {
    if (after == 0 || !(rules_->log_half > 0)) return 1;
    if (last.after != after) {
      const double share = std::exp(-rules_->log_half * after);
      last = {after, share > least_left ? share : 0};
    }
    return last.share;
  }
  /// Less than this (664 half-lives) is nothing at all; so one may divide by what is left.
  static constexpr double least_left = 1e-200;
  double lift_left(SimTime now) const { return lifted_ ? left(lift_left_, now - lift_at_) : 0; }
  double relief_left(SimTime now) const { return relieved_ ? left(relief_left_, now - relief_at_) : 0; }
  double lift_left_at_contact(SimTime now);
  void sum_up_relief();
  double largest(const NeedVector& distances) const;
  double need_of(std::size_t k, double lift_left, double relief_left) const;

  const Rules* rules_{nullptr};
  NeedVector baseline_{};
  NeedVector lift_{};    ///< unsupported need - baseline, as of lift_at_
  NeedVector relief_{};  ///< unsupported need - need, as of relief_at_
  SimTime lift_at_{0};
  SimTime relief_at_{0};
  double weighted_lift_{0};
  double weighted_relief_{0};
  double largest_lift_{0};  ///< among needs that count
  double largest_relief_{0};
  bool lifted_{false};  ///< ever
  bool relieved_{false};
  mutable Left lift_left_;
  mutable Left relief_left_;
  SimTime contact_at_{0};           ///< the last contact or setback
  double lift_left_at_contact_{1};  ///< share of the lift then
  Left contact_left_;
};

}  // namespace homeward
