#include <algorithm>
#include <array>

#include "sim/measure/last_instant.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// What happened from the opening to the end of follow-up, counted: it grows with the length of the run.
namespace homeward {
namespace {

constexpr OutcomeInfo total(OutcomeInfo info) {
  info.population = Population::whole_period;
  info.needs = {.equal_periods = true};
  return info;
}

constexpr std::array rows{
    total({.name = "coach_years",
           .units = "1",
           .long_name = "Years of filled coach positions",
           .definition =
               "Years that coach positions were filled, coaches in training included, from the opening "
               "to the end of follow-up.",
           .better = Better::neither,
           .quantity = Quantity::count,
           .rests_on = RestsOn::nobody,
           .of_coaches = true}),
    total({.name = "coach_years_with_follow_up",
           .units = "1",
           .long_name = "Years of filled coach positions, to 12 months before the end",
           .definition = "coach_years to 12 months before the end of follow-up: of the days of which it is known who was home "
                         "12 months later.",
           .better = Better::neither,
           .quantity = Quantity::count,
           .rests_on = RestsOn::nobody,
           .of_coaches = true}),
    total({.name = "child_days_in_care",
           .units = "d",
           .long_name = "Days of children in care",
           .definition =
               "Days that children spent in care, trial home visits included, summed over all children "
               "in the system, from the opening to the end of follow-up.",
           .better = Better::lower,
           .quantity = Quantity::days,
           .rests_on = RestsOn::program_families}),
    total({.name = "reentries",
           .units = "1",
           .long_name = "Children coming back into care",
           .definition = "Removals of children who had been removed before, from the opening to the end of "
                         "follow-up.",
           .better = Better::lower,
           .quantity = Quantity::count,
           .rests_on = RestsOn::program_families})};

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  const auto filled_to = [&](SimTime end) {
    Days filled = 0;
    for (const CoachRecord& coach : run.coaches)
      filled += std::max(0.0, std::min(coach.left, end) - std::max(coach.hired, 0.0));
    return filled;
  };
  Days in_care = 0;
  for (const FamilyRecord& family : run.families)
    in_care += family.use(Account::undiscounted).all_child_days();
  double reentries = 0;
  for_each_stay(run, [&](const Stay& stay) {
    const bool counts = !stay.is_first() && stay.removal() >= 0 && stay.removal() < run.end;
    reentries += counts ? 1 : 0;
  });
  sheet.set("coach_years", filled_to(run.end) / days_per_year);
  sheet.set("coach_years_with_follow_up", filled_to(run.end - days_per_year) / days_per_year);
  if (!is_followed_to(days_per_year, run.end)) sheet.lacks("coach_years_with_follow_up", Reason::follow_up);
  sheet.set("child_days_in_care", in_care);
  sheet.set("reentries", reentries);
}

}  // namespace

Section totals_section() {
  return {rows, measure};
}

}  // namespace homeward
