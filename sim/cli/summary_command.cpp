#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "output/results_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/study_numbers.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/cli/uncertainty_commands.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/printable.hpp"

namespace homeward {

namespace {

struct SummaryArguments {
  std::string file;
  std::vector<std::string> outcomes;
  bool by_trait{};
  bool all{};
  bool json{};
  RowLimit rows;
};

/// The outcomes named; else those that have a number anywhere, or all of them. By trait only those measured
/// so.
std::vector<std::size_t> chosen_outcomes(const SummaryArguments& arguments, const StudyNumbers& study) {
  std::vector<std::size_t> chosen;
  for (const auto& name : arguments.outcomes) chosen.push_back(outcome_index(name));
  for (const auto outcome : chosen) {
    const auto& info = outcome_table()[outcome];
    if (arguments.by_trait && !info.by_trait)
      throw UsageError(fmt::format("{} is not measured by trait", info.name));
  }
  if (!chosen.empty()) return chosen;
  chosen = all_outcomes();
  if (!arguments.all) std::erase_if(chosen, [&](auto outcome) { return is_silent(study, outcome); });
  return chosen;
}

void print_json(const ResultsFile& file, const StudyNumbers& study, const std::vector<SummaryLine>& lines) {
  JsonWriter json;
  json.begin_object().field("file", file.path().string()).field("title", file.title());
  json.field("seed", fmt::format("{}", file.seed())).field("complete", file.complete());
  add_summary(json, study, lines);
  json.key("failures").begin_list();
  for (const auto& failure : file.failures()) {
    json.begin_object().field("scenario", failure.scenario);
    json.field("replication", std::uint64_t{failure.replication}).field("reason", failure.reason);
    json.field("command", failure.command).end_object();
  }
  json.end_list();
  json.end_object();
  std::fputs(json.text().c_str(), stdout);
}

void print_words(const ResultsFile& file, const StudyNumbers& study, const std::vector<SummaryLine>& lines,
                 const RowLimit& limit) {
  const auto scenarios = study.scenarios.size();
  auto text = fmt::format("{}: {}\n{}, seed {}{}\n", file.path().string(), printable(file.title()),
                          size_text(study), file.seed(), file.complete() ? "" : ", incomplete");
  text += missing_runs_text(study) + failures_text(file.failures()) + '\n';
  text += summary_table(study, lines, limit);
  if (const auto drifts = drifts_text(study); !drifts.empty()) text += '\n' + drifts;
  if (scenarios > 1) {
    text += "\nDifferences are between runs under the same luck; × marks a ratio.\n";
  }
  std::fputs(text.c_str(), stdout);
}

/// Of plans under draws of uncertain parameters.
ExitCode summarise_draws(const ResultsFile& file, const SummaryArguments& arguments) {
  if (arguments.by_trait)
    throw UsageError(
        fmt::format("{} has draws of uncertain parameters; its outcomes by trait are read from "
                    "/by_trait of the file, or from a run without --draws",
                    arguments.file));
  UncertaintyQuestion question{{}, arguments.all, "", arguments.json ? TellAs::json : TellAs::words};
  for (const auto& name : arguments.outcomes) question.outcomes.push_back(outcome_index(name));
  question.silent = question.silent || !question.outcomes.empty();
  if (question.outcomes.empty()) question.outcomes = all_outcomes();
  std::fputs(told_plans(file, question).c_str(), stdout);
  return ExitCode::done;
}

ExitCode summarise_file(const SummaryArguments& arguments) {
  const ResultsFile file(arguments.file);
  tell_older_definitions(file);
  if (!file.draws().empty()) return summarise_draws(file, arguments);
  const auto study = read_numbers(file, arguments.by_trait ? ByTrait::read : ByTrait::skip);
  if (arguments.by_trait && study.trait_levels.empty()) {
    throw UsageError(fmt::format("{} has no traits to tell outcomes apart by", arguments.file));
  }
  const auto chosen = chosen_outcomes(arguments, study);
  const auto lines = arguments.by_trait ? trait_lines(study, chosen) : summary_lines(study, chosen);
  if (arguments.json) {
    print_json(file, study, lines);
  } else {
    print_words(file, study, lines, arguments.rows);
  }
  return ExitCode::done;
}

}  // namespace

void add_summary_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("summary", "Show the outcomes of a results file with 95 % intervals");
  const auto arguments = std::make_shared<SummaryArguments>();
  auto& a = *arguments;
  command->add_option("RESULTS", a.file, "results file (HDF5)")->required()->type_name("");
  command->add_option("--outcome", a.outcomes, "only this outcome; may be given again")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->take_all();
  command->add_flag("--by-trait", a.by_trait, "by traits of families");
  command->add_flag("--all", a.all, "outcomes without any number, too");
  add_rows_option(*command, a.rows);
  command->add_flag("--json", a.json, "machine-readable output");
  command->callback([arguments, &code] { code = summarise_file(*arguments); });
}

}  // namespace homeward
