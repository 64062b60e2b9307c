#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "sim/cli/csv.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/cli/switch_view.hpp"
#include "sim/cli/uncertainty_view.hpp"
#include "sim/core/catalogs.hpp"

namespace homeward {

namespace {

double probability_better(const OutcomeInfo& outcome, const CrossedEstimate& difference) {
  if (outcome.better == Better::neither) return std::numeric_limits<double>::quiet_NaN();
  return outcome.better == Better::lower ? 1 - difference.above_zero : difference.above_zero;
}

void add_component(JsonWriter& json, std::string_view name, const VarianceComponent& component,
                   const CrossedEstimate& estimate) {
  json.key(name).begin_object().field("variance", component.estimate);
  json.field("ci_low", component.ci_low).field("ci_high", component.ci_high);
  json.field("share", share_of(component, estimate)).end_object();
}

void add_sensitivity(JsonWriter& json, const Sensitivity& sensitivity,
                     const std::vector<DrawnNumber>& numbers) {
  json.key("sensitivity").begin_object().field("r_squared", sensitivity.r_squared);
  json.field("r_squared_adjusted", sensitivity.r_squared_adjusted);
  json.key("parameters").begin_list();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto& effect = sensitivity.effects[i];
    json.begin_object().field("parameter", numbers[i].name).field("standardised", effect.standardised);
    json.field("effect", effect.effect).field("ci_low", effect.ci_low).field("ci_high", effect.ci_high);
    json.end_object();
  }
  json.end_list().end_object();
}

/// The fields of an estimate and its sensitivity, into an open object.
void add_estimate(JsonWriter& json, const CrossedEstimate& estimate, const Sensitivity& sensitivity,
                  const std::vector<DrawnNumber>& numbers) {
  json.field("mean", estimate.mean).field("ci_low", estimate.ci_low).field("ci_high", estimate.ci_high);
  json.field("doubt_low", estimate.doubt_low).field("doubt_high", estimate.doubt_high);
  json.field("draws", estimate.draws).field("replications", estimate.replications);
  add_component(json, "doubt", estimate.doubt, estimate);
  add_component(json, "luck", estimate.luck, estimate);
  add_component(json, "interaction", estimate.interaction, estimate);
  add_sensitivity(json, sensitivity, numbers);
}

void add_line(JsonWriter& json, const UncertaintyStudy& study, const UncertaintyStudy::Line& line,
              std::size_t plan) {
  const auto& outcome = *line.outcome;
  const auto& found = line.found;
  json.begin_object().field("outcome", outcome.name).field("plan", study.layout.plans[plan]);
  json.field("units", outcome.units).field("better", better_name(outcome));
  json.field("population", population_names[index(outcome.population)]);
  add_estimate(json, found.plans[plan], found.plan_sensitivities[plan], study.numbers[plan]);
  json.field("note", line.notes[plan]);
  json.field("spread_between_plans", found.spread_between_plans);
  if (plan != study.layout.baseline) {
    json.key("difference").begin_object().field("is_ratio", is_ratio(outcome));
    add_estimate(json, found.differences[plan], found.difference_sensitivities[plan], study.numbers[plan]);
    json.field("note", line.difference_notes[plan]);
    json.field("probability_higher", found.differences[plan].above_zero);
    json.field("probability_better", probability_better(outcome, found.differences[plan])).end_object();
  }
  json.end_object();
}

constexpr std::array<std::string_view, 20> csv_columns{"plan",
                                                       "baseline",
                                                       "outcome",
                                                       "units",
                                                       "better",
                                                       "baseline_mean",
                                                       "mean",
                                                       "is_ratio",
                                                       "difference",
                                                       "ci_low",
                                                       "ci_high",
                                                       "doubt_low",
                                                       "doubt_high",
                                                       "probability_better",
                                                       "draws",
                                                       "replications",
                                                       "doubt_variance",
                                                       "luck_variance",
                                                       "interaction_variance",
                                                       "note"};

}  // namespace

void add_uncertainty(JsonWriter& json, const UncertaintyStudy& study) {
  json.field("baseline", study.layout.plans[study.layout.baseline]);
  json.field("draws", std::uint64_t{study.layout.draws});
  json.field("replications", std::uint64_t{study.replications});
  json.key("plans").begin_list();
  for (const auto& plan : study.layout.plans) json.value(plan);
  json.end_list().key("parameters").begin_list();
  for (const auto& number : study.numbers.front()) json.value(number.name);
  json.end_list().key("grades").begin_list();
  for (const auto& grade : study.grades) json.value(grade);
  json.end_list().key("outcomes").begin_list();
  for (const auto& line : study.lines) {
    for (std::size_t plan = 0; plan < study.layout.plans.size(); ++plan) add_line(json, study, line, plan);
  }
  json.end_list();
  add_switches(json, study);
}

std::string uncertain_differences_csv(const UncertaintyStudy& study) {
  auto text = fmt::format("{}\n", fmt::join(csv_columns, ","));
  const auto& plans = study.layout.plans;
  for (const auto& line : study.lines) {
    const auto& outcome = *line.outcome;
    for (std::size_t plan = 0; plan < plans.size(); ++plan) {
      if (plan == study.layout.baseline) continue;
      const auto& difference = line.found.differences[plan];
      std::vector<std::string> cells{csv_text(plans[plan]), csv_text(plans[study.layout.baseline]),
                                     csv_text(outcome.name), csv_text(outcome.units),
                                     std::string(better_name(outcome))};
      cells.push_back(csv_number(line.found.plans[study.layout.baseline].mean));
      cells.push_back(csv_number(line.found.plans[plan].mean));
      cells.emplace_back(is_ratio(outcome) ? "1" : "0");
      for (const double number :
           {difference.mean, difference.ci_low, difference.ci_high, difference.doubt_low,
            difference.doubt_high, probability_better(outcome, difference), difference.draws,
            difference.replications, difference.doubt.estimate, difference.luck.estimate,
            difference.interaction.estimate}) {
        cells.push_back(csv_number(number));
      }
      cells.push_back(csv_text(line.difference_notes[plan]));
      text += fmt::format("{}\n", fmt::join(cells, ","));
    }
  }
  return text;
}

}  // namespace homeward
