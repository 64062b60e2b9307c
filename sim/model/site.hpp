#pragma once

#include <tbb/concurrent_vector.h>

#include <span>
#include <vector>

#include "sim/engine/event_ladder.hpp"
#include "sim/engine/large_pages.hpp"
#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"

namespace homeward {

/// One county office: its families, its coaches, and the loop that lets them meet in the written order.
///
/// Only families that wait for a coach or have one stand in the shared agenda, one entry each. All others are
/// run ahead in one piece until they accept a coach, or to the end: nothing they do can be seen by others,
/// and draws by address make the result the same as if all events had been handled in the order of time.
/// Contacts do not stand there either: a family is left alone until something else may happen to it, and its
/// contacts of that time are then worked off in one go (Family::leave_contacts_for_later).
class SiteRun {
 public:
  /// `numbers` and `entries`: this site's families in order of entry. `records` and `levels`: all families'
  /// rows, by number - 1.
  SiteRun(const Rules& rules, const Population& population, const Draws& draws, SiteIndex site,
          std::span<const FamilyNumber> numbers, std::span<const Entry> entries,
          std::span<FamilyRecord> records, std::span<std::uint8_t> levels, const Logging& logging);

  /// Runs from the start of the warm-up to the end of the follow-up.
  void run();
  Ledger& ledger() { return ledger_; }

 private:
  enum class Turn : std::uint8_t { entry, family, coach, staffing, dispatch };
  struct Next {
    EventKey key;
    Turn turn;
  };

  Next next();
  void read_next_entry();
  void enter_next();
  void step_family();
  void settle(Family& family);
  void settle_touched();
  Family& take_family();

  const Rules& rules_;
  std::span<const FamilyNumber> numbers_;
  std::span<const Entry> entries_;
  std::span<FamilyRecord> records_;
  std::span<std::uint8_t> levels_;
  std::size_t traits_;
  Ledger ledger_;
  CoachPool pool_;
  Surroundings around_;
  tbb::concurrent_vector<Family, LargePages<Family>> families_;  ///< by pool id; grows and moves none
  std::vector<std::uint32_t> idle_;                              ///< pool ids of families that are over
  EventLadder agenda_;                                           ///< of pool ids
  std::size_t entered_{0};
  EventKey next_entry_;
};

}  // namespace homeward
