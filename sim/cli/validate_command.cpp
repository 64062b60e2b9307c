#include <fmt/format.h>
#include <tbb/info.h>

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/validate_view.hpp"
#include "sim/core/issues.hpp"
#include "sim/evidence/calibration.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

namespace fs = std::filesystem;

struct ValidateArguments {
  std::string baseline, plan, trials;
  std::uint64_t seed{RunLength{}.seed};
  std::size_t threads{};  ///< 0 = all cores
  bool quick{};
  bool json{};
  bool quiet{};
  bool no_progress{};
};

constexpr const char* baseline_name = "us-baseline.toml";
constexpr const char* plan_name = "ratio-1-to-12.toml";
constexpr const char* trials_name = "calibration/trials-targets.toml";

/// The folder of the shipped scenarios: that of an installation, that of the source tree in which the program
/// was built, or that of the working folder. Empty where there is none.
fs::path shipped_scenarios() {
  std::error_code unreadable;
  const fs::path program = fs::read_symlink("/proc/self/exe", unreadable);
  std::vector<fs::path> folders;
  for (fs::path at = program.parent_path(); !at.empty(); at = at.parent_path()) {
    folders.push_back(at / "share" / "homeward" / "scenarios");
    folders.push_back(at / "scenarios");
    if (at == at.root_path()) break;
  }
  folders.emplace_back("scenarios");
  const auto found = std::find_if(folders.begin(), folders.end(), [](const fs::path& folder) {
    std::error_code none;
    return fs::exists(folder / baseline_name, none);
  });
  return found == folders.end() ? fs::path{} : *found;
}

/// The file that was named, or the shipped one.
fs::path file_or_shipped(const std::string& named, const fs::path& beside, const char* name,
                         const char* option) {
  if (!named.empty()) return named;
  std::error_code none;
  if (fs::exists(beside / name, none)) return beside / name;
  const fs::path shipped = shipped_scenarios();
  if (shipped.empty() || !fs::exists(shipped / name, none))
    throw UsageError(fmt::format(
        "{} is neither beside the program nor in scenarios/ here; name it with {} FILE", name, option));
  return shipped / name;
}

void refuse_coaches(const Scenario& baseline) {
  const auto& coaches = baseline.program.coaches;
  bool any = coaches.positions.value_or(0) > 0 || coaches.positions_per_100_entries.value_or(0) > 0 ||
             !coaches.staffing.empty();
  for (const auto& site : baseline.sites)
    any = any || site.positions.value_or(0) > 0 || !site.staffing.empty();
  if (any)
    throw UsageError(fmt::format("{} has coaches; --baseline takes a scenario without, such as {}",
                                 baseline.name, baseline_name));
}

std::vector<CalibrationTarget> trials_of(const fs::path& file) {
  auto targets = read_calibration(file).targets;
  std::erase_if(targets, [](const CalibrationTarget& target) { return target.contrast == nullptr; });
  return targets;
}

ValidationQuestion question_of(const ValidateArguments& arguments) {
  const fs::path baseline_file = file_or_shipped(arguments.baseline, {}, baseline_name, "--baseline");
  auto baseline = read_scenario(baseline_file);
  refuse_coaches(*baseline);
  const fs::path plan_file =
      file_or_shipped(arguments.plan, baseline_file.parent_path(), plan_name, "--plan");
  constexpr std::uint32_t usual = 30, quick = 8, usual_trial = 20, quick_trial = 3;
  return {.baseline = std::move(baseline),
          .plan = read_scenario(plan_file),
          .seed = arguments.seed,
          .replications = arguments.quick ? quick : usual,
          .share = arguments.quick ? 0.25 : 1.0,
          .trials = trials_of(file_or_shipped(arguments.trials, baseline_file.parent_path(), trials_name, "--trials")),
          .trial_replications = arguments.quick ? quick_trial : usual_trial};
}

ExitCode hold_against_evidence(const ValidateArguments& arguments) {
  const auto question = question_of(arguments);
  const auto cores = static_cast<std::size_t>(tbb::info::default_concurrency());
  ValidationReport report{
      question.baseline->name, question.plan->name, question.seed, question.replications, {}};
  const InterruptGuard interrupt;
  Progress progress;
  try {
    const bool none = arguments.quiet || arguments.no_progress;
    const ProgressBar bar(progress, runs_of(question),
                          none ? ProgressStyle::none : progress_style_of_stderr());
    report.validation = validate(question, arguments.threads > 0 ? arguments.threads : cores, progress,
                                 interrupt.requested());
  } catch (const ValidationInterrupted&) {
    std::fputs("homeward: stopped before the end, so nothing was judged\n", stderr);
    return ExitCode::interrupted;
  }
  const std::string text =
      arguments.json ? validation_json(report) : validation_table(report) + '\n' + validation_words(report);
  std::fputs(text.c_str(), stdout);
  return failures(report.validation) > 0 ? ExitCode::failed : ExitCode::done;
}

}  // namespace

void add_validate_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand(
      "validate", "Hold the simulator against closed forms and published figures, on this machine");
  const auto arguments = std::make_shared<ValidateArguments>();
  auto& a = *arguments;
  command
      ->add_option("--baseline", a.baseline,
                   "scenario without coaches that published figures are held against; default: the shipped "
                   "us-baseline.toml")
      ->type_name("FILE");
  command
      ->add_option(
          "--plan", a.plan,
          "scenario whose program with coaches it is paired with; default: ratio-1-to-12.toml beside "
          "the baseline, else the shipped one")
      ->type_name("FILE");
  command
      ->add_option("--trials", a.trials,
                   "targets file with the contrasts of emulated trials; default: calibration/trials-targets.toml beside the "
                   "baseline, else the shipped one")
      ->type_name("FILE");
  command->add_option("--seed", a.seed, "a whole number; default: 20261001")
      ->type_name("S")
      ->transform(whole_number());
  command->add_option("-j,--threads", a.threads, "default: all cores")
      ->type_name("T")
      ->transform(whole_number(1, 1024));
  command->add_flag("--quick", a.quick, "a quarter of the runs, or fewer: wider intervals");
  command->add_flag("--json", a.json, "machine-readable output; scripts/plot_validation.py draws it");
  command->add_flag("--quiet", a.quiet, "say nothing but the findings and faults");
  command->add_flag("--no-progress", a.no_progress, "no progress bar");
  command->footer(
      "\nExit code 1: a closed form or an identity does not hold, or a figure that the baseline was "
      "fitted to lies further\nout than twice its tolerance, or a trial that the size of coaching was learned from does.");
  command->callback([arguments, &code] { code = hold_against_evidence(*arguments); });
}

}  // namespace homeward
