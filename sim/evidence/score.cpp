#include "sim/evidence/score.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/measure/intervals.hpp"

namespace homeward {

namespace {

constexpr double bands_off_unmeasured = 10;

}  // namespace

Simulated summarise_figure(std::span<const double> replications) {
  const auto n = static_cast<double>(replications.size());
  double sum = 0;
  for (const double value : replications) sum += value;
  const double mean = sum / n;
  double squares = 0;
  for (const double value : replications) squares += (value - mean) * (value - mean);
  const double standard_error = std::sqrt(squares / (n - 1) / n);
  const double half_width = student_quantile(n) * standard_error;
  return {mean, standard_error, mean - half_width, mean + half_width};
}

namespace {

/// How far a simulated value lies from its target, and from the target to that end of the band.
struct Off {
  double by{}, tolerance{};
};

Off off(const CalibrationTarget& target, double simulated) {
  const auto scale = [&](double x) { return target.log ? std::log(x) : x; };
  const double value = scale(target.value);
  const double by = scale(simulated) - value;
  return {by, by < 0 ? value - scale(target.low) : scale(target.high) - value};
}

}  // namespace

double bands_off(const CalibrationTarget& target, double simulated) {
  if (std::isnan(simulated)) return bands_off_unmeasured;
  const auto [by, tolerance] = off(target, simulated);
  return by / tolerance;
}

double implausibility(const CalibrationTarget& target, const Simulated& simulated) {
  if (std::isnan(simulated.mean)) return bands_off_unmeasured;
  const auto [by, tolerance] = off(target, simulated.mean);
  return std::abs(by) / std::hypot(tolerance, simulated.standard_error);
}

double Score::largest(std::size_t rank) const {
  std::vector<double> sorted;
  for (std::size_t i = 0; i < implausibility.size(); ++i)
    if (counts[i]) sorted.push_back(implausibility[i]);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  return rank < sorted.size() ? sorted[rank] : 0;
}

std::uint32_t Score::beyond(double cut) const {
  std::uint32_t beyond = 0;
  for (std::size_t i = 0; i < implausibility.size(); ++i)
    beyond += counts[i] && implausibility[i] > cut ? 1 : 0;
  return beyond;
}

Score score(std::span<const CalibrationTarget> targets, std::span<const Simulated> simulated) {
  Score made;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    made.implausibility.push_back(implausibility(targets[i], simulated[i]));
    made.counts.push_back(targets[i].weight > 0);
  }
  return made;
}

std::vector<double> residuals(std::span<const CalibrationTarget> targets,
                              std::span<const Simulated> simulated) {
  constexpr double deviations_in_a_band = 2;
  std::vector<double> made;
  for (std::size_t i = 0; i < targets.size(); ++i)
    made.push_back(std::sqrt(targets[i].weight) * deviations_in_a_band *
                   bands_off(targets[i], simulated[i].mean));
  return made;
}

}  // namespace homeward
