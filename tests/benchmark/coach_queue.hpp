#pragma once

#include <cstdint>

namespace homeward::benchmark {

/// W1, the queue for coaches, as a program for nothing else would do it.
///
/// Families arrive by a Poisson process, in three classes (0.2, 0.3, 0.5) served in that order and first come
/// first served within one. A slot is held for Weibull(1.5, 132.93 d). A waiting family leaves after Exp(60
/// d). After service a family returns with probability 0.25, after Exp(365 d).
struct CoachQueue {
  std::uint64_t families{1'000'000};
  double arrivals_per_day{2.4};
  std::uint32_t slots{400};
};

/// What happened; each is an event once.
struct CoachQueueCounts {
  std::uint64_t arrivals{};
  std::uint64_t returns{};
  std::uint64_t completions{};
  std::uint64_t renegings{};
  double last_day{};  ///< when the last family left for good
  std::uint64_t events() const { return arrivals + returns + completions + renegings; }
};

/// How a family that waits too long leaves, and what keeps the events.
enum class QueueMethod : std::uint8_t {
  timed,  ///< by an event of its own, when it happens; a heap in which events move
  lazy,   ///< noticed when its turn would have come: sound only where nobody reads the queue in between; a
          ///< heap
  lazy_ladder  ///< likewise, and a ladder queue
};

/// Runs until every family has left for good.
CoachQueueCounts run_coach_queue(const CoachQueue& queue, QueueMethod method, std::uint64_t seed);

}  // namespace homeward::benchmark
