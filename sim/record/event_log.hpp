#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/core/catalogs.hpp"
#include "sim/core/units.hpp"

namespace homeward {

/// What the outcome `events` counts, one by one. Updates of needs, caseload sums and month records are none.
enum class EventKind : std::uint8_t {
  entry,  ///< a family's first removal
  ready,  ///< the readiness clock fired (with the gate off it is the exit home and counts once, as exit)
  placement_move,
  setback,
  hearing,
  visit_started,  ///< counted with its hearing, logged for the reader; not in `events`
  visit_failed,
  goal_changed,  ///< logged with its hearing or petition; not in `events`
  petition,      ///< came due, logged; not in `events`: no clock and no hearing
  exit,          ///< a family's joint exit: home, adopted, guardianship, relative
  child_other_exit,
  child_aged_out,  ///< a child turned `age_out_years`, in care or at home
  reentry,
  referral_answered,
  joined_queue,  ///< logged; counted with the answer
  coach_assigned,
  reneged,
  dropped_out,
  service_ended,
  contact_kept,
  contact_missed,
  coach_hired,
  coach_ready,
  coach_left,
  staffing_changed,
  left_queue  ///< without a coach, and not by giving up; logged, not in `events`: it comes with what caused
              ///< it
};
inline constexpr std::array<std::string_view, 26> event_kind_names{"entry",
                                                                   "ready",
                                                                   "placement_move",
                                                                   "setback",
                                                                   "hearing",
                                                                   "visit_started",
                                                                   "visit_failed",
                                                                   "goal_changed",
                                                                   "petition",
                                                                   "exit",
                                                                   "child_other_exit",
                                                                   "child_aged_out",
                                                                   "reentry",
                                                                   "referral_answered",
                                                                   "joined_queue",
                                                                   "coach_assigned",
                                                                   "reneged",
                                                                   "dropped_out",
                                                                   "service_ended",
                                                                   "contact_kept",
                                                                   "contact_missed",
                                                                   "coach_hired",
                                                                   "coach_ready",
                                                                   "coach_left",
                                                                   "staffing_changed",
                                                                   "left_queue"};

/// Why a family left the queue without a coach, other than by giving up.
enum class LeftQueue : std::uint8_t {
  went_home,      ///< where no coaching goes on
  left_care,      ///< for adoption, a guardian or a relative
  no_child_left,  ///< the last child aged out or left another way
  time_over,      ///< of being eligible at home, or of service
  program_closed  ///< the site has no coaches any more
};
inline constexpr std::array<std::string_view, 5> left_queue_names{"went_home", "left_care", "no_child_left",
                                                                  "time_over", "program_closed"};

/// One logged event. Rows of a run are ordered by time, then family, then in the order in which they
/// happened; those of no family by time, site, position.
struct EventRow {
  SimTime day{};
  FamilyNumber family{};     ///< 0 = no family
  std::uint32_t position{};  ///< coach position 1.., 0 = none; of a family's rows only coach_assigned has one
  std::uint32_t holder{};    ///< which holder of the position 1.., 0 = none
  std::uint16_t site{};
  std::uint16_t episode{};  ///< removal episode 1.., 0 = none
  std::int8_t kind{};       ///< EventKind
  std::int8_t detail{-1};   ///< exit: ExitKind; child events: which child 0..; hearing: 0 held, 1 granted, 2
                            ///< continued; referral: 0 refused, 1 accepted; joined_queue: 1 handed back;
                            ///< left_queue: LeftQueue; entry, reentry, placement_move, visit_failed:
                            ///< Placement; contacts: trust after them in percent; -1 none
};

}  // namespace homeward
