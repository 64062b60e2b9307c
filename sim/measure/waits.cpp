#include "sim/measure/waits.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/measure/least_squares.hpp"
#include "sim/measure/sheet.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double nine_of_ten = 0.9;
constexpr double rounding = 1e-12;  // of sums of masses that should meet a tenth exactly

/// Days with the share of the group that they stand for, in order of days.
class Distribution {
 public:
  void add(Days days, double mass) {
    points_.push_back({days, mass});
    mass_ += mass;
    sum_ += mass * days;
  }
  double mass() const { return mass_; }
  double mean() const { return ratio(sum_, mass_); }
  /// The least days by which this share of the mass is reached.
  double quantile(double level) const {
    double reached = 0;
    for (const auto& [days, mass] : points_) {
      reached += mass;
      if (reached >= level * mass_ - rounding) return days;
    }
    return nan;
  }

 private:
  struct Point {
    Days days;
    double mass;
  };
  std::vector<Point> points_;
  double mass_{};
  double sum_{};
};

/// One group's waits, fed in order of time, censorings after endings of the same time.
class WaitTally {
 public:
  void enter() { ++at_risk_; }
  void leave(const FollowUp& wait, double members) {
    const bool open = wait.cause == censored;
    if (open && at_risk_ > 1) {
      mass_ *= static_cast<double>(at_risk_) / static_cast<double>(at_risk_ - 1);
    } else {
      on_queue_.add(wait.days, mass_ / members);
    }
    if (wait.cause == got_coach) to_coach_.add(wait.days, mass_ / members);
    --at_risk_;
  }
  std::size_t at_risk() const { return at_risk_; }
  WaitEstimate estimate() const {
    const double served = on_queue_.mass() > 0 ? to_coach_.mass() : nan;
    return {on_queue_.mean(), on_queue_.quantile(nine_of_ten), to_coach_.mean(),
            to_coach_.quantile(nine_of_ten), served};
  }

 private:
  std::size_t at_risk_{};
  double mass_{1};  ///< of each family that still waits, in units of 1 / members
  Distribution on_queue_, to_coach_;
};

}  // namespace

std::vector<WaitEstimate> estimate_waits(std::span<const FollowUp> waits, const Groups& groups) {
  std::vector<FollowUp> sorted(waits.begin(), waits.end());
  sort_by_time(sorted);
  std::vector<WaitTally> tallies(groups.size());
  for (const FollowUp& wait : sorted)
    groups.of_family(wait.family, [&](std::size_t group) { tallies[group].enter(); });
  std::vector<double> members;
  for (const WaitTally& tally : tallies) members.push_back(static_cast<double>(tally.at_risk()));
  for (const FollowUp& wait : sorted)
    groups.of_family(wait.family, [&](std::size_t group) { tallies[group].leave(wait, members[group]); });
  std::vector<WaitEstimate> estimates;
  for (const WaitTally& tally : tallies) estimates.push_back(tally.estimate());
  return estimates;
}

double slope_of_wait(std::span<const double> joined, std::span<const double> waits) {
  if (joined.size() < 2) return nan;
  const Scaled by_day = scaled({joined.begin(), joined.end()});
  if (by_day.values.empty()) return nan;
  const auto n = static_cast<double>(joined.size());
  return product(by_day.values, {waits.begin(), waits.end()}) / (n - 1) / by_day.sd;
}

}  // namespace homeward
