#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "output/results_evidence.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/cli/fill_template.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/stress_answers.hpp"
#include "sim/cli/stress_template.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::size_t shown_plans(const ReportedStudy& study) {
  return std::min(study.plans.size(), most_plans_in_report);
}

/// What stands below a table that leaves plans out.
std::string others_text(const ReportedStudy& study) {
  const auto more = study.plans.size() - shown_plans(study);
  return more == 0 ? "" : fmt::format("\n{} more are in the file.\n", count_text(more, "plan"));
}

/// The scenario that stands for a plan, as the file keeps it; nothing where this program cannot read it.
std::optional<Scenario> scenario_of(const ReportedStudy& study, std::size_t plan) {
  try {
    return *read_stored_scenario(study.file.resolved_toml(study.scenario[plan]), study.file.path().string());
  } catch (const InputError&) {
    return std::nullopt;
  }
}

/// One row a plan, made from its scenario.
template <typename Cells>
std::string plan_table(const ReportedStudy& study, std::vector<std::string> headings, Cells cells_of) {
  Rows rows;
  for (std::size_t plan = 0; plan < shown_plans(study); ++plan) {
    std::vector<std::string> row{study.plans[plan]};
    if (const auto scenario = scenario_of(study, plan)) {
      for (auto& cell : cells_of(*scenario)) row.push_back(std::move(cell));
    } else {
      row.emplace_back("not readable by this version of the program");
    }
    row.resize(headings.size());
    rows.push_back(std::move(row));
  }
  return markdown_table(headings, rows) + others_text(study);
}

std::string head(const ReportedStudy& study) {
  const auto& file = study.file;
  auto text = fmt::format("**Filled for {}** ({}): {}, baseline {}", file.path().filename().string(),
                          file.title(), count_text(study.plans.size(), "plan"), study.plans[study.baseline]);
  if (study.draws > 0)
    text += fmt::format(", {} of the uncertain parameters", count_text(study.draws, "draw"));
  return text +
         fmt::format(", {}, seed {}.", count_text(file.summary_replications(), "replication"), file.seed());
}

std::string outcomes_of_plans(const ReportedStudy& study) {
  const auto numbers = read_numbers(study.file, ByTrait::skip);
  Rows rows;
  for (const auto& line : summary_lines(numbers, key_outcomes())) {
    if (line.scenario >= shown_plans(study)) continue;
    const auto style = style_of(*line.outcome);
    rows.push_back({fmt::format("`{}`", line.outcome->name), std::string{unit_label(style)},
                    study.plans[line.scenario], show(line.estimate.mean, style),
                    interval_text(line.estimate.ci_low, line.estimate.ci_high, style),
                    fmt::format("{}", line.estimate.n)});
  }
  return markdown_table({"outcome", "unit", "plan", "mean", "95 % interval", "replications"}, rows);
}

std::string outcomes_under_draws(const ReportedStudy& study) {
  Rows rows;
  for (const auto& line : study.doubt.front().lines) {
    const auto style = style_of(*line.outcome);
    for (std::size_t plan = 0; plan < shown_plans(study); ++plan) {
      const auto& estimate = line.found.plans[plan];
      rows.push_back({fmt::format("`{}`", line.outcome->name), std::string{unit_label(style)},
                      study.plans[plan], show(estimate.mean, style),
                      interval_text(estimate.ci_low, estimate.ci_high, style),
                      interval_text(estimate.doubt_low, estimate.doubt_high, style)});
    }
  }
  return markdown_table({"outcome", "unit", "plan", "mean over draws", "95 % interval of the mean",
                         "expected value, doubt about parameters included (95 %)"},
                        rows);
}

std::string outcomes(const ReportedStudy& study) {
  auto text = study.draws > 0 ? outcomes_under_draws(study) : outcomes_of_plans(study);
  text += others_text(study) + '\n';
  for (const auto outcome : study.draws > 0 ? outcomes_in_doubt() : key_outcomes()) {
    const auto& info = outcome_table()[outcome];
    text += fmt::format("- `{}` ({}; {} is better): {}\n", info.name,
                        population_names[index(info.population)], better_name(info), info.definition);
  }
  return text + "\nAll other outcomes: `homeward summary`.";
}

std::string factors_of(const ReportedStudy& study) {
  Rows rows;
  std::size_t drawn = 0;
  const auto roles = study.file.factor_roles();
  for (const auto& [key, labels] : study.file.factors()) {
    const auto found =
        std::find_if(roles.begin(), roles.end(), [&key = key](const auto& one) { return one.first == key; });
    const auto role = found == roles.end() ? "lever" : found->second;
    if (study.draws > 0 && role == "uncertainty") {
      ++drawn;
      continue;
    }
    const std::set<std::string> levels(labels.begin(), labels.end());
    constexpr std::size_t few = 12;
    rows.push_back({fmt::format("`{}`", key), role,
                    levels.size() <= few ? fmt::format("{}", fmt::join(levels, "; "))
                                         : count_text(levels.size(), "level")});
  }
  std::string text;
  if (!rows.empty()) text = "\nVaried keys:\n\n" + markdown_table({"key", "role", "levels"}, rows);
  if (drawn > 0)
    text += fmt::format("\n{} drawn {} times, the same for every plan (3.3, 3.4).\n",
                        drawn == 1 ? "1 key is" : fmt::format("{} keys are", drawn), study.draws);
  return text;
}

/// Plans by name, with title and description as far as the file has them.
std::string described_plans(const ReportedStudy& study) {
  Rows rows;
  for (std::size_t plan = 0; plan < shown_plans(study); ++plan) {
    const auto scenario = scenario_of(study, plan);
    rows.push_back(
        {study.plans[plan], scenario ? scenario->title : "", scenario ? scenario->description : ""});
  }
  const bool described = std::any_of(rows.begin(), rows.end(),
                                     [](const auto& row) { return !row[1].empty() || !row[2].empty(); });
  if (described) return markdown_table({"plan", "title", "description"}, rows) + others_text(study);
  std::string text;
  for (const auto& row : rows) text += fmt::format("- {}\n", row[0]);
  return text + others_text(study);
}

std::string aims(const ReportedStudy& study) {
  const auto& baseline = study.plans[study.baseline];
  auto text = described_plans(study);
  text +=
      study.plans.size() > 1
          ? fmt::format("\nPlans are compared with {} under the same luck; 2.3 says in what they differ.\n",
                        baseline)
          : fmt::format("\n{} is described by itself and compared with nothing.\n", baseline);
  text += factors_of(study);
  const auto design = study.file.study_toml();
  if (!design.empty()) text += fmt::format("\nThe study file:\n\n```toml\n{}\n```\n", design);
  return text;
}

std::string estimation(const ReportedStudy& study) {
  const auto& file = study.file;
  const auto status = file.run_status();
  const auto count = [&](schema::RunStatus one) {
    return static_cast<std::size_t>(std::count(status.begin(), status.end(), static_cast<std::int8_t>(one)));
  };
  Rows rows{{"replications of each scenario that count", fmt::format("{}", file.summary_replications())},
            {"replications the file has places for", fmt::format("{}", file.axes().replications)},
            {"draws of uncertain parameters", study.draws > 0 ? fmt::format("{}", study.draws) : "none"},
            {"runs done", with_thousands(count(schema::RunStatus::done))},
            {"runs failed", with_thousands(count(schema::RunStatus::failed))},
            {"status of the file", file.complete() ? "complete" : "incomplete"},
            {"recorded", std::string{record_level_names[index(file.record())]}}};
  const auto precision = file.provenance_text("precision");
  if (!precision.empty()) rows.push_back({"precision asked for", precision});
  return markdown_table({"of this file", ""}, rows);
}

std::string software(const ReportedStudy& study) {
  const auto& file = study.file;
  return markdown_table(
      {"what", "version"},
      {{"program that wrote the file", file.provenance_text("program_version")},
       {"model", file.model_version()},
       {"format of the results file", fmt::format("{}.{}", schema::major_version, schema::minor_version)},
       {"HDF5 that wrote it", file.provenance_text("hdf5_version")},
       {"program that wrote this report", std::string{program_version}}});
}

std::string system_of(const ReportedStudy& study) {
  const auto& file = study.file;
  return fmt::format(
      "The file was last put together by a run on {} that took {}; all its runs together took {} of "
      "simulation (summed over threads). Results do not depend on either.",
      count_text(static_cast<std::uint64_t>(file.provenance_number("threads")), "thread"),
      show_seconds(file.provenance_number("wall_seconds")),
      show_seconds(file.provenance_number("simulation_seconds")));
}

std::string sharing(const ReportedStudy& study) {
  Rows rows;
  for (std::size_t plan = 0; plan < shown_plans(study); ++plan)
    rows.push_back({study.plans[plan], fmt::format("`{}`", study.file.digests()[study.scenario[plan]])});
  return "The results file holds each scenario under `/provenance/resolved_toml`. Saved as TOML files, "
         "`homeward "
         "run` " +
         std::string(study.draws > 0 ? "with the same draws, replications and seed "
                                     : "with the same replications and seed ") +
         "gives the same numbers to the last bit. Two scenarios with the same digest are the same "
         "simulation" +
         (study.draws > 0 ? " (given is that of the plan's first draw).\n\n" : ".\n\n") +
         markdown_table({"plan", "digest"}, rows) + others_text(study);
}

}  // namespace

ReportedStudy::ReportedStudy(const ResultsFile& of) : file(of), evidence(read_evidence(of)) {
  const auto& names = of.axes().scenarios;
  const auto in_draws = of.draws();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& name = in_draws.empty() ? names[i] : in_draws[i].plan;
    if (!in_draws.empty()) draws = std::max(draws, std::size_t{in_draws[i].number} + 1);
    if (names[i] == of.baseline())
      baseline = static_cast<std::size_t>(std::find(plans.begin(), plans.end(), name) - plans.begin());
    if (std::find(plans.begin(), plans.end(), name) != plans.end()) continue;
    plans.push_back(name);
    scenario.push_back(i);
  }
  if (draws > 0) doubt.push_back(read_uncertainty(of, outcomes_in_doubt()));
}

void answer_study(const ReportedStudy& study, std::map<std::string, std::string>& answers) {
  answers["head"] = head(study);
  answers["outcomes"] = outcomes(study);
  answers["aims"] = aims(study);
  answers["initialisation"] = plan_table(study, {"plan", "warm-up, years"}, [](const Scenario& scenario) {
    return std::vector{fmt::format("{}", scenario.run.warm_up_years)};
  });
  answers["run_length"] =
      plan_table(study, {"plan", "entry window, years", "follow-up, years"}, [](const Scenario& scenario) {
        return std::vector{fmt::format("{}", scenario.run.entry_years),
                           fmt::format("{}", scenario.run.follow_up_years)};
      });
  answers["estimation"] = estimation(study);
  answers["software"] = software(study);
  answers["random"] =
      fmt::format("Seed of this file: {}; replications are numbered from 0.", study.file.seed());
  answers["system"] = system_of(study);
  answers["sharing"] = sharing(study);
}

std::string stress_report(const ResultsFile& file) {
  const ReportedStudy study(file);
  std::map<std::string, std::string> answers;
  answer_study(study, answers);
  answer_evidence(study, answers);
  return fill(stress_template, answers, "sim/model");
}

}  // namespace homeward
