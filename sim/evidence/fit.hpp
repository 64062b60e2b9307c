#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/score.hpp"

/// The fit: bounded least squares by common random numbers.
///
/// The misfit of a vector is minus two log-posteriors: the squares of the residuals of the targets, each band
/// read as two standard deviations to either side, and the squares of the parameters' scores, which is the
/// prior that is even over their ranges. It is lowered by Levenberg and Marquardt's method as MINPACK has it
/// (More 1978; Eigen's LevenbergMarquardt). Every vector meets the same replications, so that what differs
/// between two of them is their parameters and not their luck. Slopes are central differences over half a
/// unit of score: wide, because simulated shares move in jumps.
namespace homeward {

/// All columns of simulate_with_published(), for each vector of values. The same vector must give the same
/// again.
using CalibrationOracle =
    std::function<std::vector<std::vector<Simulated>>(std::span<const std::vector<double>> vectors)>;

/// A vector that was simulated.
struct Vector {
  std::vector<double> scores;        ///< of the parameters
  std::vector<double> values;        ///< of the parameters
  std::vector<Simulated> simulated;  ///< of the targets
  Score score;                       ///< of the targets
  double misfit{};
};

struct Fit {
  Vector start;  ///< the base
  Vector best;
  std::size_t steps{};         ///< that were made
  std::size_t vectors{};       ///< that were simulated
  bool settled{};              ///< no step promised more; false: the steps were used up
  Eigen::MatrixXd slopes;      ///< at the best: of the residuals of the targets by the scores
  Eigen::MatrixXd covariance;  ///< of the scores, by the linear approximation at the best
};

/// Simulates vectors given by their scores.
std::vector<Vector> simulate_scores(const Calibration& calibration, const CalibrationOracle& oracle,
                                    const std::vector<std::vector<double>>& scores);

/// Told after each step: its number and the best vector so far.
using FitWatcher = std::function<void(std::size_t step, const Vector& best)>;

Fit fit(const Calibration& calibration, const CalibrationOracle& oracle, const FitWatcher& watcher);

}  // namespace homeward
