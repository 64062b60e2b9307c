#pragma once

#include <cstdint>
#include <vector>

#include "sim/evidence/fit.hpp"

/// Not one vector fits but many: those that data of this kind cannot tell apart.
namespace homeward {

struct PlausibleSet {
  std::vector<Vector> kept;  ///< in the order of their draw; the first candidate is the best vector itself
  std::uint32_t tried{};
};

/// Candidates from the normal approximation at the best vector, `wider` times as spread out: the best itself,
/// then draws that depend on the seed and their number alone.
std::vector<std::vector<double>> candidate_scores(const Calibration& calibration, const Fit& fit);

/// Simulates the candidates and keeps those of which at most `most_outside` targets lie beyond the cut, and
/// none beyond twice the cut.
PlausibleSet find_plausible_set(const Calibration& calibration, const CalibrationOracle& oracle,
                                const Fit& fit);

/// A parameter over the set.
struct ParameterSpread {
  double low{}, high{};  ///< least and most value
  double mean{};
  double standard_deviation{};
};
std::vector<ParameterSpread> spreads(const Calibration& calibration, const PlausibleSet& set);

/// Correlations of the parameters' scores over the set; NaN with fewer than three vectors.
Eigen::MatrixXd correlations(const PlausibleSet& set);

}  // namespace homeward
