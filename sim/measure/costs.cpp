#include <algorithm>
#include <array>
#include <cmath>

#include "sim/measure/last_instant.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// Dollars spent from the opening to the end of follow-up on everybody in the system, whoever causes them,
/// discounted to the opening.
namespace homeward {
namespace {

constexpr OutcomeInfo of_cost(std::string_view name, std::string_view long_name,
                              std::string_view definition) {
  return {.name = name,
          .units = "usd",
          .long_name = long_name,
          .definition = definition,
          .population = Population::whole_period,
          .better = Better::lower,
          .quantity = Quantity::dollars,
          .rests_on = RestsOn::nobody,
          .needs = {.equal_periods = true}};
}

constexpr OutcomeInfo of_coaches(OutcomeInfo info) {
  info.of_coaches = true;
  return info;
}

constexpr std::array rows{
    of_cost("cost_total", "Total cost, care at the maintenance rate",
            "Dollars spent on coaches, concrete services, care days at the maintenance rate and court "
            "hearings for all families in the system, from the opening to the end of follow-up, discounted "
            "to the opening."),
    of_coaches(of_cost(
        "cost_coaches", "Cost of coaches",
        "Dollars spent on pay and supervision of filled coach positions and on hiring and training new "
        "coaches, from the opening to the end of follow-up, discounted to the opening; those in post "
        "when the simulation starts are not new.")),
    of_cost("cost_concrete", "Cost of concrete services",
            "Dollars given to families as money, housing help or goods from the opening to the end of "
            "follow-up, discounted to the opening."),
    of_cost("cost_care", "Cost of care at the maintenance rate",
            "Dollars paid for children's days in care, by placement, trial home visits included, from the "
            "opening to the end of follow-up, discounted to the opening."),
    of_cost("cost_care_loaded", "Cost of care, fully loaded",
            "Cost of care at the maintenance rate plus administration for each child and day in care, trial "
            "home visits included, from the opening to the end of follow-up, discounted to the opening."),
    of_cost("cost_total_loaded", "Total cost, care fully loaded",
            "Dollars spent on coaches, concrete services, fully loaded care days and court hearings from the "
            "opening to the end of follow-up, discounted to the opening."),
    of_cost("cost_court", "Cost of court hearings",
            "Dollars spent on court hearings from the opening to the end of follow-up, discounted to the "
            "opening."),
    of_cost("cost_per_family", "Total cost per family that entered",
            "Total cost, with care at the maintenance rate, over the number of families that first entered "
            "care from the opening to the end of follow-up."),
    OutcomeInfo{.name = "sustained_reunifications",
                .units = "1",
                .long_name = "Families home for 12 months",
                .definition =
                    "Number of times that a family's children went home together, from the opening to 12 "
                    "months before the end of follow-up, and were not removed again within 12 months.",
                .population = Population::whole_period,
                .better = Better::higher,
                .by_trait = true,
                .quantity = Quantity::count,
                .rests_on = RestsOn::program_families,
                .needs = {.equal_periods = true}},
    OutcomeInfo{.name = "cost_per_sustained_reunification",
                .units = "usd",
                .long_name = "Total cost per family home for 12 months",
                .definition =
                    "Total cost, with care at the maintenance rate, over the number of families home for "
                    "12 months after going home. Over replications: the ratio of the two means.",
                .population = Population::whole_period,
                .summary = Summary::ratio_of_means,
                .better = Better::lower,
                .numerator = "cost_total",
                .denominator = "sustained_reunifications",
                .quantity = Quantity::dollars,
                .rests_on = RestsOn::nobody}};

/// Continuous discounting to the opening at an effective rate per year.
class Discount {
 public:
  explicit Discount(double rate_per_year) : per_day_(std::log1p(rate_per_year) / days_per_year) {}

  double at(SimTime day) const { return std::exp(-per_day_ * day); }
  /// Discounted days of [from, to).
  Days days(SimTime from, SimTime to) const {
    if (to <= from) return 0;
    return per_day_ == 0 ? to - from : at(from) * -std::expm1(-per_day_ * (to - from)) / per_day_;
  }

 private:
  double per_day_;
};

Dollars cost_of_coaches(const MeasuredRun& measured) {
  const Costs& costs = measured.scenario.costs;
  const RunRecord& run = measured.run;
  const Discount discount(costs.discount_rate_per_year);
  Days filled = 0;
  double hires = 0;
  for (const CoachRecord& coach : run.coaches) {
    filled += discount.days(std::max(coach.hired, 0.0), std::min(coach.left, run.end));
    // Those in post when the run starts were not hired in it, even where it starts at the opening.
    const bool hired_in_run = coach.hired > measured.scenario.start();
    if (hired_in_run && coach.hired >= 0 && is_simulated(coach.hired, run.end))
      hires += discount.at(coach.hired);
  }
  return filled * (costs.coach_pay_per_year + costs.supervision_per_coach_year) / days_per_year +
         hires * (costs.hiring + costs.training);
}

/// What all families used, discounted.
struct Used {
  std::array<Days, placements> child_days{};
  Days visit_child_days{};
  double hearings{};
  Dollars concrete{};
  double entered{};

  Dollars care(const Costs& costs) const {
    Dollars sum = visit_child_days * costs.trial_home_visit_per_day;
    for (std::size_t kind = 0; kind < placements; ++kind) sum += child_days[kind] * costs.care_per_day[kind];
    return sum;
  }
  Days all_child_days() const {
    Days sum = visit_child_days;
    for (const Days of_kind : child_days) sum += of_kind;
    return sum;
  }
};

Used used_by_families(const RunRecord& run) {
  Used used;
  for (const FamilyRecord& family : run.families) {
    for (std::size_t kind = 0; kind < placements; ++kind) {
      used.child_days[kind] += family.discounted_child_days[kind];
    }
    used.visit_child_days += family.discounted_visit_child_days;
    used.hearings += family.discounted_hearings;
    used.concrete += family.discounted_concrete;
    used.entered += family.entry >= 0 && is_simulated(family.entry, run.end) ? 1 : 0;
  }
  return used;
}

/// When the children of an episode went home together; forever if they did not.
SimTime day_home(const EpisodeRecord& episode) {
  for (std::size_t place = 0; place < episode.children; ++place) {
    if (episode.exit_kind[place] == ExitKind::reunified && episode.exit[place] < forever)
      return episode.exit[place];
  }
  return forever;
}

std::vector<double> sustained_reunifications(const MeasuredRun& measured) {
  const RunRecord& run = measured.run;
  std::vector<double> sustained(measured.groups.size());
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const FamilyRecord& record = run.families[family];
    for (std::size_t number = 0; number < record.episodes; ++number) {
      const std::size_t episode = record.first_episode + number;
      const SimTime home = day_home(run.episodes[episode]);
      if (home < 0 || !is_followed_to(days_per_year, run.end - home)) continue;
      const SimTime next = number + 1 < record.episodes ? run.episodes[episode + 1].removal : forever;
      if (happens_within(next - home, days_per_year)) continue;
      measured.groups.of_family(family, [&](std::size_t group) { sustained[group] += 1; });
    }
  }
  return sustained;
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const Costs& costs = measured.scenario.costs;
  const Used used = used_by_families(measured.run);
  const Dollars coaches = cost_of_coaches(measured);
  const Dollars care = used.care(costs);
  const Dollars care_loaded = care + used.all_child_days() * costs.care_loaded_per_day;
  const Dollars court = used.hearings * costs.hearing;
  const Dollars total = coaches + used.concrete + care + court;
  const std::vector<double> sustained = sustained_reunifications(measured);

  sheet.set("cost_total", total);
  sheet.set("cost_coaches", coaches);
  sheet.set("cost_concrete", used.concrete);
  sheet.set("cost_care", care);
  sheet.set("cost_care_loaded", care_loaded);
  sheet.set("cost_total_loaded", coaches + used.concrete + care_loaded + court);
  sheet.set("cost_court", court);
  sheet.set("cost_per_family", ratio(total, used.entered));
  sheet.set("sustained_reunifications", sustained);
  sheet.set("cost_per_sustained_reunification", ratio(total, sustained.front()));
}

}  // namespace

Section cost_section() {
  return {rows, measure};
}

}  // namespace homeward
