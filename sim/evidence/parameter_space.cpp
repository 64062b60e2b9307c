#include "sim/evidence/parameter_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdlib>

namespace homeward {

namespace {

double rounded(double number) {
  return std::strtod(fmt::format("{:.5g}", number).c_str(), nullptr);
}

}  // namespace

double value_at(const CalibrationParameter& parameter, double score) {
  constexpr double farthest = 6;  // beyond it the value is the end of the range
  const double place =
      boost::math::cdf(boost::math::normal_distribution<>(), std::clamp(score, -farthest, farthest));
  const double value = parameter.log ? parameter.low * std::pow(parameter.high / parameter.low, place)
                                     : parameter.low + (parameter.high - parameter.low) * place;
  return std::clamp(rounded(value), parameter.low, parameter.high);
}

double score_of(const CalibrationParameter& parameter, double value) {
  constexpr double margin = 0.001;
  const double place = parameter.log
                           ? std::log(value / parameter.low) / std::log(parameter.high / parameter.low)
                           : (value - parameter.low) / (parameter.high - parameter.low);
  return boost::math::quantile(boost::math::normal_distribution<>(), std::clamp(place, margin, 1 - margin));
}

std::vector<double> values_at(const Calibration& calibration, std::span<const double> scores) {
  std::vector<double> values;
  for (std::size_t i = 0; i < scores.size(); ++i)
    values.push_back(value_at(calibration.parameters[i], scores[i]));
  return values;
}

std::vector<Setting> settings_of(const Calibration& calibration, std::span<const double> values) {
  const Origin origin{"calibration", 0, 0};
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& parameter = calibration.parameters[i];
    settings.push_back({parameter.path, Value{values[i], origin, origin}});
    if (!parameter.rest.empty())
      settings.push_back({parameter.rest_path, Value{rounded(parameter.sum - values[i]), origin, origin}});
  }
  return settings;
}

}  // namespace homeward
