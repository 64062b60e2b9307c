#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tbb/info.h>

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "output/safe_file.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/calibrate_view.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/output_lock.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/core/issues.hpp"
#include "sim/evidence/calibration_runs.hpp"
#include "sim/evidence/fitted_files.hpp"
#include "sim/evidence/published.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"

namespace homeward {

namespace {

struct CalibrateArguments {
  std::string file;
  std::string output;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  std::size_t threads{};  ///< 0 = all cores
  OverrideArguments overrides;
  bool force{};
  bool json{};
  bool quiet{};
  bool no_progress{};
};

/// Where the files go: the scenario, and beside it the study of the set.
struct Outputs {
  std::filesystem::path scenario;
  std::filesystem::path study;
};

Outputs outputs_of(const CalibrateArguments& arguments, const Calibration& calibration) {
  Outputs outputs{arguments.output, arguments.output};
  outputs.study.replace_filename(outputs.scenario.stem().string() + "-set.toml");
  if (outputs.scenario.extension() != ".toml")
    throw UsageError(
        fmt::format("-o {} is to be a scenario file, so its name must end in .toml", arguments.output));
  if (const auto why = why_unwritable(outputs.scenario); !why.empty())
    throw RunError(fmt::format("cannot write {}: {}", arguments.output, why));
  std::error_code ignored;
  for (const auto& input : {std::filesystem::path(arguments.file), calibration.base_file})
    for (const auto& output : {outputs.scenario, outputs.study})
      if (std::filesystem::equivalent(input, output, ignored))
        throw UsageError(fmt::format("{} is what is calibrated; choose another -o", output.generic_string()));
  for (const auto& output : {outputs.scenario, outputs.study})
    if (!arguments.force && std::filesystem::exists(output, ignored))
      throw UsageError(
          fmt::format("{} exists; --force replaces it, or choose another -o", output.generic_string()));
  return outputs;
}

/// Simulates for the fit, with a progress bar.
class Simulation {
 public:
  Simulation(const CalibrateArguments& arguments, const Calibration& calibration)
      : arguments_(arguments) {
    const auto cores = static_cast<std::size_t>(tbb::info::default_concurrency());
    const auto threads = arguments.threads > 0 ? arguments.threads : cores;
    runs_ = std::make_unique<CalibrationRuns>(calibration, threads, memory_for_runs());
  }

  std::vector<std::vector<Simulated>> operator()(std::span<const std::vector<double>> vectors,
                                                 std::uint32_t first, std::uint32_t count) const {
    const bool none = arguments_.quiet || arguments_.no_progress;
    Progress progress;
    const ProgressBar bar(progress, runs_->runs(vectors.size(), count),
                          none ? ProgressStyle::none : progress_style_of_stderr());
    return runs_->simulate(vectors, first, count, progress, interrupt_.requested());
  }

  void tell(std::size_t step, const Vector& best) const {
    if (arguments_.quiet) return;
    const auto which = step == 0 ? std::string("start") : fmt::format("step {}", step);
    std::fprintf(stderr, "homeward: %s: %s\n", which.c_str(), step_text(best).c_str());
  }

 private:
  const CalibrateArguments& arguments_;
  InterruptGuard interrupt_;
  std::unique_ptr<CalibrationRuns> runs_;
};

/// Published figures that are held out and are no targets.
std::vector<CalibrationTarget> held_out_figures(const Calibration& calibration) {
  std::vector<CalibrationTarget> held_out;
  const auto is_figure = [](const CalibrationTarget& target) { return target.contrast == nullptr; };
  if (std::none_of(calibration.targets.begin(), calibration.targets.end(), is_figure)) return held_out;
  std::size_t column = outcome_table().size();
  for (const auto& figure : published_figures()) {
    const auto is_it = [&](const CalibrationTarget& target) { return target.name == figure.name; };
    const auto& targets = calibration.targets;
    if (figure.use == FigureUse::predicted && std::none_of(targets.begin(), targets.end(), is_it))
      held_out.push_back({std::string(figure.name), std::string(figure.long_name), std::string(figure.units),
                          column, figure.value, figure.low, figure.high, 0, std::string(figure.source), {}, {}, {}});
    ++column;
  }
  return held_out;
}

std::vector<Simulated> pick(const std::vector<CalibrationTarget>& targets,
                            const std::vector<Simulated>& columns) {
  std::vector<Simulated> picked;
  for (const auto& target : targets) picked.push_back(columns[target.column]);
  return picked;
}

/// A target that the base cannot measure would drive the fit nowhere.
void refuse_unmeasured(const Calibration& calibration, const std::vector<Simulated>& start) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < start.size(); ++i)
    if (std::isnan(start[i].mean) && calibration.targets[i].weight > 0)
      names.push_back(calibration.targets[i].name);
  if (names.empty()) return;
  throw RunError(
      fmt::format("the base cannot measure {}: nobody is there, or nobody is followed long enough; leave "
                  "the target out, give it weight = 0, or lengthen run.follow_up_years",
                  fmt::join(names, ", ")));
}

CalibrationReport calibrate(const Calibration& calibration, const Simulation& simulation) {
  CalibrationReport report;
  report.question = calibration;
  report.held_out = held_out_figures(calibration);
  const CalibrationOracle oracle = [&](std::span<const std::vector<double>> vectors) {
    return simulation(vectors, 0, calibration.replications);
  };
  report.fit = fit(calibration, oracle, [&](std::size_t step, const Vector& best) {
    simulation.tell(step, best);
    if (step == 0) refuse_unmeasured(calibration, best.simulated);
  });
  report.set = find_plausible_set(calibration, oracle, report.fit);
  // Fresh replications: the luck that the fit leant on does not speak for it.
  const std::array ends{report.fit.start.values, report.fit.best.values};
  const auto columns = simulation(ends, calibration.replications, calibration.confirmations);
  report.start = pick(calibration.targets, columns[0]);
  report.fitted = pick(calibration.targets, columns[1]);
  report.predicted = pick(report.held_out, columns[1]);
  return report;
}

void write(const CalibrationReport& report, const Outputs& outputs, bool quiet) {
  const auto& question = report.question;
  const auto scenario = fitted_scenario_text(question, report.fit, report.set, outputs.scenario);
  write_whole(outputs.scenario, std::array<std::string_view, 1>{scenario});
  if (!quiet) std::fprintf(stderr, "homeward: wrote %s\n", outputs.scenario.generic_string().c_str());
  if (report.set.kept.empty()) return;
  const auto study = fitted_study_text(question, report.set, outputs.scenario.filename().generic_string());
  write_whole(outputs.study, std::array<std::string_view, 1>{study});
  if (!quiet)
    std::fprintf(stderr, "homeward: wrote %s; homeward sweep simulates all its vectors\n",
                 outputs.study.generic_string().c_str());
}

ExitCode answer_calibration(const CalibrateArguments& arguments) {
  auto calibration = read_calibration(arguments.file, parse_overrides(arguments.overrides));
  check_population(*calibration.base->scenario());
  check_reference_gain(*calibration.base->scenario());
  if (arguments.replications) calibration.replications = *arguments.replications;
  if (arguments.seed) calibration.seed = *arguments.seed;
  std::optional<Outputs> outputs;
  if (!arguments.output.empty()) outputs = outputs_of(arguments, calibration);
  CalibrationReport report;
  try {
    report = calibrate(calibration, Simulation(arguments, calibration));
  } catch (const CalibrationInterrupted&) {
    std::fputs("homeward: interrupted; a calibration keeps nothing of what it had not finished\n", stderr);
    return ExitCode::interrupted;
  }
  const auto text = arguments.json ? calibration_json(report)
                                   : calibration_words(report) + '\n' + calibration_table(report) + '\n' +
                                         parameter_table(report);
  std::fputs(text.c_str(), stdout);
  if (outputs) write(report, *outputs, arguments.quiet);
  return targets_outside(report).empty() ? ExitCode::done : ExitCode::precision_not_met;
}

}  // namespace

void add_calibrate_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("calibrate", "Fit a scenario to published figures");
  const auto arguments = std::make_shared<CalibrateArguments>();
  auto& a = *arguments;
  command->add_option("TARGETS", a.file, "targets file (TOML): what may move, and what is to be met")
      ->required()
      ->type_name("");
  command
      ->add_option(
          "-o,--output", a.output,
          "scenario file to write, OUT.toml; the vectors that fit go to OUT-set.toml beside it, a study; "
          "default: none")
      ->type_name("OUT.toml");
  command
      ->add_option("-n,--replications", a.replications,
                   "of each vector while fitting; default: the targets file's")
      ->type_name("N")
      ->transform(whole_number(2, 100'000));
  command->add_option("--seed", a.seed, "a whole number; default: the targets file's, or the base's run.seed")
      ->type_name("S")
      ->transform(whole_number());
  command->add_option("-j,--threads", a.threads, "default: all cores")
      ->type_name("T")
      ->transform(whole_number(1, 1024));
  add_override_options(*command, a.overrides);
  command->add_flag("--force", a.force, "replace files that are there");
  command->add_flag("--json", a.json, "machine-readable output");
  command->add_flag("--quiet", a.quiet, "say nothing but the answer and faults");
  command->add_flag("--no-progress", a.no_progress, "no progress bar");
  command->callback([arguments, &code] { code = answer_calibration(*arguments); });
}

}  // namespace homeward
