#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/cli/trace_life.hpp"
#include "sim/core/limits.hpp"

namespace homeward {

/// Turns the logged events of one family, told in order, into lines in plain words and bands of time. It
/// follows where the children are and who supports the family, as far as the words need it.
class Narrator {
 public:
  /// `coaches` are those of the family's site.
  Narrator(const Scenario& scenario, const FamilyRecord& family, std::vector<CoachRecord> coaches,
           const Draws& draws);

  void tell(const EventRow& row);
  /// The family left the queue without a coach and without an event of its own.
  /// The run ends.
  void finish(SimTime end);

  const std::vector<LifeLine>& lines() const { return lines_; }
  const std::vector<Band>& bands() const { return bands_; }

 private:
  /// Where the family's children are; elsewhere: with a guardian or relative.
  enum class Where : std::uint8_t { nowhere, placed, visit, home, elsewhere, gone };

  void add(const EventRow& row, std::string text);
  void tell_contact(const EventRow& row);
  void tell_contacts();
  void tell_removal(const EventRow& row);
  void tell_hearing(const EventRow& row);
  void tell_exit(const EventRow& row);
  void tell_child(const EventRow& row);
  void tell_offer(const EventRow& row);
  void tell_joined(const EventRow& row);
  void tell_coach(const EventRow& row);

  std::string whereabouts() const;
  const Program& program(SimTime day) const;
  bool shares_experience(std::uint32_t position, std::uint32_t holder) const;
  std::string children_text(std::size_t count) const;
  bool in_care() const { return where_ == Where::placed || where_ == Where::visit; }
  std::size_t minors_at_home(SimTime day) const;
  void go(Where where, SimTime day);
  void begin(BandKind kind, SimTime day);
  void end(BandKind kind, SimTime day);

  const Scenario& scenario_;
  const FamilyRecord& family_;
  std::vector<CoachRecord> coaches_;
  const Draws& draws_;

  std::vector<LifeLine> lines_;
  std::vector<Band> bands_;
  std::array<SimTime, band_names.size()> since_;  ///< of the band under way; forever = none
  LifeLine contacts_;                             ///< under way; none where it has no contacts
  Where where_{Where::nowhere};
  std::array<bool, max_children> in_care_{};
  std::array<bool, max_children> at_home_{};
  SimTime removed_{};
  SimTime left_care_{};
};

}  // namespace homeward
