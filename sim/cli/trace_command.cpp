#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/trace_find.hpp"
#include "sim/cli/trace_view.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/study.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/model/replication.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

struct TraceArguments {
  std::vector<std::string> files;
  std::optional<std::uint32_t> family;
  std::uint32_t replication{};
  std::optional<std::uint64_t> seed;
  OverrideArguments overrides;
  std::string find;
  std::uint32_t nth{1};
  bool json{};
};

/// A number that no scenario has a family for; `entries` by scenario.
void refuse_unknown_family(FamilyNumber number, const std::vector<Checked<Scenario>>& scenarios,
                           const std::vector<EntryCount>& entries, std::uint32_t replication) {
  std::string known;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    if (number <= entries[i].families) return;
    known += fmt::format("{}{} families enter under {}", known.empty() ? "" : ", ", entries[i].families,
                         scenarios[i]->name);
    if (entries[i].first_in_window > 0)
      known +=
          fmt::format(" (in the window {} to {})", entries[i].first_in_window, entries[i].last_in_window);
  }
  throw UsageError(fmt::format("--family {}: in replication {} {}", number, replication, known));
}

bool has_coaches(const RunRecord& run, SiteIndex site) {
  return std::any_of(run.positions.begin(), run.positions.end(), [site](const PositionsRecord& record) {
    return record.site == site && record.positions > 0;
  });
}

TracedScenario trace_scenario(const Checked<Scenario>& checked, std::size_t families, std::uint64_t seed,
                              std::uint32_t replication, FamilyNumber number) {
  const Scenario& scenario = *checked;
  const Draws draws(seed, replication);
  TracedScenario traced;
  traced.name = scenario.name;
  traced.title = scenario.title;
  traced.families = families;
  if (number > families) return traced;
  traced.family = portray(scenario, draws, number);
  const std::array logged{number};
  const auto run = simulate(checked, seed, replication, {.on = true, .families = logged});
  traced.has_coaches = has_coaches(run, run.families[number - 1].site);
  traced.acceptance = scenario.program.referral.acceptance;
  traced.accepts = run.families[number - 1].accepts;
  traced.life = tell_life(scenario, run, number, draws);
  return traced;
}

FamilyNumber look_for(const TraceArguments& arguments, const std::vector<Checked<Scenario>>& scenarios,
                      std::uint64_t seed) {
  if (scenarios.size() < 2)
    throw UsageError(
        "--find compares two scenarios, A and B; name both: homeward trace A.toml B.toml --find ...");
  const auto what = parse_look_for(arguments.find);
  const auto cohort = [&](const Checked<Scenario>& scenario) {
    return measure_cohort_families(simulate(scenario, seed, arguments.replication));
  };
  const auto baseline = cohort(scenarios[0]);
  return find_family(what, arguments.nth, baseline, cohort(scenarios[1]), arguments.replication);
}

ExitCode trace_family(const TraceArguments& arguments) {
  if (!arguments.family && arguments.find.empty())
    throw UsageError("name a family: --family N; or let one be found: --find \"home only under B\"");
  if (!arguments.find.empty()) parse_look_for(arguments.find);
  for (const auto& file : arguments.files)
    if (is_study_file(file))
      throw UsageError(fmt::format("{} is a study; trace follows a family through scenarios", file));
  const auto scenarios = read_scenarios(as_paths(arguments.files), parse_overrides(arguments.overrides));
  for (const auto& scenario : scenarios) check_population(*scenario), check_reference_gain(*scenario);
  Trace trace;
  trace.seed = arguments.seed.value_or(scenarios.front()->run.seed);
  trace.replication = arguments.replication;
  const Draws draws(trace.seed, trace.replication);
  std::vector<EntryCount> entries;
  for (const auto& scenario : scenarios) entries.push_back(count_entries(*scenario, draws));
  if (arguments.family) {
    trace.number = *arguments.family;
  } else {
    trace.number = look_for(arguments, scenarios, trace.seed);
    trace.found = in_words(parse_look_for(arguments.find));
  }
  refuse_unknown_family(trace.number, scenarios, entries, trace.replication);
  for (std::size_t i = 0; i < scenarios.size(); ++i)
    trace.scenarios.push_back(
        trace_scenario(scenarios[i], entries[i].families, trace.seed, trace.replication, trace.number));
  std::fputs((arguments.json ? trace_json(trace) : trace_in_words(trace)).c_str(), stdout);
  return ExitCode::done;
}

}  // namespace

void add_trace_command(CLI::App& app, ExitCode& code) {
  auto* command =
      app.add_subcommand("trace", "Tell one family's history under each scenario, under the same luck");
  const auto arguments = std::make_shared<TraceArguments>();
  auto& a = *arguments;
  command->add_option("SCENARIO", a.files, "scenario files; others are held against the first")
      ->required()
      ->type_name("");
  auto* family = command->add_option("--family", a.family, "number of the family, 1.. in order of entry")
                     ->type_name("N")
                     ->transform(whole_number(1, 4'294'967'295));
  command
      ->add_option("--find", a.find,
                   "instead: the first family of the window that is, say, \"home only under B\"; "
                   "\"help\" lists the others")
      ->type_name("WHAT")
      ->excludes(family);
  command->add_option("--nth", a.nth, "with --find: not the first, but the K-th")
      ->type_name("K")
      ->transform(whole_number(1, 1'000'000'000));
  command->add_option("--replication", a.replication, "which run; default 0, the first")
      ->type_name("R")
      ->transform(whole_number(0, 4'294'967'295));
  command->add_option("--seed", a.seed, "a whole number; default: the first scenario's run.seed")
      ->type_name("S")
      ->transform(whole_number());
  add_override_options(*command, a.overrides);
  command->add_flag("--json", a.json, "machine-readable output; scripts/plot_trace.py draws it");
  command->callback([arguments, &code] { code = trace_family(*arguments); });
}

}  // namespace homeward
