#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "tests/theory/replications.hpp"

/// What the event log tells of families before the court.
namespace homeward::theory {

struct Hearing {
  SimTime day{};
  int outcome{};  ///< 0 held, 1 granted, 2 continued
};

/// The first removal episode of one family, as logged.
struct CourtStory {
  SimTime removal{};
  std::vector<Hearing> hearings;  ///< while in care
  std::vector<SimTime> ready, visits_started, visits_failed, petitions, goal_changes, contacts_kept;
  SimTime exit{forever};
  int exit_kind{-1};
};

inline std::vector<CourtStory> stories(const RunRecord& run) {
  std::vector<CourtStory> all(run.families.size());
  for (const auto& row : run.log) {
    if (row.family == 0 || row.episode > 1) continue;
    CourtStory& story = all[row.family - 1];
    switch (static_cast<EventKind>(row.kind)) {
      case EventKind::entry:
        story.removal = row.day;
        break;
      case EventKind::hearing:
        if (story.exit == forever) story.hearings.push_back({row.day, row.detail});
        break;
      case EventKind::ready:
        story.ready.push_back(row.day);
        break;
      case EventKind::visit_started:
        story.visits_started.push_back(row.day);
        break;
      case EventKind::visit_failed:
        story.visits_failed.push_back(row.day);
        break;
      case EventKind::petition:
        story.petitions.push_back(row.day);
        break;
      case EventKind::goal_changed:
        story.goal_changes.push_back(row.day);
        break;
      case EventKind::contact_kept:
        story.contacts_kept.push_back(row.day);
        break;
      case EventKind::exit:
        story.exit = row.day;
        story.exit_kind = row.detail;
        break;
      default:
        break;
    }
  }
  return all;
}

/// Share or mean of what is counted; NaN of nothing.
class Mean {
 public:
  void add(double x) {
    sum_ += x;
    ++n_;
  }
  double value() const { return n_ > 0 ? sum_ / n_ : std::numeric_limits<double>::quiet_NaN(); }

 private:
  double sum_{0};
  double n_{0};
};

/// Children cannot go home without the court; readiness is exponential, everything else is off.
inline Scenario before_the_court(Days mean_until_ready, double entries_per_year = 400,
                                 double follow_up_years = 3) {
  Scenario s = families_only(entries_per_year, 1, follow_up_years);
  s.court.gate = true;
  s.hazards.readiness = Exponential{mean_until_ready};
  return s;
}

inline const Logging every_event{true, {}};

}  // namespace homeward::theory
