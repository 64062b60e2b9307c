#pragma once

#include <array>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/engine/drift_grid.hpp"
#include "sim/engine/hazard.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/population.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/staffing_plan.hpp"

namespace homeward {

using KindVector = std::array<double, support_kinds>;

/// An hour of coach time: what it consists of and does at a full relationship.
struct HourOfSupport {
  KindVector share{};    ///< by kind, sum 1
  NeedVector relief{};   ///< need k is multiplied by exp(-relief[k])
  double preparation{};  ///< share of advocacy and information
};

/// One program (coaches, referral, support) made ready for use.
struct ProgramRules {
  explicit ProgramRules(const Program& program);

  Program as_written;
  Hazard patience;
  Hazard drop_out;
  Hazard leaving;                               ///< of a coach who is not overloaded
  std::array<Days, phases> contact_interval{};  ///< days between contacts by phase; forever without
  double missed_logit;                          ///< ln p0/(1 - p0); meaningful for 0 < p0 < 1
  /// By the kind of support that the tailored share goes to; [support_kinds]: it follows the mix like the
  /// rest.
  std::array<HourOfSupport, support_kinds + 1> hour{};
  double planned_hours_per_week(Phase phase) const {
    return as_written.support.contacts_per_week[index(phase)] * as_written.support.hours_per_contact;
  }
};

/// A scenario made ready for use, once for all replications: hazards compiled, logarithms taken, rho and the
/// scaling of E found. Thread-safe: all const after construction.
class Rules {
 public:
  /// A need at most this far from its baseline is no longer brought up to date.
  static constexpr double off_baseline = 0.01;

  Rules(const Scenario& scenario, const Population& population);

  /// The program in force: the baseline's before program.start_days, the scenario's own from then on.
  const ProgramRules& program(SimTime now) const { return programs_[now < start_of_own_program_ ? 0 : 1]; }
  SimTime start_of_own_program() const { return start_of_own_program_; }
  /// Whether the program in force runs at a site: it has a position there at some time.
  bool has_coaches(SiteIndex site, SimTime now) const {
    return has_coaches_[now < start_of_own_program_ ? 0 : 1][site];
  }
  /// Positions of a site over time, first entry at the start of the run, then dates increase.
  const std::vector<StaffingTarget>& staffing(SiteIndex site) const { return staffing_[site]; }

  const Scenario& scenario;
  Hazard placement_move, other_permanency, other_exit, setback;
  std::array<DriftGrid, supported_clocks>
      supported;  ///< grid: moments of update_days since the clock's origin
  std::array<double, supported_clocks> log_coaching{};  ///< what a gain of 1 adds to the log hazard
  std::array<double, supported_clocks> log_setback{};   ///< ln HR_setback
  NeedVector need_weights{};                            ///< w, sum 1
  std::array<NeedVector, support_kinds> to_needs{};     ///< v_s E[s][k], rows scaled
  std::array<NeedVector, support_kinds>
      pull_on_gain{};   ///< w_k v_s E[s][k]: what an hour moves the gain by, per need
  NeedVector counts{};  ///< 1 for a need with a weight, 0 for others
  double rho{1};
  double per_rho{1};
  double dollar_scale{1};  ///< multiplies the relief by dollars
  double log_half{0};      ///< ln 2 / half-life, per day; 0 = no drift
  double log_discount{0};  ///< per day

 private:
  void scale_effects(const EffectScale& scale);
  void compose_hours(ProgramRules& program) const;

  std::vector<ProgramRules> programs_;
  std::array<std::vector<bool>, 2> has_coaches_;  ///< [program][site]
  SimTime start_of_own_program_{};
  StaffingPlan staffing_;
};

}  // namespace homeward
