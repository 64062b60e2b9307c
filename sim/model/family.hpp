#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/engine/drifting_clock.hpp"
#include "sim/engine/event_key.hpp"
#include "sim/engine/threshold_clock.hpp"
#include "sim/model/agenda.hpp"
#include "sim/model/court.hpp"
#include "sim/model/ledger.hpp"
#include "sim/model/needs.hpp"
#include "sim/model/rules.hpp"
#include "sim/population/population.hpp"

namespace homeward {

class CoachPool;

/// The monthly count of children that an exit adds to.
Stock stock_of(ExitKind kind);

/// What a family needs to know of its surroundings. One a site.
struct Surroundings {
  const Rules& rules;
  const Population& population;
  const Draws& draws;
  Ledger& ledger;
  CoachPool& pool;
};

/// One family's life, from its first removal until nothing more can happen to its children.
///
/// A family meets others only through the coach pool. While it neither waits for a coach nor has one, its
/// life is its own and can be run ahead in one piece; `meets_pool_next` says when that ends. Everything here
/// is deterministic given the draws. Split over files by theme: family.cpp (what comes next, multipliers),
/// family_care.cpp (placement, court, exits), family_home.cpp (after going home), family_service.cpp
/// (referral, queue, coach), family_contacts.cpp (what coach and family do).
class Family {
 public:
  enum class State : std::uint8_t { placed, visit, home, closed };
  enum class Service : std::uint8_t { none, waiting, coached };

  Family() = default;
  /// Starts a new life in this object. `record` and `levels` are this family's rows of the run record.
  void enter(Surroundings& around, FamilyNumber number, const Entry& entry, FamilyRecord& record,
             std::uint8_t* levels);
  /// Ends the record at the end of the run, if anything is still open.
  void finish(SimTime end);

  /// The next event, and what it is.
  EventKey next() const {
    return EventKey::at(due_[index(next_slot_)], kind_code(next_slot_), number_);
  }
  SimTime next_time() const { return due_[index(next_slot_)]; }
  /// Handles the next event.
  void step();

  /// Whether other families can tell what this one does: it waits for a coach or has one.
  bool shared() const { return service_ != Service::none; }
  /// Whether the next event makes it shared: the family accepts a coach.
  bool meets_pool_next() const { return next_slot_ == Slot::referral && would_accept(next_time()); }
  bool over() const { return state_ == State::closed; }

  // --- for the coach pool
  void assign(std::uint32_t coach_position, std::uint32_t holder, bool shares_experience, SimTime now);
  void coach_left(SimTime now);
  /// The dispatch of the instant at which it joined the queue is over; whether it has left it waiting.
  bool goes_on_waiting(SimTime now);
  /// The program changed under a family that waits or is coached.
  void program_changed(SimTime now);
  FamilyNumber number() const { return number_; }
  State state() const { return state_; }
  Phase phase() const;
  std::uint32_t coach() const { return coach_; }  ///< position, meaningful while coached
  Phase counted_phase() const { return counted_phase_; }
  SimTime referred_on() const { return joined_by_referral_; }
  bool handed_back() const { return handed_back_; }
  double weighted_needs(SimTime now) const { return needs_.weighted(now); }
  SimTime next_hearing() const { return due_[index(Slot::hearing)]; }

  std::uint32_t pool_id{};  ///< where the pool keeps this family; its own business
  /// Start to fetch what its next event touches into the cache: first the family, and once that is there its record.
  void fetch() const;
  void fetch_record() const;

 private:
  Family(Surroundings& around, FamilyNumber number, const Entry& entry, FamilyRecord& record, std::uint8_t* levels,
         std::vector<Stay> stays, std::uint32_t id);
  static constexpr std::array<SimTime, slots> never_due() {
    std::array<SimTime, slots> days{};
    days.fill(forever);
    return days;
  }
  static std::uint8_t kind_code(Slot slot) { return static_cast<std::uint8_t>(kind_of_slot[index(slot)]); }
  SimTime& due(Slot slot) { return due_[index(slot)]; }
  void count_step(SimTime now);
  void find_next();
  void look_ahead();
  void handle(Slot slot, SimTime now);
  void on_supported(SimTime now);
  // Luck by address in this episode. What a scenario leaves no choice is not drawn: no other draw is moved by that.
  double uniform(Purpose purpose, std::uint32_t occurrence = 0) const;
  bool chance(double probability, Purpose purpose, std::uint32_t occurrence = 0) const;
  Days drawn(const Duration& duration, Purpose purpose, std::uint32_t occurrence = 0) const;
  double threshold(const Hazard& hazard, Purpose purpose, std::uint32_t occurrence = 0) const;
  void start_setback_clock(SimTime now);
  const Scenario& scenario() const { return around_->rules.scenario; }
  const ProgramRules& program(SimTime now) const { return around_->rules.program(now); }
  bool in_care() const { return state_ == State::placed || state_ == State::visit; }

  // family.cpp: multipliers, needs, setbacks
  void refresh_all(SimTime now);  ///< setback load and gain
  void refresh_gain(
      SimTime now);  ///< gain alone: events of coaching leave the setback load's steps as they are
  void refresh_after_contact(SimTime now, bool first);
  void refresh_renege(SimTime now);
  std::optional<SupportedClock> active_clock() const;
  void start_supported(SimTime origin, SimTime now, Purpose purpose, std::uint32_t occurrence = 0);
  SimTime active_origin() const;
  double active_base(SimTime now) const;
  DriftingClock::Push setback_push(SupportedClock active, SimTime now) const;
  DriftingClock::Push coaching_push(SupportedClock active, SimTime now) const;
  double fade(SimTime now) const;
  bool updates_matter(SimTime now) const;
  void schedule_update(SimTime now);
  void on_update(SimTime now);
  void apply_renege_multiplier(SimTime now);
  void on_setback(SimTime now);
  double move_multiplier(SimTime now);
  void apply_move_multiplier(SimTime now);
  void spend_concrete(SimTime now);

  // family_care.cpp
  void start_episode(SimTime now, bool first);
  void start_placement(SimTime now);
  void on_placement_move(SimTime now);
  void start_other_permanency(SimTime now);
  void start_other_exits(SimTime now);
  double other_permanency_multiplier() const;
  void settle_care_days(SimTime now);
  void become_placed(SimTime now);
  void schedule_court(SimTime now);
  void on_ready(SimTime now);
  void on_hearing(SimTime now);
  void grant_return(SimTime now);
  void on_petition(SimTime now);
  double petition_exception(Placement placement) const;
  void change_goal(SimTime now);
  void start_visit(SimTime now);
  void on_visit_failure(SimTime now);
  void on_other_permanency(SimTime now);
  void on_child_adult(SimTime now);
  void on_other_exit(SimTime now);
  void child_leaves(std::size_t i, ExitKind kind, SimTime now);
  void schedule_children();
  void leave_placement(SimTime now);
  void change_care_stock(SimTime now, int children);

  // family_home.cpp: leaving care together, home, coming back
  void joint_exit(ExitKind kind, SimTime now);
  void settle_at_home(SimTime now);
  void on_reentry(SimTime now);
  void schedule_supervision(SimTime now);
  bool at_home(
      std::size_t i) const;  ///< child of the last episode, by position: left jointly and still a minor
  std::uint8_t minors_at_home() const;
  void end_episode();
  void stop_care_clocks();
  void close(SimTime now, LeftQueue why);

  // family_service.cpp
  bool has_coaches(SimTime now) const;
  bool would_accept(SimTime now) const;
  void offer_in_care(SimTime now);
  void offer_at_home(SimTime now);
  void on_referral(SimTime now);
  void join_queue(SimTime now, bool handed_back);
  void wait(SimTime now);
  void leave_queue(SimTime now, QueueEnd how);
  void leave_queue(SimTime now, LeftQueue why);
  void on_renege(SimTime now);
  void on_drop_out(SimTime now);
  void on_service_end(SimTime now);
  void leave_closed_program(SimTime now);
  void own_program_starts(SimTime now);
  void end_coaching(SimTime now);
  void stop_service(SimTime now, LeftQueue why);
  void phase_changes(SimTime now);
  void schedule_service_end(SimTime now);
  void count_status(SimTime now);

  // family_contacts.cpp
  void schedule_contact(SimTime now);
  void catch_up(SimTime now, Slot slot);
  void leave_contacts_for_later();
  void on_contact(SimTime now);
  double luck_of_contact(std::uint32_t week);
  void keep_contact(const ProgramRules& rules, const Needs::AtContact& needs, double attention);
  bool misses_contact(const ProgramRules& program, std::uint32_t week, double stress);
  std::size_t tailored_to(const ProgramRules& rules, const NeedVector& needs) const;
  void settle_trust(SimTime now);
  void book_coached_spell(SimTime now);

  /// What contacts add up to; in the record once the coached spell is over.
  struct Contacts {
    std::uint32_t kept{};
    std::uint32_t missed{};
    KindVector hours{};
    Days trust_days{};
  };

  // What a contact touches stands together, at the front.
  Surroundings* around_{nullptr};
  FamilyNumber number_{};
  std::array<SimTime, slots> due_ = never_due();
  State state_{State::closed};
  Service service_{Service::none};
  Slot next_slot_{Slot::child_adult};
  Slot next_but_contacts_{Slot::child_adult};  ///< the first of those that contacts leave alone
  bool ready_{};
  bool goal_changed_{};
  bool trust_known_{};
  Phase counted_phase_{Phase::placed};  ///< as the coach's plan has it
  std::uint32_t steps_{};               ///< events handled
  std::uint32_t coach_{};
  std::uint32_t contact_week_{~0U};
  std::uint32_t contact_in_week_{};
  std::uint32_t contact_block_{~0U};      ///< of the draws below
  std::array<double, 4> contact_luck_{};
  SimTime next_contact_{forever};
  double trust_{0};
  SimTime trust_settled_{};
  SimTime first_contact_{forever};
  Contacts contacts_;
  Hours preparation_{0};     ///< effective hours of advocacy and information since removal
  DriftingClock supported_;  ///< readiness, visit failure or re-entry: one runs at a time
  ThresholdClock drop_out_;
  Needs needs_;
  EpisodeRecord episode_;  ///< a contact touches no more than its beginning

  static constexpr Stock uncounted{stocks};  ///< no stock
  FamilyRecord* record_{nullptr};
  const std::uint8_t* levels_{nullptr};
  TraitFactors factors_;
  Profile profile_;

  // care
  Placement placement_{Placement::foster_family};
  bool petition_done_{};
  std::uint8_t left_in_care_{};  ///< children of the episode still in care
  std::uint32_t placement_number_{};
  std::uint32_t visit_number_{};
  std::uint32_t hearing_number_{};
  std::uint32_t setback_number_{};
  SimTime placed_since_{};
  SimTime care_settled_{};  ///< up to when days in care are booked
  SimTime calendar_hearing_{forever};
  SimTime pending_hearing_{forever};                    ///< requested, or continued
  std::array<SimTime, max_children> other_exit_day_{};  ///< by position in the episode
  std::array<bool, max_children> adult_{};              ///< by child
  std::vector<Stay> stays_;                             ///< past placements, for the petition rule
  ThresholdClock move_, other_permanency_, setback_, renege_;

  // home
  ExitKind home_by_{ExitKind::reunified};
  SimTime home_since_{};

  // needs
  SimTime updated_{-forever};  ///< last update
  SimTime last_setback_{-forever};
  Dollars concrete_spent_{0};

  // service
  bool eligible_{};
  bool service_used_{};
  bool referred_{};  ///< in this episode, in care or at home
  bool handed_back_{};
  bool awaits_dispatch_{};  ///< waits since this instant, at which there may be room: the dispatch says what is next
  Stock status_{uncounted};  ///< families_waiting, _coached, _unserved or uncounted
  std::uint32_t last_coach_{};
  std::uint32_t last_holder_{};
  std::uint32_t joins_{};
  std::uint32_t spells_{};
  SimTime joined_{};
  SimTime joined_by_referral_{};
  SimTime service_started_{forever};
  SimTime assigned_{};
};

}  // namespace homeward
