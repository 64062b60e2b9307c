#include "sim/cli/compare_ratios.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

#include "sim/cli/numbers.hpp"
#include "sim/cli/table.hpp"
#include "sim/measure/fieller.hpp"

namespace homeward {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct RateRatio {
  std::string_view outcome, name, long_name;
};
constexpr std::array<RateRatio, 3> rate_ratios{
    {{"reunified_12_months", "relative_rate_reunified_12_months", "Rate of going home within 12 months, times"},
     {"reunified_24_months", "relative_rate_reunified_24_months", "Rate of going home within 24 months, times"},
     {"reunified_36_months", "relative_rate_reunified_36_months", "Rate of going home within 36 months, times"}}};

struct PerReunification {
  std::string_view outcome, name, units, long_name;
};
constexpr std::array<PerReunification, 2> per_reunification{
    {{"coach_years_with_follow_up", "coach_years_per_additional_sustained_reunification", "coach-years",
      "Coach-years for each additional family home for 12 months"},
     {"cost_total_undiscounted_with_follow_up", "dollars_per_additional_sustained_reunification", "usd",
      "Net dollars for each additional family home for 12 months"}}};

/// The pairs of one plan.
class Pairs {
 public:
  Pairs(const StudyNumbers& study, std::size_t scenario) : study_(study), scenario_(scenario) {}

  /// Why the outcome cannot be compared; "" where it can.
  std::string lacks(std::string_view outcome) const {
    const auto index = outcome_index(outcome);
    const auto& info = outcome_table()[index];
    const auto reason = [&](std::size_t scenario) { return study_.identified[index][scenario].reason; };
    const auto span = [&](std::size_t scenario) { return study_.spans.empty() ? RunSpan{} : study_.spans[scenario]; };
    const auto found = reason_of_difference(info, reason(scenario_), reason(study_.baseline), span(scenario_),
                                            span(study_.baseline));
    if (found != Reason::none)
      return found == Reason::unlike_periods ? "totals of runs of unlike length are not compared"
                                             : reason_text(info, found, span(scenario_));
    return values(outcome).first.size() < 2 ? "it takes two pairs of runs at least" : "";
  }

  /// Whether it rests on those alone whose follow-up is long enough by now.
  bool is_part(std::string_view outcome) const {
    const auto& identified = study_.identified[outcome_index(outcome)];
    return identified[scenario_].partly() || identified[study_.baseline].partly();
  }

  /// The plan's and the baseline's values, of runs where both have one.
  std::pair<std::vector<double>, std::vector<double>> values(std::string_view outcome) const {
    const auto& runs = study_.outcomes[outcome_index(outcome)];
    std::pair<std::vector<double>, std::vector<double>> both;
    for (std::size_t r = 0; r < runs[scenario_].size(); ++r) {
      if (std::isnan(runs[scenario_][r]) || std::isnan(runs[study_.baseline][r])) continue;
      both.first.push_back(runs[scenario_][r]);
      both.second.push_back(runs[study_.baseline][r]);
    }
    return both;
  }

  std::vector<double> differences(std::string_view outcome) const {
    auto [plan, baseline] = values(outcome);
    for (std::size_t i = 0; i < plan.size(); ++i) plan[i] -= baseline[i];
    return plan;
  }

 private:
  const StudyNumbers& study_;
  std::size_t scenario_;
};

PlanRatio rate_ratio(const Pairs& pairs, const RateRatio& rate, std::size_t scenario) {
  PlanRatio made{rate.name, "1", rate.long_name, scenario, none, none, none, pairs.lacks(rate.outcome), {}};
  if (!made.why.empty()) return made;
  const auto [plan, baseline] = pairs.values(rate.outcome);
  OutcomeInfo as;
  as.summary = Summary::ratio_of_means;
  const auto estimate = summarise(as, plan, plan, baseline);
  made.value = estimate.mean, made.low = estimate.ci_low, made.high = estimate.ci_high;
  if (pairs.is_part(rate.outcome)) made.note = "of those followed so far";
  if (std::isnan(estimate.mean)) made.why = "nobody goes home under the baseline";
  return made;
}

PlanRatio per_additional(const Pairs& pairs, const PerReunification& what, std::size_t scenario) {
  constexpr std::string_view sustained = "sustained_reunifications";
  PlanRatio made{what.name, what.units, what.long_name, scenario, none, none, none, pairs.lacks(what.outcome), {}};
  if (made.why.empty()) made.why = pairs.lacks(sustained);
  if (!made.why.empty()) return made;
  const auto ratio = fieller_ratio(pairs.differences(what.outcome), pairs.differences(sustained));
  if (ratio.bounded())
    made.value = ratio.ratio, made.low = ratio.low, made.high = ratio.high;
  else
    made.why = "not estimable: the plan's additional reunifications are not told from none";
  return made;
}

std::string shown(const PlanRatio& ratio, double value) {
  return ratio.units == "usd" ? with_thousands(std::llround(value)) : fmt::format("{:.3f}", value);
}

}  // namespace

std::vector<PlanRatio> plan_ratios(const StudyNumbers& study) {
  std::vector<PlanRatio> ratios;
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    if (scenario == study.baseline) continue;
    const Pairs pairs(study, scenario);
    for (const auto& rate : rate_ratios) ratios.push_back(rate_ratio(pairs, rate, scenario));
    for (const auto& what : per_reunification) ratios.push_back(per_additional(pairs, what, scenario));
  }
  return ratios;
}

std::string ratios_table(const StudyNumbers& study, const std::vector<PlanRatio>& ratios) {
  if (ratios.empty()) return "";
  Table table({{"Against the baseline", Align::left, 66}, {"Value", Align::right}, {"95 % interval", Align::left, 60}});
  std::size_t plan = study.baseline;
  for (const auto& ratio : ratios) {
    if (ratio.scenario != plan) table.add_heading(study.scenarios[plan = ratio.scenario]);
    const bool given = ratio.why.empty();
    table.add({fmt::format("  {}", ratio.long_name), given ? shown(ratio, ratio.value) : "–",
               given ? fmt::format("{} to {}{}{}", shown(ratio, ratio.low), shown(ratio, ratio.high),
                                       ratio.note.empty() ? "" : ", ", ratio.note)
                         : ratio.why});
  }
  return table.text() +
         "Rates are of all children that enter, whether a coach was offered or not. Additional means beyond the baseline;\n"
         "dollars are undiscounted, with care at the maintenance rate, and below 0 where the plan saves more than it costs.\n";
}

void add_ratios(JsonWriter& json, const StudyNumbers& study, const std::vector<PlanRatio>& ratios) {
  json.key("ratios").begin_list();
  for (const auto& ratio : ratios) {
    json.begin_object().field("name", ratio.name).field("scenario", study.scenarios[ratio.scenario]);
    json.field("units", ratio.units).field("long_name", ratio.long_name).field("value", ratio.value);
    json.field("ci_low", ratio.low).field("ci_high", ratio.high).field("reason", ratio.why);
    json.field("note", ratio.note).end_object();
  }
  json.end_list();
}

}  // namespace homeward
