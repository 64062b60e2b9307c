#pragma once

#include <string>

#include "sim/cli/run_study.hpp"
#include "sim/cli/study_arguments.hpp"

namespace homeward {

/// The command that simulates one run of a plan again, and no other: `command` is "run" or "sweep", the
/// arguments are those that made the plan. It names the scenario with --only, so that a past that the
/// baseline gave it, its draws and all else are as they were.
std::string rerun_command(const std::string& command, const StudyArguments& arguments, const RunPlan& plan,
                          RunId run, Paths paths);

/// Leaves only the scenarios of these names in a prepared study; none named: all. Throws UsageError for a
/// name that is not there, with the nearest that is.
void keep_only(PreparedStudy& prepared, const std::vector<std::string>& names);

}  // namespace homeward
