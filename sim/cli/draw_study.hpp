#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "sim/cli/study_arguments.hpp"
#include "sim/experiment/parameter_draws.hpp"
#include "sim/experiment/study.hpp"

namespace homeward {

/// Scenario files as what is simulated under every draw. They must have been read without a fault.
std::vector<DrawablePlan> drawable_files(std::span<const std::filesystem::path> files,
                                         std::span<const Override> overrides);

/// Points of a study likewise.
std::vector<DrawablePlan> drawable_points(const Study& study, std::span<const PlannedScenario> points);

/// Puts a prepared study under draws of its uncertain parameters: every scenario becomes one for each draw.
/// Throws InputError for faults of draws, UsageError for more scenarios than a study may have.
void put_under_draws(PreparedStudy& prepared, std::vector<DrawablePlan> plans, std::uint32_t draws);

}  // namespace homeward
