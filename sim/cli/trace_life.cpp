#include "sim/cli/trace_life.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "sim/cli/trace_narrator.hpp"

namespace homeward {

namespace {

/// The family alone, as if it entered inside the window: measured as the paired results measure their cohort,
/// wherever it entered.
CohortFamilies measure_alone(const RunRecord& run, const FamilyRecord& family,
                             std::span<const EpisodeRecord> episodes) {
  RunRecord alone;
  alone.window_end = 1;
  alone.end = run.end;
  alone.families = {family};
  alone.families.front().entry = 0;
  alone.families.front().first_episode = 0;
  alone.episodes.assign(episodes.begin(), episodes.end());
  return measure_cohort_families(alone);
}

std::vector<CoachRecord> coaches_of(const RunRecord& run, SiteIndex site) {
  std::vector<CoachRecord> coaches;
  std::copy_if(run.coaches.begin(), run.coaches.end(), std::back_inserter(coaches),
               [site](const CoachRecord& coach) { return coach.site == site; });
  return coaches;
}

}  // namespace

Life tell_life(const Scenario& scenario, const RunRecord& run, FamilyNumber number, const Draws& draws) {
  const FamilyRecord& family = run.families[number - 1];
  const auto episodes = std::span(run.episodes).subspan(family.first_episode, family.episodes);
  Narrator narrator(scenario, family, coaches_of(run, family.site), draws);
  Life life;
  for (const auto& row : run.log) {
    if (row.family != number) continue;
    narrator.tell(row);
    const auto kind = static_cast<EventKind>(row.kind);
    if (kind == EventKind::exit && row.detail == static_cast<std::int8_t>(ExitKind::reunified) &&
        !life.first_home)
      life.first_home = row.day;
    if (kind == EventKind::reentry && life.first_home && !life.came_back) life.came_back = row.day;
  }
  narrator.finish(run.end);
  life.lines = narrator.lines();
  life.bands = narrator.bands();
  std::sort(life.bands.begin(), life.bands.end(), [](const Band& a, const Band& b) {
    return std::tuple(a.kind, a.from) < std::tuple(b.kind, b.from);
  });
  life.in_cohort = family.entry >= 0 && family.entry < run.window_end;
  life.measured = measure_alone(run, family, episodes);
  life.days_in_care = static_cast<double>(life.measured.days_in_care.front());
  life.entry = family.entry;
  life.end = run.end;
  return life;
}

}  // namespace homeward
