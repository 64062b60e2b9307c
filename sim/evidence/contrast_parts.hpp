#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "sim/evidence/calibration.hpp"
#include "sim/evidence/contrast.hpp"
#include "sim/scenario/faults.hpp"

namespace homeward {

/// Reads `[[contrast]]` of a targets file: each becomes a target with a contrast. Paths are meant from that file's folder;
/// the overrides apply to both arms. Faults are told.
std::vector<CalibrationTarget> read_contrasts(const Value& list, const std::filesystem::path& file,
                                              std::span<const Override> overrides, Faults& faults);

/// "substance_use = yes and youngest < 6": levels of traits of the scenario and limits of the youngest child's age in years
/// (<, >=), joined by "and". Faults are told at `value`.
FamilyFilter read_family_filter(const Value& value, const std::string& path, const Scenario& scenario, Faults& faults);

}  // namespace homeward
