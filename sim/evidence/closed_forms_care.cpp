#include <fmt/format.h>

#include <array>
#include <cmath>

#include "sim/evidence/closed_forms.hpp"
#include "sim/evidence/closed_forms_cases.hpp"
#include "sim/measure/measure.hpp"

namespace homeward::theory {

namespace {

constexpr std::array<std::size_t, 3> months_shown{1, 12, 24};
constexpr std::array<double, 3> permanency_shares{0.5, 0.3, 0.2};
const std::string competing = "Kalbfleisch & Prentice 2002, section 8.2";

/// The cumulative curves of these events at the months shown, as the results file has them.
std::vector<double> curves_at_months(const Scenario& scenario, const RunRecord& run,
                                     const std::vector<std::string>& events) {
  const RunResult result = homeward::measure(scenario, run, RecordLevel::series);
  const std::size_t length = months_since(scenario);
  std::vector<double> values;
  for (const auto& event : events) {
    std::size_t curve = 0;
    while (cumulative_table()[curve].event != event) ++curve;
    for (const auto month : months_shown) values.push_back(result.cumulative[curve * length + month]);
  }
  return values;
}

/// Children leave care in a race of three clocks.
KnownCase race(const std::string& section, const Clock& readiness, const Clock& other_permanency,
               const Clock& other_exit) {
  KnownCase known;
  known.section = section;
  known.source = competing;
  known.scenario = families_only(1500, 1, 2);
  known.scenario.hazards.readiness = readiness;
  known.scenario.hazards.other_permanency = other_permanency;
  known.scenario.hazards.other_exit = other_exit;
  known.scenario.permanency.shares = permanency_shares;
  known.replications = 60;
  const std::vector<Clock> clocks{readiness, other_permanency, other_exit};
  const std::vector<double> plain{1, 1, 1};
  const auto add = [&](const char* what, std::size_t winner, double share) {
    for (const auto month : months_shown) {
      const Days t = static_cast<double>(month) * days_per_month;
      known.quantities.push_back({fmt::format("{} within {} month{}", what, month, month == 1 ? "" : "s"),
                                  "1", share * incidence(clocks, plain, winner, t)});
    }
  };
  add("home", 0, 1);
  add("adopted", 1, permanency_shares[0]);
  add("left in another way", 2, 1);
  known.measure = [](const Scenario& s, const RunRecord& run) {
    return curves_at_months(s, run, {"reunified", "adopted", "other_exit"});
  };
  return known;
}

/// Families that went home come back by one law, counted from the exit.
KnownCase coming_back() {
  const Clock law = Weibull{0.6, 1500};
  KnownCase known;
  known.section = "Re-entry by a Weibull law";
  known.source = "Kalbfleisch & Prentice 2002, table 2.1";
  known.scenario = families_only(1000, 1, 3);
  known.scenario.hazards.readiness = Exponential{40};
  known.scenario.hazards.reentry = law;
  known.replications = 60;
  for (const auto month : months_shown) {
    known.quantities.push_back({fmt::format("back within {} month{}", month, month == 1 ? "" : "s"), "1",
                                distribution_of(law)(static_cast<double>(month) * days_per_month)});
  }
  known.measure = [](const Scenario& s, const RunRecord& run) {
    return curves_at_months(s, run, {"reentry"});
  };
  return known;
}

/// Mean, and mean square about the expected value, of how often something happened in the first t days.
std::array<double, 2> happenings(const RunRecord& run, EventKind kind, Days t, double expected) {
  std::vector<double> counts(run.families.size(), 0);
  for (const auto& row : run.log) {
    if (row.family == 0 || static_cast<EventKind>(row.kind) != kind) continue;
    if (row.day <= run.families[row.family - 1].entry + t) ++counts[row.family - 1];
  }
  double families = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (run.families[i].entry + t > run.end) continue;
    ++families;
    sum += counts[i];
    squares += (counts[i] - expected) * (counts[i] - expected);
  }
  return {sum / families, squares / families};
}

KnownCase moves() {
  const Clock law = Weibull{0.65, 150};
  KnownCase known;
  known.section = "Renewal of placements";
  known.source = "renewal function, Xie 1989";
  known.scenario = families_only(600, 1, 1);
  known.scenario.hazards.placement_move = law;
  known.replications = 40;
  known.logged = true;
  for (const Days t : {60.0, 500.0}) {
    known.quantities.push_back(
        {fmt::format("placement moves in {} days", t), "1", renewals(distribution_of(law), t)});
  }
  known.measure = [](const Scenario&, const RunRecord& run) {
    return std::vector{happenings(run, EventKind::placement_move, 60, 0)[0],
                       happenings(run, EventKind::placement_move, 500, 0)[0]};
  };
  return known;
}

KnownCase setbacks() {
  constexpr Days mean = 120, t = 500;
  KnownCase known;
  known.section = "Setbacks, a Poisson process";
  known.source = "Ross 1996, section 2.1";
  known.scenario = families_only(600, 1, 1);
  known.scenario.hazards.setback = Exponential{mean};
  known.scenario.hazards.readiness = Exponential{100};
  known.scenario.hazards.reentry = Exponential{200};
  known.replications = 40;
  known.logged = true;
  known.quantities = {{"setbacks in 500 days, mean", "1", t / mean}, {"their variance", "1", t / mean}};
  known.measure = [](const Scenario&, const RunRecord& run) {
    const auto [first, second] = happenings(run, EventKind::setback, t, t / mean);
    return std::vector{first, second};
  };
  return known;
}

}  // namespace

Scenario families_only(double entries_per_year, double entry_years, double follow_up_years) {
  Scenario scenario;
  scenario.name = "closed-form";
  scenario.families.entries_per_year = entries_per_year;
  scenario.run.entry_years = entry_years;
  scenario.run.follow_up_years = follow_up_years;
  return scenario;
}

std::vector<double> outcomes_named(const Scenario& scenario, const RunRecord& run,
                                   const std::vector<std::string>& names) {
  const RunResult result = homeward::measure(scenario, run, RecordLevel::runs);
  std::vector<double> values;
  for (const auto& name : names) values.push_back(result.outcomes[outcome_index(name)]);
  return values;
}

std::vector<KnownCase> cases_of_care() {
  return {race("Competing risks, constant", Exponential{300}, Exponential{900}, Exponential{2500}),
          race("Competing risks, Weibull", Weibull{0.7, 400}, Weibull{1.8, 700}, Exponential{2000}),
          coming_back(), moves(), setbacks()};
}

}  // namespace homeward::theory
