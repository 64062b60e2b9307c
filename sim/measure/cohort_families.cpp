#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/measure/family_changes.hpp"
#include "sim/measure/last_instant.hpp"
#include "sim/measure/stays.hpp"

namespace homeward {
namespace {

/// The day an episode's children went home together; forever if they did not.
SimTime home_day(const EpisodeRecord& episode) {
  for (std::size_t place = 0; place < episode.children; ++place) {
    if (episode.exit[place] < forever && episode.exit_kind[place] == ExitKind::reunified)
      return episode.exit[place];
  }
  return forever;
}

SimTime last_exit(const EpisodeRecord& episode) {
  return *std::max_element(episode.exit.begin(), episode.exit.begin() + episode.children);
}

std::int8_t state_of(std::span<const EpisodeRecord> episodes, SimTime end) {
  const SimTime removal = episodes.front().removal;
  int state = is_followed_to(days_per_year, end - removal) ? followed_12_months : 0;
  const EpisodeRecord& first = episodes.front();
  if (first.first_coach < std::min(home_day(first), removal + days_per_year)) state |= had_coach;
  const auto home = std::find_if(episodes.begin(), episodes.end(),
                                 [](const EpisodeRecord& episode) { return home_day(episode) < forever; });
  if (home == episodes.end()) return static_cast<std::int8_t>(state);
  const SimTime day = home_day(*home);
  state |= went_home;
  if (is_followed_to(days_per_year, end - day)) state |= home_followed_12_months;
  if (happens_within(day - removal, days_per_year)) state |= home_within_12_months;
  const auto next = std::next(home);
  if (next != episodes.end() && happens_within(next->removal - day, days_per_year))
    state |= back_within_12_months;
  return static_cast<std::int8_t>(state);
}

/// To a sixteenth of a day: what is finer only makes files larger.
float stored_days(Days days) {
  return static_cast<float>(std::round(16 * days) / 16);
}

/// Days on which any child of the family is in care; a day counts once.
Days days_in_care(std::span<const EpisodeRecord> episodes, SimTime end) {
  Days days = 0;
  SimTime counted_to = -forever;
  for (const EpisodeRecord& episode : episodes) {
    const SimTime from = std::max(episode.removal, counted_to);
    const SimTime to = std::min(last_exit(episode), end);
    days += std::max(0.0, to - from);
    counted_to = std::max(counted_to, to);
  }
  return days;
}

}  // namespace

CohortFamilies measure_cohort_families(const RunRecord& run) {
  const auto entered = [&run](const FamilyRecord& family) { return in_window(run, family.entry); };
  const auto first = std::find_if(run.families.begin(), run.families.end(), entered);
  CohortFamilies cohort;
  if (first == run.families.end()) return cohort;
  const auto last = std::find_if(run.families.rbegin(), run.families.rend(), entered).base();
  cohort.first = first->number;
  for (auto family = first; family != last; ++family) {
    if (!entered(*family)) {
      cohort.state.push_back(CohortFamilies::no_family);
      cohort.days_in_care.push_back(std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    const auto episodes = std::span(run.episodes).subspan(family->first_episode, family->episodes);
    cohort.state.push_back(state_of(episodes, run.end));
    cohort.days_in_care.push_back(stored_days(days_in_care(episodes, run.end)));
  }
  return cohort;
}

}  // namespace homeward
