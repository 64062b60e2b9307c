#include <fmt/format.h>

#include <CLI/Option.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/commands.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/output_lock.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cli/precise_study.hpp"
#include "sim/cli/precision_words.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/cli/study_arguments.hpp"
#include "sim/cli/study_state.hpp"
#include "sim/cli/table.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/study.hpp"

namespace homeward {

namespace {

using Counts = std::array<std::size_t, run_states>;

/// What would run, and what is there.
struct Outlook {
  const PreparedStudy& study;
  const StudyState& state;
  const PreciseStudy* precise{};  ///< where runs go on until precise
  std::vector<std::size_t> missing;
  std::vector<Counts> by_scenario;
  Counts total{};
  Forecast forecast;

  const RunPlan& plan() const { return state.plan(); }
};

/// Of the runs before the look that is due; none is missing once there is a verdict.
std::vector<std::size_t> missing_of(const PreciseStudy& precise) {
  return precise.verdict() == Verdict::go_on ? precise.missing() : std::vector<std::size_t>{};
}

Outlook outlook_of(const PreparedStudy& study, const StudyState& state, const PreciseStudy* precise,
                   bool with_pilot) {
  Outlook outlook{study, state, precise, precise ? missing_of(*precise) : state.missing(), {}, {}, {}};
  const auto& plan = state.plan();
  outlook.by_scenario.resize(plan.scenarios.size());
  for (const auto run : all_runs(plan)) {
    const auto id = run_id(plan, run);
    if (id.replication >= plan.summarised()) break;
    const auto reason = index(state.state(id));
    ++outlook.by_scenario[id.scenario][reason];
    ++outlook.total[reason];
  }
  const auto pilot = with_pilot ? fly_pilot(plan, outlook.missing, study.options.simulator) : std::nullopt;
  outlook.forecast = forecast(plan, outlook.missing, study.options.threads, pilot);
  return outlook;
}

std::size_t to_do(const Counts& counts) {
  std::size_t runs = 0;
  for (std::size_t i = 0; i < run_states; ++i)
    if (is_to_do(static_cast<RunState>(i))) runs += counts[i];
  return runs;
}

std::string scenario_table(const Outlook& outlook) {
  std::vector<std::string> names;
  for (const auto& planned : outlook.plan().scenarios) names.push_back(planned.scenario->name);
  names = short_names(names, 70);
  Table table({{"Scenario", Align::left, 1000}, {"There", Align::right}, {"To do", Align::right}});
  for (std::size_t i = 0; i < outlook.by_scenario.size(); ++i) {
    const auto& counts = outlook.by_scenario[i];
    const auto there = counts[index(RunState::in_file)] + counts[index(RunState::in_parts)];
    const bool is_baseline = i == outlook.plan().baseline;
    table.add({names[i] + (is_baseline ? " (baseline)" : ""), fmt::format("{}", there),
               fmt::format("{}", to_do(counts))});
  }
  return table.text();
}

std::string reason_table(const Outlook& outlook) {
  Table table({{"Runs", Align::right}, {"Why", Align::left}});
  for (std::size_t i = 0; i < run_states; ++i)
    if (outlook.total[i] > 0) table.add({with_thousands(outlook.total[i]), std::string{run_state_words[i]}});
  return table.text();
}

std::string forecast_text(const Outlook& outlook) {
  const auto& forecast = outlook.forecast;
  std::string text;
  if (forecast.seconds)
    text += fmt::format("time    about {} on {} thread{} ({:.2g} s a run, from {} run{} tried)\n",
                        show_seconds(*forecast.seconds), outlook.study.options.threads,
                        outlook.study.options.threads == 1 ? "" : "s", forecast.pilot->seconds_per_run,
                        forecast.pilot->runs, forecast.pilot->runs == 1 ? "" : "s");
  if (forecast.pilot && forecast.pilot->failed > 0)
    text += fmt::format("        {} of the runs tried failed\n", forecast.pilot->failed);
  if (!outlook.missing.empty())
    text += fmt::format("memory  about {} at most\n", show_bytes(forecast.memory_bytes));
  return text + fmt::format("file    about {} before compression\n", show_bytes(forecast.stored_bytes));
}

void print_words(const Outlook& outlook) {
  constexpr std::size_t most_shown = 40;
  const auto& plan = outlook.plan();
  std::string text = fmt::format("{}: {} × {} = {}, seed {}, record {}\n", plan.title,
                                 scenarios_in_words(plan), count_text(plan.summarised(), "replication"),
                                 count_text(plan.scenarios.size() * plan.summarised(), "run"), plan.seed,
                                 record_level_names[index(plan.record)]);
  if (outlook.study.left_out > 0)
    text += fmt::format("{} left out by where\n", count_text(outlook.study.left_out, "point"));
  if (outlook.study.repeated > 0)
    text += fmt::format("{} left out, repeating others\n", count_text(outlook.study.repeated, "point"));
  text += fmt::format("output  {} ({})\n", outlook.study.options.output.string(),
                      outlook.state.stored() != nullptr ? "there" : "new");
  for (const auto& note : outlook.state.growth().notes) text += "note    " + note + '\n';
  if (outlook.precise) text += "precise " + outlook_text(*outlook.precise, plan) + '\n';
  text += forecast_text(outlook) + '\n' + reason_table(outlook) + '\n';
  if (plan.scenarios.size() <= most_shown) text += scenario_table(outlook);
  std::fputs(text.c_str(), stdout);
}

void add_counts(JsonWriter& json, const Counts& counts) {
  json.begin_object();
  for (std::size_t i = 0; i < run_states; ++i) json.field(run_state_names[i], std::uint64_t{counts[i]});
  json.end_object();
}

void add_scenarios(JsonWriter& json, const Outlook& outlook) {
  const auto& plan = outlook.plan();
  json.key("scenarios").begin_list();
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    const auto& planned = plan.scenarios[i];
    json.begin_object().field("name", planned.scenario->name).field("digest", planned.digest);
    json.field("to_do", std::uint64_t{to_do(outlook.by_scenario[i])});
    json.key("runs");
    add_counts(json, outlook.by_scenario[i]);
    json.key("factors").begin_object();
    for (const auto& [key, label] : planned.factor_labels) json.field(key, label);
    json.end_object().end_object();
  }
  json.end_list();
}

void print_json(const Outlook& outlook) {
  const auto& plan = outlook.plan();
  const auto& forecast = outlook.forecast;
  JsonWriter json;
  json.begin_object().field("title", plan.title).field("file", outlook.study.options.output.string());
  json.field("file_is_there", outlook.state.stored() != nullptr);
  json.field("seed", fmt::format("{}", plan.seed)).field("record", record_level_names[index(plan.record)]);
  json.field("replications", std::uint64_t{plan.summarised()});
  json.field("baseline", plan.scenarios[plan.baseline].scenario->name);
  json.field("points", std::uint64_t{plan.scenarios.size()});
  json.field("points_left_out", std::uint64_t{outlook.study.left_out});
  json.field("points_repeated", std::uint64_t{outlook.study.repeated});
  json.field("runs", std::uint64_t{plan.scenarios.size() * plan.summarised()})
      .field("to_do", std::uint64_t{outlook.missing.size()});
  json.key("why");
  add_counts(json, outlook.total);
  if (forecast.seconds) json.field("seconds", *forecast.seconds);
  if (forecast.pilot) json.field("pilot_runs", std::uint64_t{forecast.pilot->runs});
  json.field("memory_bytes", forecast.memory_bytes).field("stored_bytes", forecast.stored_bytes);
  if (outlook.precise) add_precision(json, *outlook.precise, plan);
  json.key("notes").begin_list();
  for (const auto& note : outlook.state.growth().notes) json.value(note);
  json.end_list();
  add_scenarios(json, outlook);
  json.end_object();
  std::fputs(json.text().c_str(), stdout);
}

ExitCode tell_plan(const StudyArguments& arguments, bool with_pilot) {
  const bool sweep = is_study_file(arguments.files.front());
  auto study = sweep ? prepare_sweep(arguments) : prepare_scenarios(arguments);
  const auto rule = study.request.precision;
  StudyState state(std::move(study.request), study.options.output, arguments.force, DamagedParts::leave);
  std::optional<PreciseStudy> precise;
  if (rule) precise.emplace(state, *rule).look_at_what_is_there();
  const auto outlook = outlook_of(study, state, precise ? &*precise : nullptr, with_pilot);
  if (arguments.json)
    print_json(outlook);
  else
    print_words(outlook);
  if (const auto why = why_unwritable(study.options.output); !why.empty())
    std::fprintf(stderr, "homeward: %s cannot be written: %s; choose another --output\n",
                 study.options.output.string().c_str(), why.c_str());
  return ExitCode::done;
}

}  // namespace

void add_plan_command(CLI::App& app, ExitCode& code) {
  auto* command =
      app.add_subcommand("plan", "Tell what would run, what is there already and why; write nothing");
  const auto arguments = std::make_shared<StudyArguments>();
  const auto no_pilot = std::make_shared<bool>(false);
  command->add_option("FILE", arguments->files, "scenarios side by side, or a study")
      ->required()
      ->type_name("");
  add_study_options(*command, *arguments);
  command->add_flag("--no-pilot", *no_pilot, "simulate no runs to estimate the time");
  command->callback([arguments, no_pilot, &code] { code = tell_plan(*arguments, !*no_pilot); });
}

}  // namespace homeward
