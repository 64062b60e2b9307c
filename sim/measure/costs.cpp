#include <algorithm>
#include <array>
#include <cmath>

#include "sim/measure/last_instant.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// Dollars spent from the opening to the end of follow-up on everybody in the system, whoever causes them:
/// totals discounted to the opening, and ratios of undiscounted dollars over counts of the same days.
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

constexpr OutcomeInfo count_of_families(std::string_view name, std::string_view long_name,
                                        std::string_view definition, Better better) {
  return {.name = name,
          .units = "1",
          .long_name = long_name,
          .definition = definition,
          .population = Population::whole_period,
          .better = better,
          .quantity = Quantity::count,
          .rests_on = RestsOn::program_families,
          .needs = {.equal_periods = true}};
}

/// Dollars over families of the same days.
constexpr OutcomeInfo per_family(OutcomeInfo info) {
  info.population = Population::whole_period;
  info.summary = Summary::ratio_of_means;
  info.better = Better::lower;
  info.quantity = Quantity::dollars;
  info.rests_on = RestsOn::nobody;
  info.changed_in = "1.1";
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
    of_cost("cost_total_undiscounted", "Total cost, undiscounted",
            "Dollars spent on coaches, concrete services, care days at the maintenance rate and court "
            "hearings for all families in the system, from the opening to the end of follow-up, not "
            "discounted."),
    of_cost(
        "cost_total_undiscounted_with_follow_up", "Total cost, undiscounted, to 12 months before the end",
        "Dollars spent on coaches, concrete services, care days at the maintenance rate and court "
        "hearings for all families in the system, from the opening to 12 months before the end of "
        "follow-up, not discounted: those of the days of which it is known who was home 12 months later."),
    count_of_families("first_entries", "Families that first entered",
                      "Number of families whose children were first removed from the opening to the end of "
                      "follow-up.",
                      Better::neither),
    per_family({.name = "cost_per_family",
                .units = "usd",
                .long_name = "Total cost per family that entered",
                .definition =
                    "Total cost, with care at the maintenance rate, over the number of families that "
                    "first entered care, both from the opening to the end of follow-up and not "
                    "discounted. Over replications: the ratio of the two means.",
                .numerator = "cost_total_undiscounted",
                .denominator = "first_entries"}),
    OutcomeInfo{.name = "sustained_reunifications",
                .units = "1",
                .long_name = "Families home for 12 months",
                .definition =
                    "Number of times that a family's children went home together, from the opening to 12 "
                    "months before the end of follow-up, and were not removed again within 12 months; no "
                    "number where the run is no longer than 12 months.",
                .population = Population::whole_period,
                .better = Better::higher,
                .by_trait = true,
                .quantity = Quantity::count,
                .rests_on = RestsOn::program_families,
                .needs = {.equal_periods = true}},
    per_family({.name = "cost_per_sustained_reunification",
                .units = "usd",
                .long_name = "Total cost per family home for 12 months",
                .definition =
                    "Total cost, with care at the maintenance rate, over the number of families home "
                    "for 12 months after going home, both from the opening to 12 months before the "
                    "end of follow-up and not discounted. Over replications: the ratio of the two "
                    "means.",
                .numerator = "cost_total_undiscounted_with_follow_up",
                .denominator = "sustained_reunifications"})};

/// Returns from here on are not followed for 12 months.
SimTime end_of_returns(const RunRecord& run) {
  return run.end - days_per_year;
}

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

/// The days of an account, and what a day of it counts.
struct Books {
  Account account;
  Discount discount;
  SimTime until;
};

Books books_of(const MeasuredRun& measured, Account account) {
  const bool discounted = account == Account::discounted;
  return {account, Discount(discounted ? measured.scenario.costs.discount_rate_per_year : 0),
          account == Account::followed ? end_of_returns(measured.run) : measured.run.end};
}

Dollars cost_of_coaches(const MeasuredRun& measured, const Books& books) {
  const Costs& costs = measured.scenario.costs;
  Days filled = 0;
  double hires = 0;
  for (const CoachRecord& coach : measured.run.coaches) {
    filled += books.discount.days(std::max(coach.hired, 0.0), std::min(coach.left, books.until));
    // Those in post when the run starts were not hired in it, even where it starts at the opening.
    const bool hired_in_run = coach.hired > measured.scenario.start();
    if (hired_in_run && coach.hired >= 0 && is_simulated(coach.hired, books.until)) {
      hires += books.discount.at(coach.hired);
    }
  }
  return filled * (costs.coach_pay_per_year + costs.supervision_per_coach_year) / days_per_year +
         hires * (costs.hiring + costs.training);
}

Use used_by_families(const RunRecord& run, Account account) {
  Use all;
  for (const FamilyRecord& family : run.families) {
    const Use& used = family.use(account);
    for (std::size_t kind = 0; kind < placements; ++kind) all.child_days[kind] += used.child_days[kind];
    all.visit_child_days += used.visit_child_days;
    all.hearings += used.hearings;
    all.concrete += used.concrete;
  }
  return all;
}

/// Dollars by part.
struct Spent {
  Dollars coaches{};
  Dollars concrete{};
  Dollars care{};
  Dollars care_loaded{};
  Dollars court{};

  Dollars total() const { return coaches + concrete + care + court; }
};

Spent spent(const MeasuredRun& measured, Account account) {
  const Costs& costs = measured.scenario.costs;
  const Use used = used_by_families(measured.run, account);
  Dollars care = used.visit_child_days * costs.trial_home_visit_per_day;
  for (std::size_t kind = 0; kind < placements; ++kind)
    care += used.child_days[kind] * costs.care_per_day[kind];
  return {cost_of_coaches(measured, books_of(measured, account)), used.concrete, care,
          care + used.all_child_days() * costs.care_loaded_per_day, used.hearings * costs.hearing};
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

double first_entries(const RunRecord& run) {
  return static_cast<double>(std::ranges::count_if(run.families, [&](const FamilyRecord& family) {
    return family.entry >= 0 && is_simulated(family.entry, run.end);
  }));
}

void measure_per_family(const MeasuredRun& measured, Sheet& sheet) {
  const Dollars total = spent(measured, Account::undiscounted).total();
  const double entries = first_entries(measured.run);
  sheet.set("cost_total_undiscounted", total);
  sheet.set("first_entries", entries);
  sheet.set("cost_per_family", ratio(total, entries));
}

void measure_per_sustained_reunification(const MeasuredRun& measured, Sheet& sheet) {
  const std::vector<double> sustained = sustained_reunifications(measured);
  const Dollars total = spent(measured, Account::followed).total();
  sheet.set("cost_total_undiscounted_with_follow_up", total);
  sheet.set("sustained_reunifications", sustained);
  sheet.set("cost_per_sustained_reunification", ratio(total, sustained.front()));
  if (is_followed_to(days_per_year, measured.run.end)) return;
  for (const auto* outcome : {"cost_total_undiscounted_with_follow_up", "sustained_reunifications",
                              "cost_per_sustained_reunification"})
    sheet.lacks(outcome, Reason::follow_up);
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const Spent all = spent(measured, Account::discounted);
  sheet.set("cost_total", all.total());
  sheet.set("cost_coaches", all.coaches);
  sheet.set("cost_concrete", all.concrete);
  sheet.set("cost_care", all.care);
  sheet.set("cost_care_loaded", all.care_loaded);
  sheet.set("cost_total_loaded", all.coaches + all.concrete + all.care_loaded + all.court);
  sheet.set("cost_court", all.court);
  measure_per_family(measured, sheet);
  measure_per_sustained_reunification(measured, sheet);
}

}  // namespace

Section cost_section() {
  return {rows, measure};
}

}  // namespace homeward
