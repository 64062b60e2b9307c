#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sim/engine/event_key.hpp"
#include "sim/engine/indexed_heap.hpp"
#include "sim/engine/threshold_clock.hpp"
#include "sim/engine/tournament.hpp"
#include "sim/model/family.hpp"
#include "sim/model/waiting_list.hpp"

namespace homeward {

/// From a day on: min(1, contact hours a week / hours planned for the whole caseload).
struct Attention {
  SimTime from{};
  double share{1};
};

/// One position and the person who holds it.
struct Coach {
  enum class State : std::uint8_t { closed, vacant, training, ready };
  State state{State::closed};
  bool shares_experience{};
  bool full_caseload{true};  ///< the first, smaller caseload is over
  std::uint32_t position{};  ///< 1..
  std::uint32_t holder{};    ///< 1..; of a vacancy: the last one
  SimTime hired{};
  SimTime ready{forever};
  SimTime next_step{forever};  ///< hired, trained, or first caseload over
  ThresholdClock leaving;
  std::array<std::uint32_t, phases> in_phase{};
  std::vector<Attention> attention;  ///< since the start of the run, earliest first
  std::vector<Family*> families;
};

/// The coaches of one site and the families that wait for them: the only place where families meet.
class CoachPool {
 public:
  CoachPool(const Rules& rules, const Draws& draws, Ledger& ledger, SiteIndex site);

  /// Opens the program at the start of the run, all positions filled.
  void open(SimTime now);

  // --- events, in the loop's order
  SimTime next_staffing() const { return next_staffing_; }
  void change_staffing();
  bool coach_event_pending() const { return !agenda_.empty(); }
  const EventKey& next_coach_event() const { return agenda_.top_key(); }
  void step_coach();
  /// Whether somebody waits for whom there may be room.
  bool dispatch_wanted() const { return (has_room() && !waiting_.empty()) || !newcomers_.empty(); }
  void dispatch(SimTime now);

  // --- for families; `now` is the time of the event being handled
  void begin(SimTime now) { now_ = now; }
  /// Takes the family into the queue. Returns whether it may be served at this instant: then what follows is
  /// settled by the dispatch, which gives it a coach (Family::assign) or leaves it waiting
  /// (Family::goes_on_waiting).
  bool join(Family& family);
  void leave(Family& family);
  void place_in_queue(Family& family) { waiting_.place(family, now_); }
  void release(Family& family, SimTime now);
  void phase_changed(Family& family, Phase from, Phase to, SimTime now);
  /// The coach's attention on a day up to now; contacts may be worked off later than they were.
  double attention(std::uint32_t position, SimTime day) const {
    const auto& history = coach(position).attention;
    if (history.back().from <= day) return history.back().share;
    const auto after = std::upper_bound(history.begin(), history.end(), day,
                                        [](SimTime d, const Attention& since) { return d < since.from; });
    return std::prev(after)->share;
  }

  /// Families whose next event may have changed through the pool since the last call.
  std::vector<Family*>& touched() { return touched_; }
  /// Throws RunError if a slot or a place in the queue is held by a family that has left.
  void check() const;
  /// Ends the record at the end of the run.
  void finish();

 private:
  Coach& coach(std::uint32_t position) { return coaches_[position - 1]; }
  const Coach& coach(std::uint32_t position) const { return coaches_[position - 1]; }
  void read_staffing_date();
  void read_program(SimTime now);
  Hours planned_hours(const Coach& coach) const;
  double attention_of(const Coach& coach, Hours planned) const;
  double leaving_multiplier(Hours planned) const;
  std::uint32_t limit(const Coach& coach) const {
    return coach.full_caseload ? in_force_.full_caseload : in_force_.first_caseload;
  }
  Coach& add_position();
  void hire(Coach& coach, SimTime now, bool at_opening);
  void become_ready(Coach& coach, SimTime now);
  void open_vacancy(Coach& coach, SimTime now);
  void vacate(Coach& coach, SimTime now);
  void fill_up(std::uint32_t target, SimTime now);
  void cut_down(std::uint32_t target, SimTime now);
  void switch_program(SimTime now);
  void load_changed(Coach& coach, SimTime now);
  bool has_room() const { return !open_[0].empty() || !open_[1].empty(); }
  std::uint32_t choose_coach() const;
  void reschedule(Coach& coach);
  double uniform(const Coach& coach, std::uint32_t holder, Purpose purpose) const;
  void record_positions(SimTime now);

  /// What every change of a caseload asks of the program in force; read anew when that changes.
  struct InForce {
    std::uint32_t full_caseload{};
    std::uint32_t first_caseload{};
    double first_caseload_share{1};
    double most_attention{1};
    bool best_match{};
    double overload_effect{};
    Hours available{};                    ///< of a coach, a week
    std::array<Hours, phases> planned{};  ///< for a family, a week
  };

  const Rules& rules_;
  const Draws& draws_;
  Ledger& ledger_;
  SiteIndex site_;
  std::uint32_t site_code_;
  std::vector<Coach> coaches_;
  IndexedHeap<EventKey> agenda_;  ///< of positions - 1
  WaitingList waiting_;
  InForce in_force_;
  std::array<Tournament, 2> open_;  ///< coaches with room, by families: without and with shared experience
  std::vector<Family*> newcomers_;  ///< since the last dispatch, while there was room
  std::vector<Family*> touched_;
  std::size_t next_target_{1};  ///< into the staffing plan
  std::uint32_t target_{0};
  std::uint32_t positions_open_{0};  ///< vacancies too; more than the target while attrition cuts
  SimTime next_staffing_{forever};
  SimTime now_{0};
};

}  // namespace homeward
