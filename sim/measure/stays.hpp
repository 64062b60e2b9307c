#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/record/run_record.hpp"

namespace homeward {

/// One child's stay in care: a removal episode seen from one of its children.
struct Stay {
  std::size_t family{};  ///< index into RunRecord::families
  std::size_t child{};   ///< which of the family's children, 0..
  std::size_t place{};   ///< of the child in the episode, 0..
  const EpisodeRecord* episode{};
  SimTime exit{};                 ///< forever = in care at the end of the run
  ExitKind kind{};                ///< meaningful where exit is finite
  SimTime next_removal{forever};  ///< of this child; forever = none
  SimTime turns_adult{};

  bool left() const { return exit < forever; }
  SimTime removal() const { return episode->removal; }
  bool is_first() const { return episode->number == 1; }
};

/// Calls visit(stay) for every stay of every child, by family; within a family the last episode comes first.
template <typename Visit>
void for_each_stay(const RunRecord& run, Visit visit) {
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const FamilyRecord& record = run.families[family];
    std::array<SimTime, max_children> next_removal;
    next_removal.fill(forever);
    for (std::size_t back = record.episodes; back-- > 0;) {
      const EpisodeRecord& episode = run.episodes[record.first_episode + back];
      for (std::size_t place = 0; place < episode.children; ++place) {
        const std::size_t child = episode.child[place];
        visit(Stay{family, child, place, &episode, episode.exit[place], episode.exit_kind[place],
                   next_removal[child], record.turns_adult[child]});
        next_removal[child] = episode.removal;
      }
    }
  }
}

/// Whether a day lies in the cohort window [0, window_end) (last_instant.hpp).
inline bool in_window(const RunRecord& run, SimTime day) {
  return day >= 0 && day < run.window_end;
}

/// Days of [from, to) that lie in the cohort window.
inline Days days_in_window(const RunRecord& run, SimTime from, SimTime to) {
  return std::max(0.0, std::min(to, run.window_end) - std::max(from, 0.0));
}

}  // namespace homeward
