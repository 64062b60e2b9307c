#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/evidence/plausible_set.hpp"

/// What `homeward calibrate` tells.
namespace homeward {

/// Everything that a calibration found.
struct CalibrationReport {
  Calibration question;
  Fit fit;
  PlausibleSet set;
  /// Published figures that are no targets and are held out, as targets without weight.
  std::vector<CalibrationTarget> held_out;
  // On fresh replications:
  std::vector<Simulated> start;      ///< of the targets, at the base
  std::vector<Simulated> fitted;     ///< of the targets, at the fit
  std::vector<Simulated> predicted;  ///< of the figures held out, at the fit
};

/// Names of the targets with a weight whose fitted mean lies outside its band.
std::vector<std::string> targets_outside(const CalibrationReport& report);

std::string calibration_words(const CalibrationReport& report);
std::string calibration_table(const CalibrationReport& report);
std::string parameter_table(const CalibrationReport& report);
std::string calibration_json(const CalibrationReport& report);

/// "step 3: misfit 14.9, 26 of 27 targets in their bands, farthest 0.73".
std::string step_text(const Vector& vector);

}  // namespace homeward
