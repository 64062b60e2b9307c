#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/scenario_notes.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/issues.hpp"
#include "sim/evidence/calibration.hpp"
#include "sim/experiment/study_points.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

struct CheckArguments {
  std::vector<std::string> files;
  OverrideArguments overrides;
  bool resolved{};
  bool json{};
};

/// What a study comes to.
struct StudyFacts {
  std::string name;
  std::string design;
  std::size_t factors{};
  std::size_t left_out{};
  std::size_t repeated{};
  RunPlan plan;

  std::vector<const Scenario*> scenarios() const {
    std::vector<const Scenario*> result;
    for (const auto& planned : plan.scenarios) result.push_back(&*planned.scenario);
    return result;
  }
  const std::string& baseline() const { return plan.scenarios[plan.baseline].scenario->name; }
};

/// One file, read by itself: the scenario, the study or the targets, or its faults.
struct Checkup {
  std::string file;
  std::optional<Checked<Scenario>> scenario;
  std::optional<StudyFacts> study;
  std::optional<Calibration> calibration;
  std::vector<Issue> issues;
  std::vector<std::string> notes;
};

StudyFacts facts_of(const std::string& file, const std::vector<Override>& overrides) {
  const auto study = read_study(file, overrides);
  auto points = points_of(study);
  StudyFacts facts{study.name,           std::string{design_names[index(study.design)]},
                   study.factors.size(), points.left_out,
                   points.repeated,      {}};
  facts.plan = plan_of(study, std::move(points));
  return facts;
}

Checkup check_up(const std::string& file, const std::vector<Override>& overrides) {
  Checkup checkup{file, {}, {}, {}, {}, {}};
  try {
    if (is_targets_file(file))
      checkup.calibration = read_calibration(file, overrides);
    else if (is_study_file(file))
      checkup.study = facts_of(file, overrides);
    else
      checkup.scenario = read_scenario(file, overrides);
    if (checkup.scenario) check_reference_gain(**checkup.scenario);
    if (checkup.scenario) checkup.notes = notes_of(**checkup.scenario);
    if (checkup.study) checkup.notes = notes_of(checkup.study->scenarios(), checkup.study->plan.baseline);
  } catch (const InputError& fault) {
    checkup.scenario.reset();
    checkup.issues = fault.issues();
  }
  return checkup;
}

std::string coaches_in_words(const Coaches& coaches) {
  if (coaches.positions_per_100_entries) {
    return fmt::format("{} coach positions per 100 entries a year, 1:{}", *coaches.positions_per_100_entries,
                       coaches.families_per_coach);
  }
  if (coaches.positions.value_or(0) == 0) return "no coaches";
  return fmt::format("{} coach position{}, 1:{}", *coaches.positions, *coaches.positions == 1 ? "" : "s",
                     coaches.families_per_coach);
}

std::string coaches_in_words(const Scenario& scenario) {
  std::string by_site;
  bool all = true;
  for (const auto& site : scenario.sites) {
    all = all && site.positions;
    if (site.positions)
      by_site += fmt::format("{}{} at {}", by_site.empty() ? "" : ", ", *site.positions, site.name);
  }
  const Coaches& coaches = scenario.program.coaches;
  if (by_site.empty()) return coaches_in_words(coaches);
  if (all) return fmt::format("coach positions: {}, 1:{}", by_site, coaches.families_per_coach);
  return fmt::format("{}; of the sites {}", coaches_in_words(coaches), by_site);
}

std::string in_words(const Scenario& scenario) {
  return fmt::format(
      "  {} families a year over {} site{}, {}\n"
      "  {} years of warm-up, {} of entries, {} of follow-up; {} replications, seed {}\n",
      scenario.families.entries_per_year, scenario.sites.size(), scenario.sites.size() == 1 ? "" : "s",
      coaches_in_words(scenario), scenario.run.warm_up_years, scenario.run.entry_years,
      scenario.run.follow_up_years, scenario.run.replications, scenario.run.seed);
}

std::string csv_in_words(const Scenario& scenario) {
  if (scenario.families.csv.empty()) return "";
  const auto population = csv_population(scenario);
  return fmt::format("  {} {} in {}, {}\n", with_thousands(population->families.size()),
                     population->families.size() == 1 ? "family" : "families", scenario.families.csv,
                     population->dated ? "each on its day" : "drawn by weight");
}

std::string sources_in_words(const std::vector<std::string>& unsourced) {
  if (unsourced.empty()) return "  every number that differs from its built-in default has a source\n";
  std::string text =
      fmt::format("  {} number{} without a source:\n", unsourced.size(), unsourced.size() == 1 ? "" : "s");
  for (const auto& key : unsourced) text += "    " + key + '\n';
  return text;
}

std::string in_words(const StudyFacts& study) {
  const auto& plan = study.plan;
  auto text = fmt::format("  {} of {} factor{}: {} points × {} replications = {} runs, seed {}\n",
                          study.design, study.factors, study.factors == 1 ? "" : "s", plan.scenarios.size(),
                          plan.replications, with_thousands(plan.runs()), plan.seed);
  if (study.left_out > 0)
    text += fmt::format("  {} left out by where\n", count_text(study.left_out, "point"));
  if (study.repeated > 0)
    text += fmt::format("  {} left out, repeating others\n", count_text(study.repeated, "point"));
  return text + fmt::format("  baseline: {}\n", study.baseline());
}

std::string in_words(const Calibration& calibration) {
  return fmt::format("  {} of {} to fit to {}; {} replications of each vector, seed {}\n",
                     count_text(calibration.parameters.size(), "parameter"),
                     calibration.base->scenario()->name, count_text(calibration.targets.size(), "target"),
                     calibration.replications, calibration.seed);
}

/// The points of a study, a line each.
std::string points_in_words(const StudyFacts& study) {
  auto text = fmt::format("# {} points of {}; baseline: {}\n", study.plan.scenarios.size(), study.name,
                          study.baseline());
  for (const auto& planned : study.plan.scenarios) text += planned.scenario->name + '\n';
  return text;
}

/// `told`: faults said before; one of a --set is that of every file.
void print_words(const Checkup& checkup, std::set<std::string>& told) {
  for (const auto& issue : checkup.issues) {
    const auto text = to_string(issue);
    if (told.insert(text).second) std::fprintf(stderr, "%s\n", text.c_str());
  }
  std::string text;
  if (checkup.scenario) {
    const Scenario& scenario = **checkup.scenario;
    text = in_words(scenario) + positions_in_words(scenario) + trend_in_words(scenario) +
           coaching_in_words(scenario) + csv_in_words(scenario) + sources_in_words(keys_without_source(*checkup.scenario));
  }
  if (checkup.study) text = in_words(*checkup.study);
  for (const auto& note : checkup.notes) text += "  note: " + note + '\n';
  if (checkup.calibration) text = in_words(*checkup.calibration);
  if (!text.empty()) std::fputs((checkup.file + ": ok\n" + text).c_str(), stdout);
}

/// What there is to say of the scenarios as plans of one command, the first of them the baseline.
void print_beside(const std::vector<Checkup>& checkups) {
  std::vector<const Scenario*> scenarios;
  for (const auto& checkup : checkups)
    if (checkup.scenario) scenarios.push_back(&**checkup.scenario);
  if (scenarios.size() < 2) return;
  for (const auto& note : notes_beside(scenarios, 0)) std::fputs(("note: " + note + '\n').c_str(), stdout);
}

void add_to(JsonWriter& json, const Checkup& checkup) {
  json.begin_object().field("file", checkup.file).field("ok", checkup.issues.empty());
  json.key("faults").begin_list();
  for (const auto& issue : checkup.issues) {
    json.begin_object().field("place", issue.place).field("line", std::uint64_t{issue.line});
    json.field("column", std::uint64_t{issue.column}).field("text", issue.text).end_object();
  }
  json.end_list();
  if (checkup.scenario) {
    const auto& scenario = *checkup.scenario;
    json.field("name", scenario->name).field("digest", digest(scenario));
    json.key("without_source").begin_list();
    for (const auto& key : keys_without_source(scenario)) json.value(key);
    json.end_list();
  }
  json.key("notes").begin_list();
  for (const auto& note : checkup.notes) json.value(note);
  json.end_list();
  if (checkup.study) {
    const auto& study = *checkup.study;
    json.field("name", study.name).field("design", study.design).field("baseline", study.baseline());
    json.field("points", std::uint64_t{study.plan.scenarios.size()});
    json.field("points_left_out", std::uint64_t{study.left_out});
    json.field("points_repeated", std::uint64_t{study.repeated});
    json.field("replications", std::uint64_t{study.plan.replications});
    json.field("runs", std::uint64_t{study.plan.runs()});
  }
  if (checkup.calibration) {
    const auto& calibration = *checkup.calibration;
    json.field("name", calibration.name).field("parameters", std::uint64_t{calibration.parameters.size()});
    json.field("targets", std::uint64_t{calibration.targets.size()});
    json.field("replications", std::uint64_t{calibration.replications});
  }
  json.end_object();
}

void print_json(const std::vector<Checkup>& checkups) {
  JsonWriter json;
  json.begin_list();
  for (const auto& checkup : checkups) add_to(json, checkup);
  std::fputs(json.end_list().text().c_str(), stdout);
}

ExitCode check_files(const CheckArguments& arguments) {
  const auto overrides = parse_overrides(arguments.overrides);
  if (arguments.resolved && arguments.files.size() > 1)
    throw UsageError("--resolved takes one file at a time");
  if (arguments.resolved && arguments.json) throw UsageError("--resolved prints TOML; leave out --json");
  if (arguments.resolved && is_targets_file(arguments.files.front()))
    throw UsageError("--resolved is for scenarios and studies; a targets file is read as it stands");
  if (arguments.resolved && is_study_file(arguments.files.front())) {
    std::fputs(points_in_words(facts_of(arguments.files.front(), overrides)).c_str(), stdout);
    return ExitCode::done;
  }
  if (arguments.resolved) {
    std::fputs(print_resolved(arguments.files.front(), overrides).c_str(), stdout);
    return ExitCode::done;
  }
  std::vector<Checkup> checkups;
  bool faults = false;
  for (const auto& file : arguments.files) {
    checkups.push_back(check_up(file, overrides));
    faults = faults || !checkups.back().issues.empty();
  }
  if (arguments.json) {
    print_json(checkups);
  } else {
    std::set<std::string> told;
    for (const auto& checkup : checkups) print_words(checkup, told);
    print_beside(checkups);
  }
  return faults ? ExitCode::invalid_input : ExitCode::done;
}

}  // namespace

void add_check_command(CLI::App& app, ExitCode& code) {
  auto* command =
      app.add_subcommand("check", "Tell every fault of scenario, study and targets files, or what they say");
  const auto arguments = std::make_shared<CheckArguments>();
  command->add_option("FILE", arguments->files, "scenario, study and targets files")
      ->required()
      ->type_name("");
  add_override_options(*command, arguments->overrides);
  command->add_flag("--resolved", arguments->resolved,
                    "print the scenario with all defaults and where values came from; of a study its points");
  command->add_flag("--json", arguments->json, "machine-readable output");
  command->callback([arguments, &code] { code = check_files(*arguments); });
}

}  // namespace homeward
