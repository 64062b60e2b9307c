#include <algorithm>
#include <array>
#include <vector>

#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// The coaches over the days of the window: posts filled and vacant, slots and their use, leavings.
namespace homeward {
namespace {

constexpr OutcomeInfo of_coaches(std::string_view name, std::string_view long_name,
                                 std::string_view definition, Better better, Quantity quantity) {
  return {.name = name,
          .units = "1",
          .long_name = long_name,
          .definition = definition,
          .population = Population::program_days,
          .better = better,
          .quantity = quantity,
          .rests_on = RestsOn::nobody,
          .of_coaches = true};
}

constexpr std::array rows{
    of_coaches("coach_use", "Use of the coaches' places for families",
               "Days that families spent with a coach in the window over the days that places with trained "
               "coaches were there: the most families one coach carries, times the trained coaches, day by "
               "day. A new coach's places count in full from the first day after training.",
               Better::neither, Quantity::share),
    of_coaches("coach_turnover_per_year", "Coaches leaving per filled position and year",
               "Coaches who left in the window, cut positions included, per year of filled positions.",
               Better::lower, Quantity::rate),
    of_coaches(
        "coaches_in_post", "Coaches in post",
        "Mean number of filled coach positions over the days of the window, coaches in training included.",
        Better::neither, Quantity::count),
    of_coaches("positions_vacant", "Vacant coach positions",
               "Mean number of budgeted coach positions without a coach over the days of the window.",
               Better::lower, Quantity::count)};

/// The site's rows of a table that is ordered by site.
template <typename Row>
std::span<const Row> of_site(const std::vector<Row>& table, SiteIndex site) {
  const auto first =
      std::partition_point(table.begin(), table.end(), [&](const Row& row) { return row.site < site; });
  const auto last =
      std::partition_point(first, table.end(), [&](const Row& row) { return row.site == site; });
  return {first, last};
}

/// Days of the window times the families per coach in force, over one coach's trained days.
double slot_days(const RunRecord& run, const CoachRecord& coach) {
  const std::span<const PositionsRecord> rules = of_site(run.positions, coach.site);
  double sum = 0;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const SimTime until = rule + 1 < rules.size() ? rules[rule + 1].from : forever;
    sum += rules[rule].families_per_coach *
           days_in_window(run, std::max(coach.ready, rules[rule].from), std::min(coach.left, until));
  }
  return sum;
}

/// A day on which a site's positions or coaches in post change in number.
struct Change {
  SimTime day{};
  double positions{};  ///< by how many
  double filled{};
};

/// Integral over the window of positions without a coach; a surplus of coaches after a cut is no negative
/// vacancy.
double vacant_days(const RunRecord& run, SiteIndex site) {
  std::vector<Change> changes;
  double budgeted = 0;
  for (const PositionsRecord& rule : of_site(run.positions, site)) {
    changes.push_back({rule.from, rule.positions - budgeted, 0});
    budgeted = rule.positions;
  }
  for (const CoachRecord& coach : of_site(run.coaches, site)) {
    changes.push_back({coach.hired, 0, 1});
    if (coach.left < forever) changes.push_back({coach.left, 0, -1});
  }
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.day < b.day; });
  double vacant = 0;
  double positions = 0;
  double filled = 0;
  for (std::size_t change = 0; change < changes.size(); ++change) {
    positions += changes[change].positions;
    filled += changes[change].filled;
    const SimTime until = change + 1 < changes.size() ? changes[change + 1].day : forever;
    vacant += std::max(0.0, positions - filled) * days_in_window(run, changes[change].day, until);
  }
  return vacant;
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  Days coached = 0;
  for (const FamilyRecord& family : run.families) coached += family.coached_days;
  Days filled = 0;
  double slots = 0;
  double leavings = 0;
  for (const CoachRecord& coach : run.coaches) {
    filled += days_in_window(run, coach.hired, coach.left);
    slots += slot_days(run, coach);
    leavings += in_window(run, coach.left) ? 1 : 0;
  }
  double vacant = 0;
  for (std::size_t site = 0; site < measured.scenario.sites.size(); ++site) {
    vacant += vacant_days(run, static_cast<SiteIndex>(site));
  }
  sheet.set("coach_use", ratio(coached, slots));
  sheet.set("coach_turnover_per_year", ratio(leavings, filled / days_per_year));
  sheet.set("coaches_in_post", filled / run.window_end);
  sheet.set("positions_vacant", vacant / run.window_end);
}

}  // namespace

Section workforce_section() {
  return {rows, measure};
}

}  // namespace homeward
