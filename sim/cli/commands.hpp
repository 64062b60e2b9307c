#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>

#include "sim/cli/app.hpp"

/// The commands of the program, one file each. Each function adds its command to the app; when the command
/// line names it, it runs while the line is parsed and leaves its exit code in `code`. Faults are thrown
/// (sim/core/issues.hpp).
namespace homeward {

void add_run_command(CLI::App& app, ExitCode& code);
void add_sweep_command(CLI::App& app, ExitCode& code);

struct PreparedStudy;
/// What becomes of a study that is read and checked.
using Conduct = std::function<ExitCode(PreparedStudy study)>;
void add_run_command(CLI::App& app, ExitCode& code, const Conduct& conduct);
void add_sweep_command(CLI::App& app, ExitCode& code, const Conduct& conduct);

void add_plan_command(CLI::App& app, ExitCode& code);
void add_merge_command(CLI::App& app, ExitCode& code);
void add_check_command(CLI::App& app, ExitCode& code);
void add_summary_command(CLI::App& app, ExitCode& code);
void add_compare_command(CLI::App& app, ExitCode& code);
void add_staff_command(CLI::App& app, ExitCode& code);
void add_calibrate_command(CLI::App& app, ExitCode& code);
void add_validate_command(CLI::App& app, ExitCode& code);
void add_trace_command(CLI::App& app, ExitCode& code);
void add_export_command(CLI::App& app, ExitCode& code);
void add_report_command(CLI::App& app, ExitCode& code);

}  // namespace homeward
