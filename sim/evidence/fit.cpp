#include "sim/evidence/fit.hpp"

#include <Eigen/Cholesky>
#include <unsupported/Eigen/LevenbergMarquardt>
#include <utility>

#include "sim/evidence/parameter_space.hpp"

namespace homeward {

namespace {

double sum_of_squares(const std::vector<double>& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number * number;
  return sum;
}

std::vector<double> as_list(const Eigen::VectorXd& numbers) {
  return {numbers.begin(), numbers.end()};
}

/// The residuals as the optimiser sees them: those of the targets, then the scores themselves, which are the
/// prior's.
class Misfit : public Eigen::DenseFunctor<double> {
 public:
  Misfit(const Calibration& calibration, const CalibrationOracle& oracle)
      : DenseFunctor(static_cast<int>(calibration.parameters.size()),
                     static_cast<int>(calibration.targets.size() + calibration.parameters.size())),
        calibration_(calibration),
        oracle_(oracle) {}

  int operator()(const Eigen::VectorXd& scores, Eigen::VectorXd& all) {
    auto vector = simulate({as_list(scores)}).front();
    const auto of_targets = residuals(calibration_.targets, vector.simulated);
    all.head(targets()) = Eigen::Map<const Eigen::VectorXd>(of_targets.data(), targets());
    all.tail(inputs()) = scores;
    if (best_.values.empty() || vector.misfit < best_.misfit) best_ = std::move(vector);
    return 0;
  }

  int df(const Eigen::VectorXd& scores, Eigen::MatrixXd& slopes) {
    slopes.setZero();
    slopes.topRows(targets()) = slopes_at(scores);
    slopes.bottomRows(inputs()).setIdentity();
    return 0;
  }

  Eigen::MatrixXd slopes_at(const Eigen::VectorXd& scores) {
    constexpr double to_either_side = 0.25;
    std::vector<std::vector<double>> around;
    for (int i = 0; i < inputs(); ++i) {
      for (const double side : {to_either_side, -to_either_side}) {
        around.push_back(as_list(scores));
        around.back()[static_cast<std::size_t>(i)] += side;
      }
    }
    const auto vectors = simulate(around);
    Eigen::MatrixXd slopes(targets(), inputs());
    for (int i = 0; i < inputs(); ++i) {
      const auto above = residuals(calibration_.targets, vectors[2 * static_cast<std::size_t>(i)].simulated);
      const auto below =
          residuals(calibration_.targets, vectors[2 * static_cast<std::size_t>(i) + 1].simulated);
      for (int row = 0; row < targets(); ++row)
        slopes(row, i) = (above[static_cast<std::size_t>(row)] - below[static_cast<std::size_t>(row)]) /
                         (2 * to_either_side);
    }
    return slopes;
  }

  const Vector& best() const { return best_; }
  std::size_t vectors() const { return vectors_; }

 private:
  int targets() const { return values() - inputs(); }

  std::vector<Vector> simulate(const std::vector<std::vector<double>>& scores) {
    vectors_ += scores.size();
    return simulate_scores(calibration_, oracle_, scores);
  }

  const Calibration& calibration_;
  const CalibrationOracle& oracle_;
  Vector best_;
  std::size_t vectors_{};
};

}  // namespace

std::vector<Vector> simulate_scores(const Calibration& calibration, const CalibrationOracle& oracle,
                                    const std::vector<std::vector<double>>& scores) {
  std::vector<std::vector<double>> values;
  for (const auto& one : scores) values.push_back(values_at(calibration, one));
  const auto columns = oracle(values);
  std::vector<Vector> vectors;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    Vector vector{scores[i], values[i], {}, {}, 0};
    for (const auto& target : calibration.targets) vector.simulated.push_back(columns[i][target.column]);
    vector.score = score(calibration.targets, vector.simulated);
    vector.misfit =
        sum_of_squares(residuals(calibration.targets, vector.simulated)) + sum_of_squares(vector.scores);
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

Fit fit(const Calibration& calibration, const CalibrationOracle& oracle, const FitWatcher& watcher) {
  Misfit misfit(calibration, oracle);
  Eigen::VectorXd scores(misfit.inputs());
  for (int i = 0; i < misfit.inputs(); ++i) {
    const auto& parameter = calibration.parameters[static_cast<std::size_t>(i)];
    scores[i] = score_of(parameter, parameter.start);
  }
  Eigen::LevenbergMarquardt<Misfit> optimiser(misfit);
  optimiser.setFactor(1);    // the first step is at most as long as the start is far from the middle
  optimiser.setFtol(0.01);  // a hundredth of the misfit is not worth a step
  optimiser.setXtol(0.005);
  optimiser.setMaxfev(1'000'000);
  auto status = optimiser.minimizeInit(scores);
  Fit made;
  made.start = misfit.best();
  watcher(0, misfit.best());
  while (made.steps < calibration.most_steps && !made.settled) {
    status = optimiser.minimizeOneStep(scores);
    made.settled = status != Eigen::LevenbergMarquardtSpace::Running;
    watcher(++made.steps, misfit.best());
  }
  made.best = misfit.best();
  const Eigen::VectorXd at =
      Eigen::Map<const Eigen::VectorXd>(made.best.scores.data(), static_cast<int>(made.best.scores.size()));
  made.slopes = misfit.slopes_at(at);
  const auto n = misfit.inputs();
  const Eigen::MatrixXd information = made.slopes.transpose() * made.slopes + Eigen::MatrixXd::Identity(n, n);
  made.covariance = information.llt().solve(Eigen::MatrixXd::Identity(n, n));
  made.vectors = misfit.vectors();
  return made;
}

}  // namespace homeward
