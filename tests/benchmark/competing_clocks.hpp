#pragma once

#include <array>
#include <cstdint>

namespace homeward::benchmark {

/// A clock of a state: Weibull from entry on, and the state it leads to.
struct StateClock {
  int leads_to;
  double shape;
  double scale_days;
};

/// W2, the semi-Markov process of a family on its own: 0 in care, 1 trial visit, 2 reunified, 3 re-entered, 4
/// other, 5 closed. Both clocks of a state start when it is entered, the first to fire decides.
inline constexpr int closed_state = 5;
inline constexpr std::array<std::array<StateClock, 2>, 5> state_clocks{{{{{1, 1.3, 250}, {4, 1.1, 900}}},
                                                                        {{{2, 1.5, 120}, {3, 0.8, 300}}},
                                                                        {{{3, 0.7, 900}, {5, 1.8, 1300}}},
                                                                        {{{1, 1.2, 250}, {4, 1.1, 700}}},
                                                                        {{{0, 1.0, 400}, {2, 1.2, 500}}}}};

struct ClockCounts {
  std::uint64_t families{};
  std::uint64_t events{};          ///< clocks that fired
  double days{};                   ///< to closing, summed over families
  double squared_days{};           ///< likewise squared, for standard errors
  std::uint64_t squared_events{};  ///< events of a family, squared, summed over families
};

/// One family to its end, then the next: what an event costs when nothing is shared. Draws by address
/// (Philox4x32-10), two uniforms a block.
ClockCounts run_family_major(std::uint32_t families, std::uint64_t seed);

/// The same lives, to the last bit, with all families in one event list: what an event costs where order in
/// time is kept.
ClockCounts run_in_heap(std::uint32_t families, std::uint64_t seed);
/// Likewise, in a ladder queue that fetches a family's record before its turn comes.
ClockCounts run_in_ladder(std::uint32_t families, std::uint64_t seed);

}  // namespace homeward::benchmark
