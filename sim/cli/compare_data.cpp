#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/cli/compare_view.hpp"
#include "sim/cli/csv.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/measure/drift.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, 4> not_synchronised{"order of the queue", "which coach a family gets",
                                                           "waits for a coach", "dates of contacts"};

/// NaN for outcomes of which neither direction is better.
double if_better(const ComparedLine& line, double value) {
  return line.outcome->better == Better::neither ? std::numeric_limits<double>::quiet_NaN() : value;
}

constexpr std::array<std::string_view, 20> csv_columns{"scenario",
                                                       "baseline",
                                                       "quantity",
                                                       "units",
                                                       "better",
                                                       "baseline_mean",
                                                       "mean",
                                                       "is_ratio",
                                                       "difference",
                                                       "sd",
                                                       "n",
                                                       "ci_low",
                                                       "ci_high",
                                                       "simultaneous_ci_low",
                                                       "simultaneous_ci_high",
                                                       "share_of_replications_better",
                                                       "confidence_mean_is_better",
                                                       "variance_ratio",
                                                       "independent_replications_needed",
                                                       "reason"};

std::string csv_row(const Comparisons& all, std::size_t plan, std::vector<std::string> cells) {
  cells.insert(cells.begin(),
               {csv_text(all.study.scenarios[plan]), csv_text(all.study.scenarios[all.study.baseline])});
  cells.resize(csv_columns.size());
  return fmt::format("{}\n", fmt::join(cells, ","));
}

std::string csv_row(const Comparisons& all, const ComparedLine& line) {
  const auto& outcome = *line.outcome;
  const auto& difference = line.difference;
  std::vector<std::string> cells{std::string(outcome.name), std::string(outcome.units),
                                 std::string(better_name(outcome))};
  cells.push_back(csv_number(line.baseline.mean));
  cells.push_back(csv_number(line.plan.mean));
  cells.emplace_back(is_ratio(outcome) ? "1" : "0");
  for (const double number :
       {difference.mean, difference.sd, difference.n, difference.ci_low, difference.ci_high,
        line.together.low, line.together.high, if_better(line, line.share_better),
        if_better(line, line.confidence_better), difference.variance_ratio, line.unpaired_replications}) {
    cells.push_back(csv_number(number));
  }
  cells.emplace_back(reason_names[index(line.no_difference)]);
  return csv_row(all, line.scenario, std::move(cells));
}

std::string csv_row(const Comparisons& all, std::size_t plan, const FamilyChangeInfo& info,
                    const Estimate& estimate, Reason reason) {
  std::vector<std::string> cells{std::string(info.name), std::string(info.units), "", "", "", "0"};
  for (const double number : {estimate.mean, estimate.sd, estimate.n, estimate.ci_low, estimate.ci_high}) {
    cells.push_back(csv_number(number));
  }
  cells.resize(csv_columns.size() - 3);
  cells.emplace_back(reason_names[index(reason)]);
  return csv_row(all, plan, std::move(cells));
}

void add_line(JsonWriter& json, const ComparedLine& line, const StudyNumbers& study) {
  const auto& difference = line.difference;
  json.begin_object().field("outcome", line.outcome->name).field("scenario", study.scenarios[line.scenario]);
  json.field("units", line.outcome->units).field("better", better_name(*line.outcome));
  json.field("baseline_mean", line.baseline.mean).field("mean", line.plan.mean);
  json.field("is_ratio", is_ratio(*line.outcome)).field("difference", difference.mean);
  json.field("sd", difference.sd).field("n", difference.n);
  json.field("ci_low", difference.ci_low).field("ci_high", difference.ci_high);
  json.field("simultaneous_ci_low", line.together.low).field("simultaneous_ci_high", line.together.high);
  json.field("share_of_replications_better", if_better(line, line.share_better));
  json.field("confidence_mean_is_better", if_better(line, line.confidence_better));
  json.field("share_of_replications_higher", difference.share_higher);
  json.field("confidence_mean_is_higher", difference.confidence_higher);
  json.field("variance_ratio", difference.variance_ratio);
  json.field("independent_replications_needed", line.unpaired_replications);
  json.field("reason", reason_names[index(line.no_difference)]).field("note", line.note).end_object();
}

void add_families(JsonWriter& json, const Comparisons& all) {
  json.key("families").begin_list();
  for (std::size_t plan = 0; plan < all.families.size(); ++plan) {
    if (plan == all.study.baseline) continue;
    json.begin_object().field("scenario", all.study.scenarios[plan]);
    json.field("pairs", all.families[plan].pairs);
    const auto table = family_change_table();
    for (std::size_t change = 0; change < table.size(); ++change) {
      const auto& estimate = all.families[plan].of[change];
      json.key(table[change].name).begin_object().field("units", table[change].units);
      json.field("mean", estimate.mean).field("ci_low", estimate.ci_low).field("ci_high", estimate.ci_high);
      json.field("depends_on_how_luck_is_coupled", table[change].coupled);
      const auto reason = all.families[plan].reasons[change];
      json.field("reason", reason_names[index(reason)]);
      json.field("note", family_reason_text(static_cast<FamilyChange>(change), reason)).end_object();
    }
    json.end_object();
  }
  json.end_list();
}

}  // namespace

void add_comparisons(JsonWriter& json, const Comparisons& all) {
  json.field("baseline", all.study.scenarios[all.study.baseline]);
  json.field("replications_stored", std::uint64_t{all.study.stored_replications});
  json.field("replications", std::uint64_t{all.study.replications})
      .field("confidence_level", confidence_level);
  json.key("simultaneous").begin_object().field("method", "Bonferroni");
  json.field("intervals", std::uint64_t{all.intervals}).end_object();
  json.key("drifts").begin_list();
  for (std::size_t i = 0; i < all.study.drifts.size(); ++i) {
    if (std::isnan(all.study.drifts[i])) continue;
    json.begin_object().field("scenario", all.study.scenarios[i]);
    json.field("in_care_drift", all.study.drifts[i])
        .field("note", drift_text(all.study.drifts[i]))
        .end_object();
  }
  json.end_list();
  json.key("differences").begin_list();
  for (const auto& line : all.lines) add_line(json, line, all.study);
  json.end_list();
  add_families(json, all);
  json.key("not_synchronised").begin_list();
  for (const auto what : not_synchronised) json.value(what);
  json.end_list();
}

std::string comparisons_csv(const Comparisons& all) {
  auto text = fmt::format("{}\n", fmt::join(csv_columns, ","));
  for (const auto& line : all.lines) text += csv_row(all, line);
  const auto table = family_change_table();
  for (std::size_t plan = 0; plan < all.families.size(); ++plan) {
    if (plan == all.study.baseline) continue;
    for (std::size_t change = 0; change < table.size(); ++change) {
      text += csv_row(all, plan, table[change], all.families[plan].of[change],
                      all.families[plan].reasons[change]);
    }
  }
  return text;
}

}  // namespace homeward
