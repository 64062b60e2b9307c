#pragma once

#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"

/// Where the fit moves. A parameter's range is its prior: even over the range, or over its logarithm. Its
/// *score* is the normal score of its place in that range, so that every score is a value within the range
/// and the prior of a score is the standard normal.
namespace homeward {

/// A parameter's value at a score, with five significant digits: what is simulated is what is written.
double value_at(const CalibrationParameter& parameter, double score);

/// The score of a value; values at an end of the range are moved in by a thousandth of it.
double score_of(const CalibrationParameter& parameter, double value);

/// Values at scores, by parameter.
std::vector<double> values_at(const Calibration& calibration, std::span<const double> scores);

/// What a vector of values sets in the base, keys that give way included.
std::vector<Setting> settings_of(const Calibration& calibration, std::span<const double> values);

}  // namespace homeward
