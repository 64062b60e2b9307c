#include "sim/cli/summary_view.hpp"

#include <fmt/format.h>

#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/table.hpp"
#include "sim/core/catalogs.hpp"

namespace homeward {

namespace {

/// What a line is about, in the columns before its numbers.
std::vector<std::string> row_names(const StudyNumbers& study, const SummaryLine& line) {
  const auto& scenario = study.scenarios[line.scenario];
  if (line.trait_level.empty()) return {"  " + scenario, ""};
  return {"  " + line.trait_level, study.scenarios.size() == 1 ? "" : scenario};
}

Table empty_table(const StudyNumbers& study, bool by_trait) {
  const bool one = study.scenarios.size() == 1;
  const auto difference = "Difference from " + cut(study.scenarios[study.baseline], 24);
  return Table({{by_trait ? "  Level"
                 : one    ? "Outcome"
                          : "Scenario",
                 Align::left, one ? 52U : 34U},
                {"Scenario", Align::left, 24},
                {"Mean", Align::right},
                {"95 % interval", Align::right},
                {difference, Align::right}});
}

}  // namespace

std::string summary_table(const StudyNumbers& study, std::span<const SummaryLine> lines) {
  const bool by_trait = !lines.empty() && !lines.front().trait_level.empty();
  const bool headed = by_trait || study.scenarios.size() > 1;
  Table table = empty_table(study, by_trait);
  for (std::size_t population = 0; population < population_names.size(); ++population) {
    const OutcomeInfo* outcome = nullptr;
    for (const auto& line : lines) {
      if (index(line.outcome->population) != population) continue;
      if (outcome == nullptr) table.add_heading(fmt::format("[{}]", population_names[population]));
      if (outcome != line.outcome && headed) table.add_heading(name_with_unit(*line.outcome));
      outcome = line.outcome;
      const auto style = style_of(*outcome);
      auto cells = headed ? row_names(study, line) : std::vector<std::string>{name_with_unit(*outcome), ""};
      cells.push_back(show(line.estimate.mean, style));
      cells.push_back(interval_text(line.estimate.ci_low, line.estimate.ci_high, style));
      cells.push_back(line.difference ? difference_text(*outcome, *line.difference) : "");
      table.add(std::move(cells));
    }
  }
  return table.text();
}

std::string size_text(const StudyNumbers& study) {
  const auto count = [](std::size_t number, const char* what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
  };
  auto text = count(study.scenarios.size(), "scenario") + " × " + count(study.replications, "replication");
  if (study.stored_replications > study.replications) {
    text += fmt::format(" (the first of {} in the file, by --precision)", study.stored_replications);
  }
  return text;
}

std::string missing_runs_text(const StudyNumbers& study) {
  std::string text;
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    if (study.done[scenario] == study.replications) continue;
    text +=
        fmt::format("{}: {} of {} runs", study.scenarios[scenario], study.done[scenario], study.replications);
    if (study.failed[scenario] > 0) text += fmt::format(", {} failed", study.failed[scenario]);
    text += '\n';
  }
  return text;
}

void add_summary(JsonWriter& json, const StudyNumbers& study, std::span<const SummaryLine> lines) {
  json.field("baseline", study.scenarios[study.baseline]);
  json.field("replications", std::uint64_t{study.replications});
  json.field("replications_stored", std::uint64_t{study.stored_replications});
  json.key("scenarios").begin_list();
  for (std::size_t i = 0; i < study.scenarios.size(); ++i) {
    json.begin_object().field("name", study.scenarios[i]).field("done", std::uint64_t{study.done[i]});
    json.field("failed", std::uint64_t{study.failed[i]}).end_object();
  }
  json.end_list().key("outcomes").begin_list();
  for (const auto& line : lines) {
    json.begin_object()
        .field("outcome", line.outcome->name)
        .field("scenario", study.scenarios[line.scenario]);
    if (!line.trait_level.empty()) json.field("trait_level", line.trait_level);
    json.field("units", line.outcome->units);
    json.field("population", population_names[index(line.outcome->population)]);
    const auto& estimate = line.estimate;
    json.field("mean", estimate.mean).field("sd", estimate.sd).field("n", estimate.n);
    json.field("ci_low", estimate.ci_low).field("ci_high", estimate.ci_high);
    if (line.difference) {
      const auto& difference = *line.difference;
      json.key("difference").begin_object().field("mean", difference.mean).field("n", difference.n);
      json.field("ci_low", difference.ci_low).field("ci_high", difference.ci_high).end_object();
    }
    json.end_object();
  }
  json.end_list();
}

std::vector<std::size_t> all_outcomes() {
  std::vector<std::size_t> outcomes(outcome_table().size());
  std::iota(outcomes.begin(), outcomes.end(), std::size_t{0});
  return outcomes;
}

std::vector<std::size_t> key_outcomes() {
  constexpr std::array<std::string_view, 9> names{
      "reunified_12_months", "permanency_12_months",     "median_days_in_care",      "reentry_12_months",
      "families_waiting",    "mean_days_to_first_coach", "served_share_of_families", "coach_use",
      "cost_per_family"};
  std::vector<std::size_t> outcomes;
  for (const auto name : names) outcomes.push_back(outcome_index(name));
  return outcomes;
}

}  // namespace homeward
