#pragma once

#include <array>
#include <cstdint>

#include "sim/core/units.hpp"

/// The written order of simultaneous events (MODEL.md, section 7): what frees comes before what asks.
namespace homeward {

enum class Kind : std::uint8_t {
  staffing,       ///< coach leaves or staffing changes
  coach_ready,    ///< a vacancy is filled, a coach is trained, a first caseload ends
  child_adult,
  hearing,
  move,           ///< exits and moves between states, entries among them
  slot_freed,
  referral,
  renege,
  dispatch,
  contact,
  setback,
  update
};

/// What can happen next to a family, each at most once at a time. In the order of kinds.
enum class Slot : std::uint8_t {
  child_adult,
  hearing,
  petition,
  supported,  ///< ready, a failed visit or a re-entry, by the family's state
  visit_end,
  other_permanency,
  other_exit,
  placement_move,
  service_end,
  drop_out,
  referral,
  renege,
  contact,
  setback,
  recent_setback_end,
  update
};
inline constexpr std::size_t slots = 16;

inline constexpr std::array<Kind, slots> kind_of_slot{
    Kind::child_adult, Kind::hearing,  Kind::hearing,    Kind::move,       Kind::move,     Kind::move,
    Kind::move,        Kind::move,     Kind::slot_freed, Kind::slot_freed, Kind::referral, Kind::renege,
    Kind::contact,     Kind::setback,  Kind::update,     Kind::update};

}  // namespace homeward
