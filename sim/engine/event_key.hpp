#pragma once

#include <compare>
#include <cstdint>

#include "sim/core/units.hpp"

namespace homeward {

/// The total order of simultaneous events: by time, then kind, then number of the entity. Never by insertion.
struct EventKey {
  SimTime time{forever};
  std::uint64_t order{};  ///< kind in the upper half, entity in the lower

  static EventKey at(SimTime time, std::uint8_t kind, std::uint32_t entity) {
    return {time, static_cast<std::uint64_t>(kind) << 32 | entity};
  }
  bool operator<(const EventKey& other) const {
    return time < other.time || (time == other.time && order < other.order);
  }
};

}  // namespace homeward
