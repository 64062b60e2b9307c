#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "sim/cli/difference_text.hpp"
#include "sim/cli/fill_template.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/stress_answers.hpp"
#include "sim/cli/switch_view.hpp"
#include "sim/core/catalogs.hpp"

namespace homeward {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::string_view no_register =
    "The file was written before results files held their evidence; run the study again to see it.";

std::string code(std::string_view name) {
  return fmt::format("`{}`", name);
}

/// The shortest text that reads back to the same number.
std::string number_in_full(double value) {
  return std::isinf(value) ? (value > 0 ? "unlimited" : "-unlimited") : fmt::format("{}", value);
}

/// What a plan has of a row; "" where the row is not its own.
std::string value_text(const RegisterRow& row, std::size_t plan) {
  if (row.in_plan[plan] == 0) return "";
  return std::isnan(row.values[plan]) ? row.text : number_in_full(row.values[plan]);
}

/// The values of a row over the plans that have it: one, or one for each.
std::string values_text(const ReportedStudy& study, const RegisterRow& row) {
  if (row.role == "uncertainty" && row.low < row.high)
    return fmt::format("{} to {} (drawn)", number_in_full(row.low), number_in_full(row.high));
  std::vector<std::pair<std::string, std::vector<std::string>>> found;  // value -> plans
  for (std::size_t plan = 0; plan < row.in_plan.size(); ++plan) {
    const auto text = value_text(row, plan);
    if (text.empty()) continue;
    auto same = std::find_if(found.begin(), found.end(), [&](const auto& one) { return one.first == text; });
    if (same == found.end()) same = found.insert(found.end(), {text, {}});
    same->second.push_back(study.evidence.plans[plan]);
  }
  if (found.size() == 1) return found.front().first;
  if (found.size() > most_plans_in_report)
    return fmt::format("{} to {}", number_in_full(row.low), number_in_full(row.high));
  std::string all;
  for (const auto& [value, plans] : found)
    all += fmt::format("{}{} ({})", all.empty() ? "" : "; ", value, fmt::join(plans, ", "));
  return all;
}

std::string range_text(const RegisterRow& row) {
  return row.range
             ? fmt::format("{} to {}", number_in_full(row.range->first), number_in_full(row.range->second))
             : "";
}

std::string grade_of(const RegisterRow& row) {
  if (row.grade) return std::string{grade_names[index(*row.grade)]};
  return row.standing == Standing::without_source ? "no source" : "choice";
}

std::string differences(const ReportedStudy& study) {
  const auto& evidence = study.evidence;
  if (evidence.rows.empty()) return std::string{no_register};
  if (study.plans.size() < 2) return "The file holds one plan; nothing differs.";
  if (study.plans.size() > most_plans_in_report)
    return "The plans differ in the varied keys (1.3); what each has is in `/evidence/value`.";
  std::vector<std::string> order;  // parameters in order of appearance
  std::map<std::string, std::vector<std::string>> cells;
  for (const auto& row : evidence.rows) {
    auto& own = cells[row.parameter];
    if (own.empty()) {
      own.resize(evidence.plans.size());
      order.push_back(row.parameter);
    }
    for (std::size_t plan = 0; plan < own.size(); ++plan)
      if (row.in_plan[plan] == 1) own[plan] = value_text(row, plan);
  }
  std::vector<std::string> headings{"parameter"};
  headings.insert(headings.end(), evidence.plans.begin(), evidence.plans.end());
  Rows rows;
  for (const auto& parameter : order) {
    auto own = cells[parameter];
    if (std::all_of(own.begin(), own.end(), [&](const auto& cell) { return cell == own.front(); })) continue;
    own.insert(own.begin(), code(parameter));
    rows.push_back(std::move(own));
  }
  return rows.empty() ? "No parameter differs between the plans." : markdown_table(headings, rows);
}

std::string sources(const ReportedStudy& study) {
  const auto& rows_of_file = study.evidence.rows;
  if (rows_of_file.empty()) return std::string{no_register};
  Rows counts;
  std::string lists;
  for (std::size_t grade = 0; grade < grade_names.size(); ++grade) {
    std::vector<std::pair<std::string, std::vector<std::string>>> by_source;
    std::set<std::string> parameters;
    for (const auto& row : rows_of_file) {
      if (!row.grade || index(*row.grade) != grade) continue;
      parameters.insert(row.parameter);
      auto same = std::find_if(by_source.begin(), by_source.end(),
                               [&](const auto& one) { return one.first == row.source; });
      if (same == by_source.end()) same = by_source.insert(by_source.end(), {row.source, {}});
      same->second.push_back(row.parameter);
    }
    counts.push_back({std::string{grade_names[grade]}, fmt::format("{}", parameters.size()),
                      fmt::format("{}", by_source.size())});
    if (by_source.empty() || static_cast<Grade>(grade) == Grade::assumption) continue;
    lists += fmt::format("\n*{}*\n\n", grade_names[grade]);
    for (const auto& [source, names] : by_source)
      lists += fmt::format("- {} (for {}{})\n", source, code(names.front()),
                           names.size() == 1 ? "" : fmt::format(" and {} more", names.size() - 1));
  }
  return markdown_table({"grade", "parameters", "different sources"}, counts) + lists +
         "\nWhat is said of assumptions stands with each of them in 3.3.";
}

std::string preprocessing(const ReportedStudy& study) {
  std::set<std::string> files;
  for (const auto& row : study.evidence.rows)
    if (row.parameter == "families.csv" && !row.text.empty()) files.insert(row.text);
  if (files.empty())
    return "In this file families are drawn from the distributions of 3.3; no population file was read.";
  return fmt::format("In this file families were read from {}; what its columns do not say was drawn (3.3).",
                     fmt::join(files, ", "));
}

std::string parameters(const ReportedStudy& study) {
  if (study.evidence.rows.empty()) return std::string{no_register};
  Rows rows;
  std::set<std::string> built_in;
  std::string before;
  for (const auto& row : study.evidence.rows) {
    if (row.standing == Standing::built_in) {
      built_in.insert(row.parameter);
      continue;
    }
    const bool again = !row.source.empty() && row.source == before;
    rows.push_back({code(row.parameter), values_text(study, row), row.unit, grade_of(row), range_text(row),
                    row.distribution, again ? "as above" : row.source});
    before = row.source;
  }
  return markdown_table({"parameter", "value", "unit", "grade", "range", "drawn from", "source"}, rows) +
         fmt::format(
             "\nUnit 1: a pure number. A range is that of its source line; one line may be about a whole "
             "table. {} more keys have their built-in value, with which their mechanism is off.",
             built_in.size());
}

/// Names of the rows that a condition holds for, each once.
template <typename Condition>
std::vector<std::string> names_where(const ReportedStudy& study, Condition holds) {
  std::vector<std::string> names;
  for (const auto& row : study.evidence.rows)
    if (holds(row) && (names.empty() || names.back() != code(row.parameter)))
      names.push_back(code(row.parameter));
  return names;
}

std::string what_matters(const ReportedStudy& study) {
  if (study.doubt.empty())
    return "\n**Which of them matter most** this file does not tell: it holds no draws. `homeward run "
           "SCENARIO.toml... "
           "--draws 60 -n 5` draws what `[uncertainty]` doubts, and says which numbers the answers hang on "
           "and "
           "where the plan to prefer would change.";
  const auto& doubt = study.doubt.front();
  const bool of_differences = doubt.layout.plans.size() > 1;
  const auto few = too_few_draws_in_words(doubt);
  if (!few.empty()) return "\n**Which of them matter most** this file does not tell: " + few;
  Rows rows;
  for (const auto& [number, size] : what_matters_most(doubt, of_differences))
    rows.push_back(
        {code(doubt.numbers.front()[number].name), doubt.grades[number], fmt::format("{:.2f}", size)});
  auto text = fmt::format(
      "\n**Which drawn numbers matter most**, by the largest change of a main outcome{} in standard "
      "deviations "
      "between draws, for one of the number (one in twenty that do nothing is named by chance):\n\n",
      of_differences ? "'s difference from the baseline" : "");
  text += rows.empty() ? "No effect of a drawn number is told from none.\n"
                       : markdown_table({"parameter", "grade", "change"}, rows);
  if (!of_differences) return text;
  Rows switches;
  for (const auto& one : switches_in_range(doubt))
    switches.push_back({code(one.outcome->name),
                        fmt::format("{} or {}", study.plans[doubt.pairs[one.pair].plan],
                                    study.plans[doubt.pairs[one.pair].against]),
                        code(one.parameter), one.grade, one.point, one.drawn, one.below, one.above});
  text +=
      "\n**Where the plan to prefer would change**, by one outcome at a time, the other numbers averaged "
      "(perhaps: at "
      "one end of what was drawn it is not told which plan is preferred):\n\n";
  return text +
         (switches.empty()
              ? "No drawn number changes the plan that a main outcome prefers within the range drawn.\n"
              : markdown_table({"outcome", "plans", "parameter", "grade", "switch at (95 %)", "drawn",
                                "plan to prefer below", "above"},
                               switches));
}

std::string assumptions(const ReportedStudy& study) {
  if (study.evidence.rows.empty()) return std::string{no_register};
  const auto assumed = names_where(study, [](const auto& row) { return row.grade == Grade::assumption; });
  const auto without =
      names_where(study, [](const auto& row) { return row.standing == Standing::without_source; });
  const auto drawn = names_where(study, [](const auto& row) { return !row.distribution.empty(); });
  auto text =
      fmt::format("Numbers that are assumptions ({}): {}.\n", assumed.size(), fmt::join(assumed, ", "));
  text += without.empty() ? "\nNo number is without a source.\n"
                          : fmt::format("\nNumbers without a source ({}): {}.\n", without.size(),
                                        fmt::join(without, ", "));
  text += drawn.empty() ? "\nNo parameter has a distribution that says how doubtful it is.\n"
                        : fmt::format("\nDoubtful by a stated distribution ({}): {}.\n", drawn.size(),
                                      fmt::join(drawn, ", "));
  return text + what_matters(study);
}

}  // namespace

void answer_evidence(const ReportedStudy& study, std::map<std::string, std::string>& answers) {
  answers["differences"] = differences(study);
  answers["sources"] = sources(study);
  answers["preprocessing"] = preprocessing(study);
  answers["parameters"] = parameters(study);
  answers["assumptions"] = assumptions(study);
}

}  // namespace homeward
