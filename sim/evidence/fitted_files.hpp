#pragma once

#include <filesystem>
#include <string>

#include "sim/evidence/plausible_set.hpp"

/// What a calibration leaves behind, as files that the other commands read.
namespace homeward {

/// A scenario file that extends the base with the fitted keys and their lines in `[sources]`. `file`: where
/// it will stand, so that the path to the base can be written.
std::string fitted_scenario_text(const Calibration& calibration, const Fit& fit, const PlausibleSet& set,
                                 const std::filesystem::path& file);

/// A study with the design `list`: a point for each vector of the set, at least one. Its base is the scenario
/// file named `base`, beside it.
std::string fitted_study_text(const Calibration& calibration, const PlausibleSet& set,
                              const std::string& base);

}  // namespace homeward
