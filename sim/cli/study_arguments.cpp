#include "sim/cli/study_arguments.hpp"

#include <fmt/format.h>
#include <tbb/info.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <memory>
#include <set>
#include <system_error>

#include "output/safe_file.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/draw_study.hpp"
#include "sim/cli/rerun.hpp"
#include "sim/cli/scenario_notes.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/levels.hpp"
#include "sim/experiment/study_points.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

std::vector<std::string> record_levels() {
  return {record_level_names.begin(), record_level_names.end()};
}

RecordLevel record_level(const std::string& name) {
  const auto found = std::find(record_level_names.begin(), record_level_names.end(), name);
  return static_cast<RecordLevel>(found - record_level_names.begin());
}

std::size_t baseline_of(const std::vector<Checked<Scenario>>& scenarios, const std::string& name) {
  if (name.empty()) return 0;
  const auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                  [&](const auto& scenario) { return scenario->name == name; });
  if (found == scenarios.end())
    throw UsageError(fmt::format("--baseline {}: no scenario has this name", name));
  return static_cast<std::size_t>(found - scenarios.begin());
}

/// The files that a scenario was read from, as far as its values tell.
void add_files(const Scenario& scenario, std::set<std::string>& files) {
  files.insert(scenario.families.csv);
  for (const auto& [key, place] : scenario.origins) files.insert(place.substr(0, place.rfind(':')));
}

/// --force replaces what is in the way, but never what the command itself is made of.
void refuse_own_input(const StudyArguments& arguments, const PreparedStudy& prepared, const Scenario& base,
                      const std::filesystem::path& base_file) {
  namespace fs = std::filesystem;
  const auto& output = prepared.options.output;
  if (!arguments.force || !why_irreplaceable(output).empty() || !is_of_another_kind(output)) return;
  std::set<std::string> inputs(arguments.files.begin(), arguments.files.end());
  inputs.insert(base_file.string());
  add_files(base, inputs);
  for (const auto& planned : prepared.request.plan.scenarios) add_files(*planned.scenario, inputs);
  std::error_code none;
  for (const auto& input : inputs)
    if (fs::equivalent(input, output, none))
      throw UsageError(fmt::format("{} is what is simulated; choose another --output", output.string()));
}

/// A name that somebody else gave a scenario is not to write into another folder.
std::filesystem::path output_named(const std::string& name, const char* ending) {
  if (name.find('/') == std::string::npos) return name + ending;
  throw UsageError(
      fmt::format("the name \"{}\" leads into another folder, by its /; give an --output", name));
}

/// Until precise, where that is asked for, instead of a number of replications.
void take_precision(const StudyArguments& arguments, Request& request) {
  request.precision = precision_rule(arguments.precision);
  if (!request.precision) return;
  if (arguments.replications)
    throw UsageError("-n says how many replications, --precision how precise; give one of them");
  if (request.shard)
    throw UsageError("--precision looks at all runs together, so it cannot go with --shard; give -n");
  if (request.precision->of == PrecisionOf::difference && request.plan.scenarios.size() < 2)
    throw UsageError("--of difference compares scenarios with the baseline, but there is only one");
  request.plan.replications = first_look;
}

/// Leaves what --only names. Differences need the baseline and another scenario among them.
void keep_asked(const StudyArguments& arguments, PreparedStudy& prepared) {
  const auto& plan = prepared.request.plan;
  const std::string baseline = plan.scenarios[plan.baseline].scenario->name;
  keep_only(prepared, arguments.only);
  const auto& rule = prepared.request.precision;
  if (!rule || rule->of != PrecisionOf::difference) return;
  if (plan.scenarios.size() < 2 || plan.scenarios[plan.baseline].scenario->name != baseline)
    throw UsageError(fmt::format(
        "--of difference compares scenarios with the baseline {}; let --only keep it and another", baseline));
}

/// What both kinds of study take from the command line in the same way.
void take_options(const StudyArguments& arguments, const char* default_record, PreparedStudy& prepared) {
  auto& plan = prepared.request.plan;
  plan.replications = arguments.replications.value_or(plan.replications);
  plan.seed = arguments.seed.value_or(plan.seed);
  plan.record = record_level(arguments.record.empty() ? default_record : arguments.record);
  if (plan.record == RecordLevel::events && !arguments.families.empty()) {
    plan.logged_families = parse_families(arguments.families);
  } else if (!arguments.families.empty()) {
    throw UsageError("--families chooses whose events are kept; add --record events");
  }
  prepared.request.baseline_named = !arguments.baseline.empty();
  prepared.request.force = arguments.force;
  auto& options = prepared.options;
  if (!arguments.shard.empty()) {
    prepared.request.shard = parse_shard(arguments.shard);
    const auto& shard = *prepared.request.shard;
    options.output.replace_extension(fmt::format("shard-{}-of-{}.h5", shard.number, shard.of));
  }
  take_precision(arguments, prepared.request);
  if (!arguments.output.empty()) options.output = arguments.output;
  refuse_other_format(arguments.output, Written::results);
  options.output = behind_links(options.output);
  options.threads =
      arguments.threads > 0 ? arguments.threads : static_cast<std::size_t>(tbb::info::default_concurrency());
  options.threads_named = arguments.threads > 0;
  for (const auto& name : arguments.show) options.show.push_back(outcome_index(name));
  options.force = arguments.force;
  options.json = arguments.json;
  options.quiet = arguments.quiet;
  options.progress = !arguments.no_progress;
}

std::vector<const Scenario*> scenarios_of(const RunPlan& plan) {
  std::vector<const Scenario*> scenarios;
  for (const auto& planned : plan.scenarios) scenarios.push_back(&*planned.scenario);
  return scenarios;
}

}  // namespace

PreparedStudy prepare_scenarios(const StudyArguments& arguments) {
  for (const auto& file : arguments.files)
    if (is_study_file(file))
      throw UsageError(fmt::format("{} is a study; run it with: homeward sweep {}", file, file));
  const auto overrides = parse_overrides(arguments.overrides);
  const auto scenarios = read_scenarios(as_paths(arguments.files), overrides, arguments.baseline);
  for (const auto& scenario : scenarios) check_population(*scenario), check_reference_gain(*scenario);
  PreparedStudy prepared;
  auto& plan = prepared.request.plan;
  plan.baseline = baseline_of(scenarios, arguments.baseline);
  plan.replications = scenarios[plan.baseline]->run.replications;
  plan.seed = scenarios[plan.baseline]->run.seed;
  for (const auto& scenario : scenarios) {
    plan.scenarios.push_back({scenario, digest(scenario), print_resolved(scenario), {}});
  }
  if (arguments.output.empty())
    prepared.options.output = output_named(scenarios.front()->name, arguments.draws ? "-draws.h5" : ".h5");
  prepared.options.rerun = [arguments](const RunPlan& made, RunId run, Paths paths) {
    return rerun_command("run", arguments, made, run, paths);
  };
  check_one_evidence(scenarios_of(plan));
  prepared.request.notes = notes_of(scenarios_of(plan), plan.baseline);
  take_options(arguments, arguments.draws ? "runs" : "series", prepared);
  if (arguments.draws)
    put_under_draws(prepared, drawable_files(as_paths(arguments.files), overrides), *arguments.draws);
  keep_asked(arguments, prepared);
  refuse_own_input(arguments, prepared, *scenarios.front(), arguments.files.front());
  return prepared;
}

PreparedStudy prepare_sweep(const StudyArguments& arguments) {
  if (arguments.files.size() != 1) throw UsageError("one study at a time");
  const auto& file = arguments.files.front();
  if (is_scenario_file(file))
    throw UsageError(fmt::format("{} is a scenario, not a study; run it with: homeward run {}", file, file));
  const auto study = std::make_shared<const Study>(read_study(file, parse_overrides(arguments.overrides)));
  PreparedStudy prepared;
  auto points = points_of(*study, arguments.baseline);
  prepared.left_out = points.left_out;
  prepared.repeated = points.repeated;
  prepared.request.plan = plan_of(*study, std::move(points));
  prepared.request.whole_sample = study->design == Design::latin_hypercube;
  if (arguments.output.empty()) prepared.options.output = output_named(study->name, ".h5");
  if (arguments.output.empty() && study->name != std::filesystem::path(file).stem())
    prepared.request.notes.push_back(fmt::format(
        "{} names its study {}, so the output is called so too; a copy that keeps the name shares it", file,
        study->name));
  for (auto& note : notes_of(scenarios_of(prepared.request.plan), prepared.request.plan.baseline))
    prepared.request.notes.push_back(std::move(note));
  prepared.options.study_toml = study->text;
  prepared.options.rerun = [arguments](const RunPlan& made, RunId run, Paths paths) {
    return rerun_command("sweep", arguments, made, run, paths);
  };
  take_options(arguments, "runs", prepared);
  if (const auto draws = arguments.draws ? arguments.draws : study->draws)
    put_under_draws(prepared, drawable_points(*study, prepared.request.plan.scenarios), *draws);
  keep_asked(arguments, prepared);
  refuse_own_input(arguments, prepared, *study->base->scenario(), study->base_file);
  return prepared;
}

void add_study_options(CLI::App& command, StudyArguments& a) {
  command
      .add_option("-o,--output", a.output,
                  "results file; default: the first scenario's or the study's name + .h5")
      ->type_name("FILE");
  command.add_option("-n,--replications", a.replications, "replications of each scenario or design point")
      ->type_name("N")
      ->transform(whole_number(1, 10'000'000));
  command
      .add_option(
          "--draws", a.draws,
          "uncertainty analysis: draws of the parameters in [uncertainty], the same for every scenario")
      ->type_name("D")
      ->transform(whole_number(1, most_points));
  command.add_option("--seed", a.seed, "a whole number; default: the baseline's run.seed")
      ->type_name("S")
      ->transform(whole_number());
  command.add_option("-j,--threads", a.threads, "default: all cores")
      ->type_name("T")
      ->transform(whole_number(1, 1024));
  add_override_options(command, a.overrides);
  command
      .add_option(
          "--record", a.record,
          "how much is kept: runs, series, families or events; default: series, of studies and draws runs")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(record_levels()));
  command.add_option("--families", a.families, "with --record events: whose; numbers and ranges, or all")
      ->type_name("LIST|all");
  command
      .add_option(
          "--baseline", a.baseline,
          "the scenario to compare with; default: the first, of a study the point that is as its base")
      ->type_name("NAME");
  command
      .add_option("--shard", a.shard,
                  "only the I-th of N shares of the runs; homeward merge joins what they leave behind")
      ->type_name("I/N");
  command.add_option("--only", a.only, "only this scenario or point, by its name; may be given again")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--show", a.show, "these outcomes in the table at the end, instead of the main ones")
      ->type_name("NAME,...")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->take_all();
  add_precision_options(command, a.precision);
  command.add_flag("--force", a.force, "replace what is in the way; store more than 1 GB");
  command.add_flag("--json", a.json, "machine-readable output");
  command.add_flag("--quiet", a.quiet, "say nothing but faults");
  command.add_flag("--no-progress", a.no_progress, "no progress bar");
}

}  // namespace homeward
