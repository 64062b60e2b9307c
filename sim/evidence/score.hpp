#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"

/// How far simulated figures are from their targets.
namespace homeward {

/// A figure over replications.
struct Simulated {
  double mean{};
  double standard_error{};     ///< of the mean
  double ci_low{}, ci_high{};  ///< 95 % Student interval
};

/// Mean and interval of one figure's replications, at least two; NaN where one of them is.
Simulated summarise_figure(std::span<const double> replications);

/// Of a target that is scored on its logarithm all three are logarithms, and the standard error is on that scale.
/// (simulated - value) / distance from the value to that end of the band: -1 and 1 are its ends. NaN counts
/// as ten bands away: a figure that cannot be measured does not fit.
double bands_off(const CalibrationTarget& target, double simulated);

/// |simulated - value| / sqrt(tolerance^2 + standard error^2), the tolerance being the distance from the
/// value to that end of the band (Craig et al. 1997; here with the band for the model's discrepancy).
double implausibility(const CalibrationTarget& target, const Simulated& simulated);

/// Implausibilities of a vector of values, by target.
struct Score {
  std::vector<double> implausibility;  ///< of each target
  /// The largest, the second largest, ... of the targets with a weight; 0 where there are fewer.
  double largest(std::size_t rank) const;
  /// Targets with a weight that lie beyond the cut.
  std::uint32_t beyond(double cut) const;

  std::vector<bool> counts;  ///< whether the target has a weight
};
Score score(std::span<const CalibrationTarget> targets, std::span<const Simulated> simulated);

/// sqrt(weight) * 2 * bands off: a band is read as two standard deviations to either side, so that the sum of
/// squares is minus two log-likelihoods of normal errors.
std::vector<double> residuals(std::span<const CalibrationTarget> targets,
                              std::span<const Simulated> simulated);

}  // namespace homeward
