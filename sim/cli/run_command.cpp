#include <CLI/Option.hpp>
#include <memory>
#include <utility>

#include "sim/cli/commands.hpp"
#include "sim/cli/run_study.hpp"
#include "sim/cli/study_arguments.hpp"

namespace homeward {

namespace {

ExitCode alone(PreparedStudy study) {
  return run_study(std::move(study.request), study.options);
}

}  // namespace

void add_run_command(CLI::App& app, ExitCode& code) {
  add_run_command(app, code, alone);
}

void add_sweep_command(CLI::App& app, ExitCode& code) {
  add_sweep_command(app, code, alone);
}

void add_run_command(CLI::App& app, ExitCode& code, const Conduct& conduct) {
  auto* command = app.add_subcommand("run", "Simulate scenarios side by side; the first is the baseline");
  const auto arguments = std::make_shared<StudyArguments>();
  command->add_option("SCENARIO", arguments->files, "scenario files (TOML)")->required()->type_name("");
  add_study_options(*command, *arguments);
  command->callback([arguments, &code, conduct] { code = conduct(prepare_scenarios(*arguments)); });
}

void add_sweep_command(CLI::App& app, ExitCode& code, const Conduct& conduct) {
  auto* command = app.add_subcommand("sweep", "Simulate the points of a designed experiment");
  const auto arguments = std::make_shared<StudyArguments>();
  command->add_option("STUDY", arguments->files, "a study file (TOML)")
      ->required()
      ->expected(1)
      ->type_name("");
  add_study_options(*command, *arguments);
  command->callback([arguments, &code, conduct] { code = conduct(prepare_sweep(*arguments)); });
}

}  // namespace homeward
