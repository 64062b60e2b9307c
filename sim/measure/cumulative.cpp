#include <algorithm>
#include <array>

#include "sim/measure/follow_up.hpp"
#include "sim/measure/measure.hpp"
#include "sim/measure/tables.hpp"

namespace homeward {
namespace {

/// The exit kinds in their order, then re-entry.
constexpr std::array<CumulativeInfo, exit_kinds + 1> table{{
    {"reunified", "Home with the family, by months since removal",
     "Share of children first removed in the window who have gone home to their family, by months since "
     "removal (Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"adopted", "Adopted, by months since removal",
     "Share of children first removed in the window who have been adopted, by months since removal "
     "(Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"guardianship", "With a guardian, by months since removal",
     "Share of children first removed in the window who have left that stay to a guardian, by months since "
     "removal (Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"relative", "With a relative, by months since removal",
     "Share of children first removed in the window who have left that stay to a relative, by months since "
     "removal (Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"emancipated", "Aged out, by months since removal",
     "Share of children first removed in the window who have turned adult in that stay, by months since "
     "removal (Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"other_exit", "Left in another way, by months since removal",
     "Share of children first removed in the window who have left that stay by transfer, running away or "
     "death, by months since removal (Aalen-Johansen estimate; all other exits compete).",
     Population::entry_cohort},
    {"reentry", "Back in care, by months since going home",
     "Share of children's exits to their family in the window that have been followed by a new removal, by "
     "months since the exit (Aalen-Johansen estimate; turning adult at home competes).",
     Population::exits_in_window},
}};

}  // namespace

std::span<const CumulativeInfo> cumulative_table() {
  return table;
}

std::size_t months_since(const Scenario& scenario) {
  return std::min<std::size_t>(months(scenario), longest_month_since + 1);
}

CumulativeCurves measure_cumulative(const RunRecord& run, std::size_t months) {
  std::vector<FollowUp> exits;
  std::vector<FollowUp> home;
  for_each_stay(run, [&](const Stay& stay) {
    if (stay.is_first() && in_window(run, stay.removal()))
      exits.push_back(until_exit(stay, stay.removal(), run.end));
    if (stay.kind == ExitKind::reunified && in_window(run, stay.exit))
      home.push_back(until_reentry(stay, run.end));
  });
  sort_by_time(exits);
  sort_by_time(home);

  CumulativeCurves curves;
  const auto append = [&](const IncidenceCurve& curve) {
    curves.share.insert(curves.share.end(), curve.share.begin(), curve.share.end());
    curves.at_risk.insert(curves.at_risk.end(), curve.at_risk.begin(), curve.at_risk.end());
  };
  for (std::size_t kind = 0; kind < exit_kinds; ++kind) {
    append(incidence_curve(exits, static_cast<Cause>(kind), months));
  }
  append(incidence_curve(home, came_back, months));
  return curves;
}

}  // namespace homeward
