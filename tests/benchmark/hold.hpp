#pragma once

#include <cstdint>

#include "tests/benchmark/stopwatch.hpp"

namespace homeward::benchmark {

/// W3, the hold model: `pending` events at Exp(1) times; a hold takes the earliest, adds Exp(1) and puts it
/// back.
struct Hold {
  std::uint32_t pending{1000};
  std::uint64_t holds{2'000'000};
};

struct HoldResult {
  Seconds seconds{};   ///< of the holds alone, the filling not counted
  double last_time{};  ///< of the event that the last hold took; grows as holds / pending
};

/// With the yardsticks' queues, which know neither kinds nor ids that move.
HoldResult hold_heap(const Hold& hold, std::uint64_t seed);
HoldResult hold_ladder(const Hold& hold, std::uint64_t seed);
/// With the event queue of sim/engine.
HoldResult hold_engine(const Hold& hold, std::uint64_t seed);

}  // namespace homeward::benchmark
