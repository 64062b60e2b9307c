#pragma once

#include <string>
#include <vector>

#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/study.hpp"

namespace homeward {

/// The points of a study as scenarios.
struct StudyPoints {
  std::vector<PlannedScenario> scenarios;  ///< named by their levels; at least one
  std::size_t baseline{};
  std::size_t left_out{};  ///< by `where`
  std::size_t repeated{};  ///< points that name the same levels as one before; left out too
};

/// Makes every point of a study, each read and checked like a scenario file. `baseline` names the point that
/// others are compared with; "" = the study's choice, or else the point that simulates what the base does, or
/// else the first. The first point's resolved text says where values and sources come from, the others' their
/// values only. Throws InputError with the faults of all points, each once with the first point that has it;
/// UsageError where no point has the name of the baseline.
StudyPoints points_of(const Study& study, const std::string& baseline = "");

/// Title, points and factor roles as a plan; replications and seed are the study's, or those of its base.
RunPlan plan_of(const Study& study, StudyPoints points);

}  // namespace homeward
