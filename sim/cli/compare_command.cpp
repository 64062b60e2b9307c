#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "output/results_evidence.hpp"
#include "output/results_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/compare_ratios.hpp"
#include "sim/cli/compare_view.hpp"
#include "sim/cli/scenario_notes.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/cli/uncertainty_commands.hpp"
#include "sim/cli/uncertainty_numbers.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/printable.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

struct CompareArguments {
  std::string file;
  std::string baseline;
  std::vector<std::string> outcomes;
  bool all{};
  bool json{};
  bool csv{};
  RowLimit rows;
};

std::size_t baseline_of(const CompareArguments& arguments, const StudyNumbers& study) {
  if (arguments.baseline.empty()) return study.baseline;
  const auto& names = study.scenarios;
  const auto found = std::find(names.begin(), names.end(), arguments.baseline);
  if (found == names.end()) {
    const auto meant = nearest(arguments.baseline, names);
    throw UsageError(fmt::format("--baseline {}: {} has no scenario of this name{}", arguments.baseline,
                                 arguments.file,
                                 meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant)));
  }
  return static_cast<std::size_t>(found - names.begin());
}

/// The outcomes named; else all, or the few that a planner looks at first, as far as they can be
/// compared.
std::vector<std::size_t> chosen_outcomes(const CompareArguments& arguments, const StudyNumbers& study) {
  std::vector<std::size_t> chosen;
  for (const auto& name : arguments.outcomes) {
    const auto outcome = outcome_index(name);
    if (std::find(chosen.begin(), chosen.end(), outcome) == chosen.end()) chosen.push_back(outcome);
  }
  if (!chosen.empty()) return chosen;
  chosen = key_outcomes();
  if (arguments.all) chosen = all_outcomes();
  std::erase_if(chosen, [&](auto outcome) { return !has_pair(study, outcome); });
  return chosen;
}

/// Where the plans differ in their days, a line each: when programs begin, how long runs are; "" where they
/// do not, or where the scenarios of the file no longer read.
std::string beside_text(const ResultsFile& file, std::size_t baseline) try {
  const auto& names = file.axes().scenarios;
  std::vector<Checked<Scenario>> read;
  for (std::size_t i = 0; i < names.size(); ++i)
    read.push_back(read_stored_scenario(file.resolved_toml(i), names[i]));
  std::vector<const Scenario*> scenarios;
  for (const auto& scenario : read) scenarios.push_back(&*scenario);
  std::string text;
  for (const auto& note : notes_beside(scenarios, baseline)) text += "note: " + note + '\n';
  return text;
} catch (const InputError&) {
  return "";
}

void print_json(const ResultsFile& file, const Comparisons& all) {
  JsonWriter json;
  json.begin_object().field("file", file.path().string()).field("title", file.title());
  json.field("seed", fmt::format("{}", file.seed())).field("complete", file.complete());
  add_comparisons(json, all);
  add_ratios(json, all.study, plan_ratios(all.study));
  json.end_object();
  std::fputs(json.text().c_str(), stdout);
}

void print_words(const ResultsFile& file, const Comparisons& all, const RowLimit& limit) {
  auto text = fmt::format("{}: {}\n{}, seed {}{}; compared with {}\n", file.path().string(),
                          printable(file.title()), size_text(all.study), file.seed(),
                          file.complete() ? "" : ", incomplete", all.study.scenarios[all.study.baseline]);
  text += beside_text(file, all.study.baseline);
  text += missing_runs_text(all.study) + '\n' + families_in_words(all) + '\n';
  text += differences_table(all, limit) + '\n' + intervals_in_words(all) + '\n';
  if (all.study.scenarios.size() <= most_plans_in_words + 1)
    text += ratios_table(all.study, plan_ratios(all.study)) + '\n';
  if (const auto drifts = drifts_text(all.study); !drifts.empty()) text += drifts + '\n';
  text += "Audit of common random numbers\n" + audit_table(all, limit) + '\n' + audit_in_words() + '\n';
  text += sources_in_words(effect_sources(file, most_plans_in_words + 1));
  text += assumptions_in_words(read_evidence(file), file.path().string());
  std::fputs(text.c_str(), stdout);
}

/// Of plans under draws of uncertain parameters.
ExitCode compare_draws(const ResultsFile& file, const CompareArguments& arguments) {
  UncertaintyQuestion question{{}, !arguments.outcomes.empty(), arguments.baseline, TellAs::words};
  if (arguments.json) question.as = TellAs::json;
  if (arguments.csv) question.as = TellAs::csv;
  for (const auto& name : arguments.outcomes) question.outcomes.push_back(outcome_index(name));
  if (question.outcomes.empty()) question.outcomes = arguments.all ? all_outcomes() : outcomes_in_doubt();
  std::fputs(told_differences(file, question).c_str(), stdout);
  return ExitCode::done;
}

ExitCode compare_file(const CompareArguments& arguments) {
  const ResultsFile file(arguments.file);
  tell_older_definitions(file);
  if (!file.draws().empty()) return compare_draws(file, arguments);
  auto study = read_numbers(file, ByTrait::skip);
  study.baseline = baseline_of(arguments, study);
  if (study.scenarios.size() < 2) {
    throw UsageError(
        fmt::format("{} has one scenario only; there is nothing to compare it with", arguments.file));
  }
  const auto outcomes = chosen_outcomes(arguments, study);
  auto families = file.family_changes(study.baseline);
  const auto all = compare_plans(std::move(study), outcomes, std::move(families));
  if (arguments.json) {
    print_json(file, all);
  } else if (arguments.csv) {
    std::fputs(comparisons_csv(all).c_str(), stdout);
  } else {
    print_words(file, all, arguments.rows);
  }
  return ExitCode::done;
}

}  // namespace

void add_compare_command(CLI::App& app, ExitCode& code) {
  auto* command =
      app.add_subcommand("compare", "Compare the plans of a results file with its baseline, run by run");
  const auto arguments = std::make_shared<CompareArguments>();
  auto& a = *arguments;
  command->add_option("RESULTS", a.file, "results file (HDF5)")->required()->type_name("");
  command->add_option("--baseline", a.baseline, "compare with this scenario; default: the file's baseline")
      ->type_name("NAME");
  command->add_option("--outcome", a.outcomes, "only this outcome; may be given again")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->take_all();
  command->add_flag("--all", a.all, "all outcomes, not only the main ones");
  add_rows_option(*command, a.rows);
  auto* json = command->add_flag("--json", a.json, "machine-readable output");
  command->add_flag("--csv", a.csv, "a row for each plan and quantity")->excludes(json);
  command->callback([arguments, &code] { code = compare_file(*arguments); });
}

}  // namespace homeward
