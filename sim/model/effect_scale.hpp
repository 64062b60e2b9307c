#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/scenario/scenario.hpp"

/// On which scale support acts on needs and needs on hazards: what the keys leave to be found from a family with mean needs.
namespace homeward {

using NeedVector = std::array<double, needs_count>;

/// Clocks of a family on which coaching and setbacks act.
enum class SupportedClock : std::uint8_t { readiness, trial_home_visit_failure, reentry };
inline constexpr std::size_t supported_clocks = 3;
inline constexpr std::array<std::string_view, supported_clocks> supported_clock_names{
    "readiness", "trial_home_visit_failure", "reentry"};

struct EffectScale {
  /// `mean_needs`: mean baseline of each need over the population, in [0, 1].
  EffectScale(const Scenario& scenario, const NeedVector& mean_needs);

  NeedVector need_weights{};                        ///< w, sum 1
  std::array<NeedVector, support_kinds> to_needs{};  ///< E[s][k], rows scaled to be worth the same; per effective hour
  NeedVector balanced{};                            ///< their mean: an hour of the balanced mix at equal kind weights
  double rho{1};             ///< weighted relief that is a gain of 1
  double reference_gain{1};  ///< mean gain of the reference spell, to which HR_ref belongs; 1 without one; 0: nothing moves
  double dollar_scale{1};    ///< on relief by dollars, so that they are worth the same whatever the reference spell

  /// ln HR_ref / reference_gain: what a gain of 1 adds to the logarithm of the hazard; 0 where nothing moves.
  double per_gain(double hazard_ratio) const;
};

/// How far coaching can go in a scenario.
struct CoachingReach {
  double reference_gain{};  ///< as of its EffectScale
  /// The largest multiplier of each clock: of a family with mean needs and full trust at the steady state of the reference
  /// plan or of the scenario's own, whichever gains more, with as much attention as the plan allows.
  std::array<double, supported_clocks> multipliers{};
};
CoachingReach coaching_reach(const Scenario& scenario);

/// Whether coaching acts on a hazard by its ratios, on the scale of a reference spell.
bool is_on_reference_scale(const Scenario& scenario);

/// Throws InputError where the reference spell moves so little (a mean gain below 0.10) that a ratio over it would be a
/// huge one of grown trust. Off where no ratio differs from 1, or trust is held at zero and nothing works without it.
void check_reference_gain(const Scenario& scenario);

/// Throws InputError where plans that run side by side take the size of coaching from unlike evidence: where their
/// reference gains would differ for the same families.
void check_one_evidence(std::span<const Scenario* const> plans);

}  // namespace homeward
