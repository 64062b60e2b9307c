#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/core/limits.hpp"
#include "sim/core/units.hpp"
#include "sim/record/event_log.hpp"

/// What one replication leaves behind. Plain rows, ordered by entity and never by completion, so that every sum over
/// them is the same to the last bit whatever the threads. "Day" always means SimTime; `forever` = has not happened.
namespace homeward {

/// Which days use is booked over, from the opening on, and what a day of it counts.
enum class Account : std::uint8_t {
  discounted,    ///< to the end of follow-up, discounted to the opening
  undiscounted,  ///< to the end of follow-up
  followed       ///< to 12 months before the end of follow-up, so that 12 months follow each day; undiscounted
};
inline constexpr std::size_t accounts = 3;

/// What a family used of what costs money.
struct Use {
  std::array<Days, placements> child_days{};         ///< by placement
  Days visit_child_days{};                           ///< child-days on trial home visit
  double hearings{};
  Dollars concrete{};

  Days all_child_days() const {
    Days sum = visit_child_days;
    for (const Days of_kind : child_days) sum += of_kind;
    return sum;
  }
  bool operator==(const Use&) const = default;
};

/// One family, its whole stay in the model.
struct FamilyRecord {
  FamilyNumber number{};
  SiteIndex site{};
  std::uint8_t children{};
  bool accepts{};                                    ///< would accept a coach
  bool ever_coached{};
  bool ever_reneged{};
  bool ever_dropped_out{};
  bool waits_at_end{};                               ///< an offer is not answered yet, or the family is on the queue, at the end
  bool coached_at_end{};                             ///< has a coach at the end of the run
  SimTime entry{};                                   ///< first removal
  std::array<float, max_children> age_at_entry{};    ///< years
  std::array<SimTime, max_children> turns_adult{};   ///< day each child reaches age_out_years; forever if "never"
  std::uint32_t first_episode{};                     ///< index into RunRecord::episodes
  std::uint16_t episodes{};
  std::uint32_t contacts_kept{};
  std::uint32_t contacts_missed{};
  std::array<Hours, support_kinds> hours{};          ///< reported: hours x attention of kept contacts, by kind, whole run
  // Days inside the window [0, window_end):
  Days waiting_days{};                               ///< on the coach queue
  Days coached_days{};
  Days trust_days{};                                 ///< integral of trust over coached days
  Days care_days{};                                  ///< family has a child placed or on trial visit
  std::array<Use, accounts> used{};                  ///< by account
  Use& use(Account account) { return used[index(account)]; }
  const Use& use(Account account) const { return used[index(account)]; }
};

/// One removal episode of a family: the children in it and how each left.
struct EpisodeRecord {
  FamilyNumber family{};
  std::uint16_t number{};                            ///< 1 = first removal
  std::uint8_t children{};                           ///< in this episode
  std::array<std::uint8_t, max_children> child{};    ///< which of the family's children, 0..
  SimTime removal{};
  std::array<SimTime, max_children> exit{};          ///< by position in `child`; forever = in care at the end
  std::array<ExitKind, max_children> exit_kind{};    ///< meaningful where exit is finite
  SimTime visit_start{forever};                      ///< of the trial visit that ended at home or is under way at the end
  std::uint16_t moves{};                             ///< placement moves, the removal itself not counted
  /// Of those, by position in `child`: in the 12-month period of the removal, while that child was in care.
  std::array<std::uint16_t, max_children> moves_in_entry_year{};
  SimTime referred_on{forever};                      ///< first day of this stay in care on which a coach was offered
  SimTime first_coach{forever};                      ///< first day with a coach in this episode (removal day if kept)
  bool referred() const { return referred_on < forever; }
};

enum class QueueEnd : std::uint8_t { coach, reneged, left, open };

/// One stay on the coach queue.
struct QueueSpell {
  FamilyNumber family{};
  SimTime joined{};
  SimTime ended{forever};                            ///< forever with QueueEnd::open
  QueueEnd end{QueueEnd::open};
  bool handed_back{};                                ///< joined because the coach left, not by referral
};

/// One holder of one position. Vacancies are the gaps.
struct CoachRecord {
  SiteIndex site{};
  std::uint32_t position{};                          ///< 1.. in the site
  std::uint32_t holder{};                            ///< 1..
  SimTime hired{};                                   ///< start of the run for the first holders
  SimTime ready{};                                   ///< hired + training; forever if left before or run ended before
  SimTime left{forever};
};

/// Budgeted positions of a site from a day on.
struct PositionsRecord {
  SiteIndex site{};
  SimTime from{};
  std::uint32_t positions{};
  std::uint32_t families_per_coach{};
};

/// Monthly counts, taken at the instant each month opens, after everything else that happens at that instant.
enum class Stock : std::uint8_t {
  families_in_care,
  families_eligible,
  families_waiting,
  families_coached,
  families_unserved,
  children_entered,        ///< first removals and later ones never counted twice: children that ever entered
  children_in_care,        ///< placed, not on trial visit
  children_on_trial_home_visit,
  children_home,
  children_adopted,
  children_guardianship,
  children_relative,
  children_emancipated,
  children_other_exit,
  coaches_in_post,
  coaches_ready,
  positions_vacant
};
inline constexpr std::array<std::string_view, 17> stock_names{
    "families_in_care",  "families_eligible", "families_waiting",     "families_coached", "families_unserved",
    "children_entered",  "children_in_care",  "children_on_trial_home_visit", "children_home", "children_adopted",
    "children_guardianship", "children_relative", "children_emancipated", "children_other_exit", "coaches_in_post",
    "coaches_ready",     "positions_vacant"};
inline constexpr std::size_t stocks = stock_names.size();

struct RunRecord {
  SimTime window_end{};                              ///< the window is [0, window_end)
  SimTime end{};                                     ///< end of follow-up, censoring time of all
  std::vector<FamilyRecord> families;                ///< by number
  std::vector<std::uint8_t> trait_levels;            ///< [family index][trait]: level at entry; age traits: youngest child
  std::size_t traits{};                              ///< stride of trait_levels
  std::vector<EpisodeRecord> episodes;               ///< by (family, number)
  std::vector<QueueSpell> queue_spells;              ///< by (family, joined)
  std::vector<CoachRecord> coaches;                  ///< by (site, position, holder)
  std::vector<PositionsRecord> positions;            ///< by (site, from)
  std::array<std::vector<std::int64_t>, stocks> stock;  ///< each [month 0..]; month m is at m * days_per_month
  std::vector<EventRow> log;                         ///< only with RecordLevel::events
  std::uint64_t events{};                            ///< the outcome `events`
};

/// End of the 12-month period, counted from the opening, in which a day of the window lies; the last ends with the window.
inline SimTime end_of_period(SimTime day, SimTime window_end) {
  return std::min((std::floor(day / days_per_year) + 1) * days_per_year, window_end);
}

}  // namespace homeward
