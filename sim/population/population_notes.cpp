#include <fmt/format.h>

#include <algorithm>

#include "sim/population/csv_population.hpp"

namespace homeward {

namespace {

/// Families whose day the run does not have: before its start, or at its end or later.
void look_at_days(const Scenario& s, const CsvPopulation& population, std::vector<std::string>& notes) {
  const auto outside = std::count_if(
      population.families.begin(), population.families.end(),
      [&](const CsvFamily& family) { return family.entry_day < s.start() || family.entry_day >= s.end(); });
  if (outside == 0) return;
  notes.push_back(
      fmt::format("{}: {} of {} families have an entry_day outside the run, which goes from {} up to {}; "
                  "they never enter",
                  s.families.csv, outside, population.families.size(), day_and_date(s.start(), s.run.opening),
                  day_and_date(s.end(), s.run.opening)));
}

/// A child stays in care until it is adult at most: a shorter warm-up starts with too few of the oldest
/// stays.
void look_at_warm_up(const Scenario& s, std::vector<std::string>& notes) {
  const auto& families = s.families;
  if (families.age_out_years == forever || !(families.entries_per_year > 0)) return;
  if (s.run.warm_up_years >= families.age_out_years) return;
  notes.push_back(fmt::format(
      "families in care are not yet stationary: the warm-up is {} years and a child can stay for {} "
      "(families.age_out_years), so that too few long stays are there at the opening and their number "
      "drifts; "
      "set run.warm_up_years = {}",
      s.run.warm_up_years, families.age_out_years, families.age_out_years));
}

}  // namespace

std::vector<std::string> population_notes(const Scenario& scenario) {
  std::vector<std::string> notes;
  bool dated = false;
  if (!scenario.families.csv.empty()) {
    const auto population = csv_population(scenario);
    dated = population->dated;
    for (const auto& note : population->notes)
      notes.push_back(fmt::format("{}: {}", scenario.families.csv, note));
    if (dated) look_at_days(scenario, *population, notes);
  }
  if (!dated) look_at_warm_up(scenario, notes);
  return notes;
}

}  // namespace homeward
