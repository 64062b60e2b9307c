#include <fmt/format.h>
#include <tbb/info.h>

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/run_study.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

struct RunArguments {
  std::vector<std::string> scenarios;
  std::string output;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint64_t> seed;
  std::size_t threads{};  ///< 0 = all cores
  std::vector<std::string> sets;
  std::string record{"series"};
  std::string families;
  std::string baseline;
  bool force{};
  bool json{};
  bool quiet{};
  bool no_progress{};
};

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

Request request_of(const RunArguments& arguments) {
  const auto overrides = parse_overrides(arguments.sets);
  const auto scenarios = read_scenarios(as_paths(arguments.scenarios), overrides, arguments.baseline);
  Request request;
  auto& plan = request.plan;
  plan.baseline = baseline_of(scenarios, arguments.baseline);
  const auto& run = scenarios[plan.baseline]->run;
  plan.replications = arguments.replications.value_or(run.replications);
  plan.seed = arguments.seed.value_or(run.seed);
  plan.record = record_level(arguments.record);
  if (plan.record == RecordLevel::events && !arguments.families.empty()) {
    plan.logged_families = parse_families(arguments.families);
  } else if (!arguments.families.empty()) {
    throw UsageError("--families chooses whose events are kept; add --record events");
  }
  for (const auto& scenario : scenarios) {
    plan.scenarios.push_back({scenario, digest(scenario), print_resolved(scenario), {}});
  }
  request.baseline_named = !arguments.baseline.empty();
  request.force = arguments.force;
  return request;
}

std::string in_quotes(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=,+:") == std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

/// Why a text is no seed, "" if it is one: the parser would take -1, or too large a number, for the largest
/// there is.
std::string whole_number(const std::string& text) {
  std::uint64_t number{};
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && stopped == end) return "";
  return fmt::format("\"{}\" is not a whole number from 0 to 18446744073709551615", text);
}

/// What simulates the same scenarios again, without seed, replications and output.
std::string rerun_of(const RunArguments& arguments) {
  std::string text = "homeward run";
  for (const auto& file : arguments.scenarios) text += ' ' + in_quotes(file);
  for (const auto& set : arguments.sets) text += " --set " + in_quotes(set);
  if (!arguments.baseline.empty()) text += " --baseline " + in_quotes(arguments.baseline);
  return text;
}

ExitCode run_scenarios(const RunArguments& arguments) {
  const auto request = request_of(arguments);
  StudyOptions options;
  options.output =
      arguments.output.empty() ? request.plan.scenarios.front().scenario->name + ".h5" : arguments.output;
  options.threads =
      arguments.threads > 0 ? arguments.threads : static_cast<std::size_t>(tbb::info::default_concurrency());
  options.force = arguments.force;
  options.json = arguments.json;
  options.quiet = arguments.quiet;
  options.progress = !arguments.no_progress;
  options.rerun = rerun_of(arguments);
  return run_study(request, options);
}

}  // namespace

void add_run_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("run", "Simulate scenarios side by side; the first is the baseline");
  const auto arguments = std::make_shared<RunArguments>();
  auto& a = *arguments;
  command->add_option("SCENARIO", a.scenarios, "scenario files (TOML)")->required()->type_name("");
  command->add_option("-o,--output", a.output, "results file; default: the first scenario's name + .h5")
      ->type_name("FILE");
  command->add_option("-n,--replications", a.replications, "replications of each scenario")
      ->type_name("N")
      ->check(CLI::Range(1U, 10'000'000U));
  command->add_option("--seed", a.seed, "a whole number; default: the baseline's run.seed")
      ->type_name("S")
      ->check(whole_number);
  command->add_option("-j,--threads", a.threads, "default: all cores")
      ->type_name("T")
      ->check(CLI::Range(1, 1024));
  add_set_option(*command, a.sets);
  command->add_option("--record", a.record, "how much is kept: runs, series (default), families or events")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(record_levels()));
  command->add_option("--families", a.families, "with --record events: whose; numbers and ranges, or all")
      ->type_name("LIST|all");
  command->add_option("--baseline", a.baseline, "the scenario to compare with; default: the first")
      ->type_name("NAME");
  command->add_flag("--force", a.force, "replace what is in the way; store more than 1 GB");
  command->add_flag("--json", a.json, "machine-readable output");
  command->add_flag("--quiet", a.quiet, "say nothing but faults");
  command->add_flag("--no-progress", a.no_progress, "no progress bar");
  command->callback([arguments, &code] { code = run_scenarios(*arguments); });
}

}  // namespace homeward
