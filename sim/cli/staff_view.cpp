#include "sim/cli/staff_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/staff_target_text.hpp"
#include "sim/cli/table.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, 4> effect_names{"none_seen", "help", "hurt", "both"};
constexpr std::array<std::string_view, 4> end_names{"candidate", "targets_conflict", "nothing_changes",
                                                    "most_positions"};

/// Share of the replications whose own values keep all targets, however the expected value stands.
double share_of_runs_met(const StaffReport& report, const OutcomeColumns& columns) {
  double met = 0;
  const auto runs = replications_of(columns);
  for (std::size_t run = 0; run < runs; ++run) {
    const auto& targets = report.question.targets;
    met += std::all_of(targets.begin(), targets.end(), [&](const StaffTarget& target) {
      Estimate own;
      own.mean = columns[target.outcome][run];
      return is_met(target, own);
    });
  }
  return met / static_cast<double>(runs);
}

void add_targets(JsonWriter& json, const StaffReport& report) {
  json.key("targets").begin_list();
  for (std::size_t i = 0; i < report.question.targets.size(); ++i) {
    const auto& target = report.question.targets[i];
    json.begin_object().field("outcome", outcome_table()[target.outcome].name);
    json.field("comparison", sign_of(target.comparison)).field("threshold", target.threshold);
    if (report.answer)
      json.field("positions_effect", effect_names[static_cast<std::size_t>(report.answer->effects[i])]);
    json.end_object();
  }
  json.end_list();
}

void add_number(JsonWriter& json, std::string_view key, const std::optional<std::uint32_t>& number) {
  if (number)
    json.field(key, std::uint64_t{*number});
  else
    json.field(key, std::nan(""));
}

void add_answer(JsonWriter& json, const StaffReport& report) {
  json.field("status", status_of(report));
  if (!report.answer) return;
  const auto& answer = *report.answer;
  const bool found = answer.status == StaffStatus::found;
  add_number(json, "positions", found ? answer.meets : std::nullopt);
  add_number(json, "largest_shown_to_fail", answer.fails);
  add_number(json, "smallest_shown_to_meet", answer.meets);
  json.field("search_ended_at", std::uint64_t{answer.positions});
  json.field("search_end", end_names[static_cast<std::size_t>(answer.end)]);
  json.field("every_number_looked_at", answer.scanned);
}

void add_last_position(JsonWriter& json, const StaffReport& report) {
  const auto last = last_position(report);
  if (!last) return;
  json.key("last_position").begin_object().field("positions", std::uint64_t{last->positions});
  json.field("chance_that_one_fewer_meets", last->chance_one_fewer).key("differences").begin_list();
  const auto outcomes = outcomes_shown(report);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& paired = last->differences[i];
    json.begin_object().field("outcome", outcome_table()[outcomes[i]].name).field("mean", paired.mean);
    json.field("ci_low", paired.ci_low).field("ci_high", paired.ci_high).field("n", paired.n).end_object();
  }
  json.end_list().end_object();
}

}  // namespace

std::vector<StaffRow> rows_of(const StaffReport& report) {
  std::vector<StaffRow> rows;
  for (const auto& [positions, columns] : report.record.search) rows.push_back({positions, false, &columns});
  for (const auto& [positions, columns] : report.record.fresh)
    if (replications_of(columns) > 0) rows.push_back({positions, true, &columns});
  return rows;
}

std::vector<std::size_t> outcomes_of_targets(const StaffReport& report) {
  std::vector<std::size_t> outcomes;
  for (const auto& target : report.question.targets)
    if (std::find(outcomes.begin(), outcomes.end(), target.outcome) == outcomes.end())
      outcomes.push_back(target.outcome);
  return outcomes;
}

namespace {

std::vector<std::size_t> with_others(std::vector<std::size_t> outcomes,
                                     std::initializer_list<const char*> others) {
  for (const auto* name : others) {
    const auto other = outcome_index(name);
    if (std::ranges::find(outcomes, other) == outcomes.end()) outcomes.push_back(other);
  }
  return outcomes;
}

}  // namespace

std::vector<std::size_t> outcomes_beside(const StaffReport& report) {
  return with_others(outcomes_of_targets(report), {"renege_share_of_joiners"});
}

std::vector<std::size_t> outcomes_shown(const StaffReport& report) {
  return with_others(outcomes_beside(report), {"cost_coaches", "cost_total"});
}

std::optional<LastPosition> last_position(const StaffReport& report) {
  const auto& fresh = report.record.fresh;
  if (!report.answer || !report.answer->meets || *report.answer->meets == 0) return std::nullopt;
  const auto more = fresh.find(*report.answer->meets);
  const auto fewer = fresh.find(*report.answer->meets - 1);
  if (more == fresh.end() || fewer == fresh.end()) return std::nullopt;
  const auto pairs = std::min(replications_of(more->second), replications_of(fewer->second));
  if (pairs < 2) return std::nullopt;
  LastPosition last{more->first, chance_all_met(report.question.targets, fewer->second), {}};
  for (const auto outcome : outcomes_shown(report))
    last.differences.push_back(compare_leading(more->second, fewer->second, outcome));
  return last;
}

std::string status_of(const StaffReport& report) {
  constexpr std::array<std::string_view, 3> names{"found", "not_separated", "unreachable"};
  if (!report.answer) return report.failed ? "failed" : "interrupted";
  return std::string(names[static_cast<std::size_t>(report.answer->status)]);
}

std::string chance_text(double chance) {
  if (std::isnan(chance)) return "–";
  if (chance > 0.999) return "> 99.9 %";
  if (chance < 0.001) return "< 0.1 %";
  return fmt::format("{:.1f} %", 100 * chance);
}

std::string targets_text(const StaffQuestion& question) {
  std::string text;
  for (const auto& target : question.targets) text += (text.empty() ? "" : " and ") + target_text(target);
  return text;
}

std::string staff_table(const StaffReport& report) {
  const auto outcomes = outcomes_shown(report);
  const auto with_interval = outcomes_beside(report).size();
  std::vector<Table::Column> columns{{"Positions", Align::right}};
  for (const auto outcome : outcomes)
    columns.push_back({name_with_unit(outcome_table()[outcome]), Align::right});
  columns.push_back({"Chance to meet", Align::right});
  columns.push_back({"Replications", Align::right});
  Table table(std::move(columns));
  const auto rows = rows_of(report);
  if (rows.empty()) return "";
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (row == 0 || rows[row].fresh != rows[row - 1].fresh)
      table.add_heading(rows[row].fresh ? "[confirmation, on replications that the search had not used]"
                                        : "[search, the same replications with every number]");
    std::vector<std::string> cells{with_thousands(rows[row].positions)};
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto style = style_of(outcome_table()[outcomes[i]]);
      const auto estimate = estimate_of(*rows[row].columns, outcomes[i]);
      cells.push_back(show(estimate.mean, style));
      if (i < with_interval && !std::isnan(estimate.ci_low))
        cells.back() += fmt::format(" ({})", interval_text(estimate.ci_low, estimate.ci_high, style));
    }
    cells.push_back(chance_text(chance_all_met(report.question.targets, *rows[row].columns)));
    cells.push_back(with_thousands(replications_of(*rows[row].columns)));
    table.add(std::move(cells));
  }
  return table.text();
}

std::string staff_json(const StaffReport& report) {
  JsonWriter json;
  json.begin_object().field("file", report.file).field("scenario", report.scenario);
  json.field("seed", fmt::format("{}", report.seed));
  json.field("confidence", report.question.confidence);
  json.field("own_positions", std::uint64_t{report.own_positions});
  add_answer(json, report);
  add_targets(json, report);
  add_last_position(json, report);
  json.key("numbers").begin_list();
  for (const auto& row : rows_of(report)) {
    json.begin_object().field("positions", std::uint64_t{row.positions});
    json.field("replications", std::uint64_t{replications_of(*row.columns)}).field("fresh", row.fresh);
    json.field("chance_to_meet", chance_all_met(report.question.targets, *row.columns));
    json.field("share_of_runs_that_meet", share_of_runs_met(report, *row.columns));
    json.key("outcomes").begin_list();
    for (const auto outcome : outcomes_shown(report)) {
      const auto estimate = estimate_of(*row.columns, outcome);
      json.begin_object().field("outcome", outcome_table()[outcome].name).field("mean", estimate.mean);
      json.field("sd", estimate.sd).field("n", estimate.n);
      json.field("ci_low", estimate.ci_low).field("ci_high", estimate.ci_high).end_object();
    }
    json.end_list().end_object();
  }
  json.end_list().end_object();
  return json.text();
}

std::string staff_csv(const StaffReport& report) {
  std::string text =
      "positions,replications,fresh,chance_to_meet,share_of_runs_that_meet,outcome,mean,sd,n,ci_low,ci_"
      "high\n";
  const auto number = [](double value) {
    return std::isnan(value) ? std::string() : fmt::format("{}", value);
  };
  for (const auto& row : rows_of(report)) {
    const auto start =
        fmt::format("{},{},{},{},{}", row.positions, replications_of(*row.columns), row.fresh ? "yes" : "no",
                    number(chance_all_met(report.question.targets, *row.columns)),
                    number(share_of_runs_met(report, *row.columns)));
    for (const auto outcome : outcomes_shown(report)) {
      const auto e = estimate_of(*row.columns, outcome);
      text += fmt::format("{},{},{},{},{},{},{}\n", start, outcome_table()[outcome].name, number(e.mean),
                          number(e.sd), number(e.n), number(e.ci_low), number(e.ci_high));
    }
  }
  return text;
}

}  // namespace homeward
