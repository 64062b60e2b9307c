#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/units.hpp"
#include "sim/measure/groups.hpp"

/// The Aalen-Johansen estimate of cumulative incidence with competing causes.
namespace homeward {

/// What ended the time at risk of a member of a population: a cause 0..7, or the end of the run.
using Cause = std::int8_t;
inline constexpr Cause censored = -1;

/// A set of causes, one bit each.
using Causes = std::uint8_t;
constexpr Causes cause_set(Cause cause) {
  return static_cast<Causes>(1U << static_cast<unsigned>(cause));
}

/// One child, or one family, from the start of its time at risk to the first thing that happens to it.
struct FollowUp {
  Days days{};       ///< until the cause, or until the end of the run
  Days potential{};  ///< until the end of the run, whatever happened; >= days
  std::uint32_t family{};
  std::uint8_t child{};
  Cause cause{censored};
};

/// One estimate, fed in order of time, censorings after causes of the same time. Everybody starts with the
/// same mass; the mass of a censored member is shared out over those still at risk, which gives the
/// Aalen-Johansen estimate (redistribution to the right; Efron 1967, Proc. Fifth Berkeley Symp. 4:831) and is
/// exact where nobody is censored.
class Incidence {
 public:
  void enter(bool reaches_horizon) {
    ++members_;
    ++at_risk_;
    reached_ = reached_ || reaches_horizon;
  }
  void leave(bool by_censoring, bool counts) {
    if (by_censoring && at_risk_ > 1) {
      mass_ *= static_cast<double>(at_risk_) / static_cast<double>(at_risk_ - 1);
    }
    if (counts) counted_ += mass_;
    --at_risk_;
  }
  /// Share that has had the event; NaN without members, or where no potential follow-up reaches the horizon.
  double share() const;

 private:
  std::uint64_t members_{};
  std::uint64_t at_risk_{};
  double mass_{1};  ///< of each member at risk, in units of 1 / members
  double counted_{};
  bool reached_{};
};

/// What a FollowUp stands for: decides the groups it belongs to.
enum class Unit : std::uint8_t { child, family };

/// A share by a horizon.
struct IncidenceByGroup {
  std::vector<double> share;  ///< [group]; NaN where nobody is followed to the horizon
  double followed{};          ///< share of everybody whose follow-up reaches the horizon; NaN of nobody
};

/// Share of each group to which one of `counted` has happened within `horizon` days, all other causes
/// competing.
IncidenceByGroup incidence(std::span<const FollowUp> population, Causes counted, Days horizon,
                           const Groups& groups, Unit unit = Unit::child);

/// In order of time, censorings after causes of the same time.
void sort_by_time(std::vector<FollowUp>& population);

/// A cumulative incidence curve of everybody at m * days_per_month, m = 0 .. months - 1.
struct IncidenceCurve {
  std::vector<double> share;    ///< NaN where no potential follow-up reaches
  std::vector<double> at_risk;  ///< number with neither a cause nor the end of the run before that month
};

/// The curve of one cause. `sorted` as by sort_by_time().
IncidenceCurve incidence_curve(std::span<const FollowUp> sorted, Cause counted, std::size_t months);

}  // namespace homeward
