#include "sim/experiment/stored_size.hpp"

#include <algorithm>

#include "sim/measure/measure.hpp"

namespace homeward {

namespace {

double numbers_of_run(const Scenario& scenario, RecordLevel level) {
  const auto outcomes = outcome_table();
  const auto by_trait =
      std::count_if(outcomes.begin(), outcomes.end(), [](const auto& info) { return info.by_trait; });
  double numbers = static_cast<double>(outcomes.size()) +
                   static_cast<double>(by_trait) * static_cast<double>(trait_level_names(scenario).size());
  if (level == RecordLevel::runs) return numbers;
  numbers += static_cast<double>(series_table().size() * months(scenario));
  numbers += 2.0 * static_cast<double>(cumulative_table().size() * months_since(scenario));
  return numbers;
}

double families_of_run(const Scenario& scenario) {
  const double years = scenario.run.warm_up_years + scenario.run.entry_years + scenario.run.follow_up_years;
  return scenario.families.entries_per_year * years;
}

constexpr double bytes_per_cohort_family = sizeof(std::int8_t) + sizeof(float);

double cohort_families_of_run(const Scenario& scenario) {
  return scenario.families.entries_per_year * scenario.run.entry_years;
}

/// A life without a coach is a few dozen events; a coached one adds its contacts for about a year.
double events_of_family(const Scenario& scenario) {
  constexpr double uncoached = 30;
  constexpr double weeks_coached = 52;
  const auto& contacts = scenario.program.support.contacts_per_week;
  return uncoached + weeks_coached * *std::max_element(contacts.begin(), contacts.end());
}

double logged_families_of_run(const RunPlan& plan, double families) {
  if (plan.logged_families.empty()) return families;
  return std::min(families, static_cast<double>(plan.logged_families.size()));
}

}  // namespace

std::uint64_t estimated_stored_bytes(const RunPlan& plan) {
  constexpr double episodes_per_family = 1.3;
  double bytes = 0;
  for (const auto& planned : plan.scenarios) {
    const Scenario& scenario = *planned.scenario;
    const double families = families_of_run(scenario);
    bytes += sizeof(double) * numbers_of_run(scenario, plan.record);
    if (plan.record >= RecordLevel::series)
      bytes += bytes_per_cohort_family * cohort_families_of_run(scenario);
    if (plan.record >= RecordLevel::families) {
      bytes +=
          families * episodes_per_family * static_cast<double>(sizeof(FamilyRow) + scenario.traits.size());
    }
    if (plan.record == RecordLevel::events) {
      bytes += logged_families_of_run(plan, families) * events_of_family(scenario) * sizeof(EventRow);
    }
  }
  return static_cast<std::uint64_t>(bytes * plan.replications);
}

}  // namespace homeward
