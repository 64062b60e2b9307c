#include <array>
#include <utility>

#include "sim/measure/follow_up.hpp"
#include "sim/measure/sections.hpp"

/// Children and families whose first removal lies in the window: how many, and what became of them.
namespace homeward {
namespace {

constexpr std::string_view of_12_months =
    "Share of all children first removed in the window who went home to their family within 12 months of removal, no stay "
    "left out (Aalen-Johansen estimate; every other way of leaving care competes, and only the end of the run censors).";
constexpr std::string_view of_24_months =
    "Share of all children first removed in the window who went home to their family within 24 months of removal, no stay "
    "left out (Aalen-Johansen estimate; every other way of leaving care competes, and only the end of the run censors).";
constexpr std::string_view of_36_months =
    "Share of all children first removed in the window who went home to their family within 36 months of removal, no stay "
    "left out (Aalen-Johansen estimate; every other way of leaving care competes, and only the end of the run censors).";

constexpr OutcomeInfo reunified(std::string_view name, std::string_view long_name, std::string_view definition,
                                std::uint32_t months) {
  return {.name = name,
          .units = "1",
          .long_name = long_name,
          .definition = definition,
          .population = Population::entry_cohort,
          .better = Better::higher,
          .by_trait = true,
          .quantity = Quantity::share,
          .rests_on = RestsOn::cohort,
          .needs = {.months_after = months}};
}

constexpr std::array rows{
    OutcomeInfo{.name = "families_entered",
                .units = "1",
                .long_name = "Families that entered care",
                .definition = "Families whose first removal lies in the window; removals before the "
                              "simulated time, if a family had any, are not followed and do not count.",
                .population = Population::entry_cohort,
                .by_trait = true,
                .quantity = Quantity::count,
                .rests_on = RestsOn::cohort,
                .needs = {.equal_periods = true}},
    OutcomeInfo{.name = "children_entered",
                .units = "1",
                .long_name = "Children who entered care",
                .definition = "Children whose first removal lies in the window; removals before the "
                              "simulated time, if a child had any, are not followed and do not count.",
                .population = Population::entry_cohort,
                .by_trait = true,
                .quantity = Quantity::count,
                .rests_on = RestsOn::cohort,
                .needs = {.equal_periods = true}},
    reunified("reunified_12_months", "Home with the family within 12 months", of_12_months, 12),
    reunified("reunified_24_months", "Home with the family within 24 months", of_24_months, 24),
    reunified("reunified_36_months", "Home with the family within 36 months", of_36_months, 36),
    OutcomeInfo{.name = "more_than_one_episode_5_years",
                .units = "1",
                .long_name = "Removed again within 5 years",
                .definition =
                    "Share of all children first removed in the window who were removed a second time within "
                    "5 years of that first removal (Aalen-Johansen estimate; adoption, emancipation, other "
                    "exits and turning adult at home compete, and only the end of the run censors).",
                .population = Population::entry_cohort,
                .better = Better::lower,
                .by_trait = true,
                .quantity = Quantity::share,
                .rests_on = RestsOn::cohort,
                .needs = {.months_after = 60}}};

/// Adopted, emancipated, transferred: nobody comes back from there.
bool has_no_return(ExitKind kind) {
  return kind == ExitKind::adopted || kind == ExitKind::emancipated || kind == ExitKind::other;
}

/// From the first removal to the second, or to the day from which there can be none.
FollowUp until_second_removal(const Stay& stay, SimTime end) {
  if (stay.next_removal < forever) return follow_up(stay, stay.removal(), stay.next_removal, came_back, end);
  if (!stay.left()) return follow_up(stay, stay.removal(), forever, cannot_come_back, end);
  const SimTime out_of_reach = has_no_return(stay.kind) ? stay.exit : std::max(stay.turns_adult, stay.exit);
  return follow_up(stay, stay.removal(), out_of_reach, cannot_come_back, end);
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  struct Entered {
    double families{}, children{};
  };
  std::vector<Entered> entered(measured.groups.size());
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    if (!in_window(run, run.families[family].entry)) continue;
    measured.groups.of_family(family, [&](std::size_t group) { entered[group].families += 1; });
  }
  std::vector<FollowUp> exits;
  std::vector<FollowUp> second_removals;
  for_each_stay(run, [&](const Stay& stay) {
    if (!stay.is_first() || !in_window(run, stay.removal())) return;
    measured.groups.of_child(stay.family, stay.child,
                             [&](std::size_t group) { entered[group].children += 1; });
    exits.push_back(until_exit(stay, stay.removal(), run.end));
    second_removals.push_back(until_second_removal(stay, run.end));
  });

  sheet.set("families_entered", entered, [](const Entered& e) { return e.families; });
  sheet.set("children_entered", entered, [](const Entered& e) { return e.children; });
  constexpr std::array<std::pair<std::string_view, int>, 3> horizons{
      {{"reunified_12_months", 1}, {"reunified_24_months", 2}, {"reunified_36_months", 3}}};
  for (const auto& [outcome, years] : horizons)
    sheet.set_rate(outcome,
                   incidence(exits, cause_set(cause_of(ExitKind::reunified)), years * days_per_year, measured.groups));
  sheet.set_rate("more_than_one_episode_5_years",
                 incidence(second_removals, cause_set(came_back), 5 * days_per_year, measured.groups));
}

}  // namespace

Section entry_cohort_section() {
  return {rows, measure};
}

}  // namespace homeward
