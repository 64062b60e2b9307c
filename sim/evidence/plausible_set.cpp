#include "sim/evidence/plausible_set.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

#include "sim/random/draws.hpp"

namespace homeward {

std::vector<std::vector<double>> candidate_scores(const Calibration& calibration, const Fit& fit) {
  const auto n = static_cast<std::size_t>(fit.covariance.rows());
  const Eigen::MatrixXd root = fit.covariance.llt().matrixL();
  const Draws draws(calibration.seed, 0);
  const boost::math::normal_distribution<> standard_normal;
  std::vector<std::vector<double>> candidates;
  for (std::uint32_t number = 0; number < calibration.set.candidates; ++number) {
    std::vector<double> scores = fit.best.scores;
    for (std::size_t k = 0; k < n && number > 0; ++k) {
      // Addressed by the parameter's name: adding another leaves this one's draws.
      const double u =
          draws.uniform(number, Purpose::uncertain_parameter, 1, site_code(calibration.parameters[k].key));
      const double deviate = calibration.set.wider * boost::math::quantile(standard_normal, u);
      for (std::size_t i = 0; i < n; ++i)
        scores[i] += root(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) * deviate;
    }
    candidates.push_back(std::move(scores));
  }
  return candidates;
}

PlausibleSet find_plausible_set(const Calibration& calibration, const CalibrationOracle& oracle,
                                const Fit& fit) {
  PlausibleSet set;
  set.tried = calibration.set.candidates;
  if (set.tried == 0) return set;
  const double cut = calibration.set.cut;
  for (auto& vector : simulate_scores(calibration, oracle, candidate_scores(calibration, fit))) {
    const bool fits =
        vector.score.beyond(cut) <= calibration.set.most_outside && vector.score.beyond(2 * cut) == 0;
    if (fits) set.kept.push_back(std::move(vector));
  }
  return set;
}

std::vector<ParameterSpread> spreads(const Calibration& calibration, const PlausibleSet& set) {
  std::vector<ParameterSpread> made;
  const auto n = static_cast<double>(set.kept.size());
  for (std::size_t i = 0; i < calibration.parameters.size() && n > 0; ++i) {
    ParameterSpread spread{set.kept.front().values[i], set.kept.front().values[i], 0, 0};
    double squares = 0;
    for (const auto& vector : set.kept) {
      spread.low = std::min(spread.low, vector.values[i]);
      spread.high = std::max(spread.high, vector.values[i]);
      spread.mean += vector.values[i] / n;
    }
    for (const auto& vector : set.kept) squares += std::pow(vector.values[i] - spread.mean, 2);
    spread.standard_deviation = std::sqrt(squares / (n - 1));
    made.push_back(spread);
  }
  return made;
}

Eigen::MatrixXd correlations(const PlausibleSet& set) {
  const auto rows = static_cast<Eigen::Index>(set.kept.size());
  const auto columns = rows == 0 ? 0 : static_cast<Eigen::Index>(set.kept.front().scores.size());
  if (rows < 3) return Eigen::MatrixXd::Constant(columns, columns, std::numeric_limits<double>::quiet_NaN());
  Eigen::MatrixXd scores(rows, columns);
  for (Eigen::Index row = 0; row < rows; ++row)
    for (Eigen::Index column = 0; column < columns; ++column)
      scores(row, column) = set.kept[static_cast<std::size_t>(row)].scores[static_cast<std::size_t>(column)];
  const Eigen::MatrixXd centred = scores.rowwise() - scores.colwise().mean();
  const Eigen::MatrixXd products = centred.transpose() * centred;
  const Eigen::VectorXd scale = products.diagonal().cwiseSqrt().cwiseInverse();
  return scale.asDiagonal() * products * scale.asDiagonal();
}

}  // namespace homeward
