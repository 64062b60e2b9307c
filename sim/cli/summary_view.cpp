#include "sim/cli/summary_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>
#include <utility>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/footnotes.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/short_names.hpp"
#include "sim/cli/table.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/printable.hpp"

namespace homeward {

namespace {

/// Lines of one outcome, and of one trait level: those of the scenarios side by side.
std::span<const SummaryLine> group_at(std::span<const SummaryLine> lines, std::size_t start) {
  std::size_t end = start;
  while (end < lines.size() && lines[end].outcome == lines[start].outcome &&
         lines[end].trait_level == lines[start].trait_level)
    ++end;
  return lines.subspan(start, end - start);
}

class SummaryTable {
 public:
  SummaryTable(const StudyNumbers& study, std::span<const SummaryLine> lines, const RowLimit& limit)
      : study_(study),
        by_trait_(!lines.empty() && !lines.front().trait_level.empty()),
        headed_(by_trait_ || study.scenarios.size() > 1),
        most_(limit.most(study.scenarios.size())),
        names_(short_names(study.scenarios, by_trait_ ? 24 : 34)),
        table_(columns()) {
    for (std::size_t population = 0; population < population_names.size(); ++population)
      add_population(lines, population);
  }

  std::string text() const { return table_.text() + notes_.text(); }

 private:
  std::vector<Table::Column> columns() const {
    const bool one = study_.scenarios.size() == 1;
    constexpr std::size_t any = 1000;  // names were made as short as they may be
    return {{by_trait_ ? "  Level"
             : one     ? "Outcome"
                       : "Scenario",
             Align::left, one ? 52U : any},
            {"Scenario", Align::left, any},
            {"Mean", Align::right},
            {"95 % interval", Align::right},
            {"Difference from " + cut(names_[study_.baseline], 24), Align::right},
            {"", Align::left, any}};
  }

  void add_population(std::span<const SummaryLine> lines, std::size_t population) {
    const OutcomeInfo* outcome = nullptr;
    for (std::size_t at = 0; at < lines.size();) {
      const auto group = group_at(lines, at);
      at += group.size();
      const auto& info = *group.front().outcome;
      if (index(info.population) != population) continue;
      if (outcome == nullptr) table_.add_heading(fmt::format("[{}]", population_names[population]));
      if (outcome != &info && headed_) table_.add_heading(name_with_unit(info));
      outcome = &info;
      add_group(group);
    }
  }

  void add_group(std::span<const SummaryLine> group) {
    std::vector<double> means;
    for (const auto& line : group) means.push_back(line.estimate.mean);
    const auto& info = *group.front().outcome;
    const auto chosen = choose_rows(means, info.better, study_.baseline, most_);
    for (std::size_t i = 0; i < chosen.rows.size(); ++i) {
      if (chosen.left_out > 0 && i == chosen.gap)
        table_.add_heading(left_out_text(chosen.left_out, info.better));
      add_line(group[chosen.rows[i]]);
    }
    if (chosen.left_out > 0 && chosen.gap == chosen.rows.size())
      table_.add_heading(left_out_text(chosen.left_out, info.better));
  }

  void add_line(const SummaryLine& line) {
    const auto style = style_of(*line.outcome);
    auto cells = row_names(line);
    cells.push_back(show(line.estimate.mean, style));
    cells.push_back(interval_text(line.estimate.ci_low, line.estimate.ci_high, style));
    cells.push_back(line.difference ? difference_text(*line.outcome, *line.difference) : "");
    cells.push_back(notes_.mark(note_of(line)));
    table_.add(std::move(cells));
  }

  /// What a line is about, in the columns before its numbers.
  std::vector<std::string> row_names(const SummaryLine& line) const {
    if (!headed_) return {name_with_unit(*line.outcome), ""};
    const auto& scenario = names_[line.scenario];
    if (!by_trait_) return {"  " + scenario, ""};
    return {"  " + line.trait_level, study_.scenarios.size() == 1 ? "" : scenario};
  }

  const StudyNumbers& study_;
  bool by_trait_;
  bool headed_;
  std::size_t most_;
  std::vector<std::string> names_;
  Table table_;
  Footnotes notes_;
};

}  // namespace

std::string summary_table(const StudyNumbers& study, std::span<const SummaryLine> lines,
                          const RowLimit& limit) {
  return SummaryTable(study, lines, limit).text();
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
  constexpr std::size_t most_told = 8;
  std::string text;
  std::size_t lacking = 0;
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    if (study.done[scenario] == study.replications || ++lacking > most_told) continue;
    text +=
        fmt::format("{}: {} of {} runs", study.scenarios[scenario], study.done[scenario], study.replications);
    if (study.failed[scenario] > 0) text += fmt::format(", {} failed", study.failed[scenario]);
    text += '\n';
  }
  if (lacking > most_told)
    text += fmt::format("and {} that lack runs\n", count_text(lacking - most_told, "more scenario"));
  return text;
}

std::string drifts_text(const StudyNumbers& study) {
  constexpr std::size_t most_named = 8;
  std::string text;
  std::size_t drifting = 0;
  for (std::size_t scenario = 0; scenario < study.drifts.size(); ++scenario) {
    if (std::isnan(study.drifts[scenario]) || ++drifting > most_named) continue;
    text += fmt::format("  {} {:+.1f} %\n", study.scenarios[scenario], 100 * study.drifts[scenario]);
  }
  if (drifting == 0) return text;
  if (drifting > most_named)
    text += fmt::format("  and {} likewise\n", count_text(drifting - most_named, "more scenario"));
  return "The run does not start stationary: through the window the number of families in care changes by "
         "more\n"
         "than random variation explains. A longer run.warm_up_years mends it.\n" +
         text;
}

std::string failures_text(std::span<const ResultsFile::Failure> failures) {
  constexpr std::size_t most_told = 3;
  std::string text;
  for (const auto& failure : failures.first(std::min(most_told, failures.size()))) {
    text += fmt::format("failed: {}\n", printable(failure.reason));
    if (!failure.command.empty()) text += fmt::format("  again: {}\n", printable(failure.command));
  }
  if (failures.size() > most_told)
    text += fmt::format("and {} more, in /provenance of the file\n", failures.size() - most_told);
  return text;
}

void add_summary(JsonWriter& json, const StudyNumbers& study, std::span<const SummaryLine> lines) {
  json.field("baseline", study.scenarios[study.baseline]);
  json.field("replications", std::uint64_t{study.replications});
  json.field("replications_stored", std::uint64_t{study.stored_replications});
  json.key("scenarios").begin_list();
  for (std::size_t i = 0; i < study.scenarios.size(); ++i) {
    json.begin_object().field("name", study.scenarios[i]).field("done", std::uint64_t{study.done[i]});
    json.field("failed", std::uint64_t{study.failed[i]});
    if (!study.drifts.empty()) json.field("in_care_drift", study.drifts[i]);
    json.end_object();
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
    json.field("quantity", quantity_names[index(line.outcome->quantity)]);
    json.field("reason", reason_names[index(line.identified.reason)]).field("note", line.reason);
    json.field("followed", line.identified.followed);
    if (line.difference) {
      const auto& difference = *line.difference;
      json.key("difference").begin_object().field("mean", difference.mean).field("n", difference.n);
      json.field("ci_low", difference.ci_low).field("ci_high", difference.ci_high);
      json.field("reason", reason_names[index(line.no_difference)]).end_object();
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
  constexpr std::array<std::string_view, 10> names{
      "reunified_12_months", "permanency_12_months",   "median_days_in_care", "reentry_12_months",
      "families_waiting",    "coached_within_30_days", "mean_days_on_queue",  "served_share_of_families",
      "coach_use",           "cost_per_family"};
  std::vector<std::size_t> outcomes;
  for (const auto name : names) outcomes.push_back(outcome_index(name));
  return outcomes;
}

}  // namespace homeward
