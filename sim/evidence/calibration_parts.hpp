#pragma once

#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/scenario/faults.hpp"

/// The lists of a targets file.
namespace homeward {

/// Reads `[[parameter]]`. Keys are held against the base.
std::vector<CalibrationParameter> read_parameters(const Value& list, const Scenario& base,
                                                  std::span<const Override> overrides, Faults& faults);

/// Reads `[[target]]`.
std::vector<CalibrationTarget> read_targets(const Value& list, Faults& faults);

}  // namespace homeward
