#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/engine/indexed_heap.hpp"
#include "sim/model/family.hpp"
#include "sim/model/rules.hpp"

namespace homeward {

/// Families that wait for a coach, in the order in which they are served. Those handed back by a coach who
/// left come before all others, whatever the rule; ties go by referral time, then family number.
///
/// Rules that stay put while a family waits (first come, before or after reunification first) are kept in a
/// heap, into which families are put once there is a choice to make. Rules over what changes meanwhile
/// (needs, hearings, weighted mixes) are read when a coach is free, over all who wait.
class WaitingList {
 public:
  explicit WaitingList(const Rules& rules);

  void insert(Family& family);
  void erase(Family& family);
  /// Anew after the family's phase changed.
  void place(Family& family, SimTime now);
  bool empty() const { return families_.empty(); }
  std::size_t size() const { return families_.size(); }
  /// Who is served next. Not empty.
  Family& first(SimTime now);
  /// The program, and with it the rule, changed.
  void reorder(SimTime now);
  const std::vector<Family*>& families() const { return families_; }

 private:
  struct Key {
    int rank{};      ///< 0 handed back, then by class of the rule
    double score{};  ///< smaller first
    SimTime referred{};
    FamilyNumber number{};
    bool operator<(const Key& other) const;
  };
  Key key(const Family& family, SimTime now) const;
  void read_rule(SimTime now);
  void place_all(SimTime now);

  static constexpr std::uint32_t nowhere = ~0U;

  const Rules& rules_;
  std::array<double, queue_rules> weights_{};  ///< of the rule in force
  bool changes_while_waiting_{};               ///< the order by it
  std::vector<Family*> families_;
  std::vector<std::uint32_t>
      unplaced_;  ///< pool ids of those not yet in the heap: most are served before it matters
  std::vector<std::uint32_t> place_;  ///< by pool id: index into families_, or nowhere
  IndexedHeap<Key> heap_;             ///< of pool ids, for rules that stay put
};

}  // namespace homeward
