#include "sim/model/family.hpp"

#include <fmt/format.h>

#include <memory>
#include <new>

#include "sim/core/issues.hpp"
#include "sim/engine/first_least.hpp"
#include "sim/model/coach_pool.hpp"
#include "sim/random/samplers.hpp"

namespace homeward {

namespace {
/// A century of daily contacts is 37,000. A hazard that rises without end piles up more within a second of
/// computing.
constexpr std::uint32_t most_steps = 5'000'000;
}  // namespace

Family::Family(Surroundings& around, FamilyNumber number, const Entry& entry, FamilyRecord& record,
               std::uint8_t* levels, std::vector<Stay> stays, std::uint32_t id)
    : pool_id(id),
      around_(&around),
      number_(number),
      record_(&record),
      levels_(levels),
      profile_(around.population.profile(number, entry, around.draws, levels)),
      stays_(std::move(stays)) {
  needs_ = Needs(around.rules, profile_.needs_baseline);
}

void Family::enter(Surroundings& around, FamilyNumber number, const Entry& entry, FamilyRecord& record,
                   std::uint8_t* levels) {
  auto stays = std::move(stays_);  // keeps its memory
  stays.clear();
  const std::uint32_t id = pool_id;
  std::destroy_at(this);
  ::new (this) Family(around, number, entry, record, levels, std::move(stays), id);

  record.number = number;
  record.site = entry.site;
  record.children = profile_.children;
  record.entry = entry.day;
  record.accepts = profile_.acceptance_score < program(entry.day).as_written.referral.acceptance;
  for (std::size_t c = 0; c < profile_.children; ++c) {
    record.age_at_entry[c] = static_cast<float>(profile_.age[c]);
    record.turns_adult[c] = profile_.turns_adult[c];
  }
  around.ledger.change(Stock::children_entered, entry.day, profile_.children);
  for (std::uint8_t c = 0; c < profile_.children; ++c) episode_.child[c] = c;
  episode_.children = profile_.children;
  start_episode(entry.day, true);
  around.ledger.happened(EventKind::entry, entry.day, number, 1, static_cast<int>(placement_));
  start_setback_clock(entry.day);
  find_next();
}

double Family::uniform(Purpose purpose, std::uint32_t occurrence) const {
  return around_->draws.uniform(number_, purpose, episode_.number, occurrence);
}

bool Family::chance(double probability, Purpose purpose, std::uint32_t occurrence) const {
  if (probability >= 1) return true;
  return probability > 0 && uniform(purpose, occurrence) < probability;
}

Days Family::drawn(const Duration& duration, Purpose purpose, std::uint32_t occurrence) const {
  if (const auto* fixed = std::get_if<Fixed>(&duration)) return fixed->days;
  return sample(duration, uniform(purpose, occurrence));
}

/// Unit-rate exponential threshold of a clock of this hazard.
double Family::threshold(const Hazard& hazard, Purpose purpose, std::uint32_t occurrence) const {
  if (!hazard.runs()) return 0;
  return around_->draws.threshold(number_, purpose, episode_.number, occurrence);
}

/// A new threshold for the next setback in the family's life.
void Family::start_setback_clock(SimTime now) {
  const Hazard& hazard = around_->rules.setback;
  if (!hazard.runs()) return;
  setback_.start(hazard, profile_.entry, now,
                 around_->draws.threshold(number(), Purpose::setback, 0, ++setback_number_),
                 factors_.family[index(FamilyClock::setback)]);
}

namespace {
/// Slots that a contact moves, beside the supported clock: the rest need not be looked at again after one.
constexpr std::array moved_by_contacts{Slot::drop_out, Slot::contact, Slot::update};

template <Slot... slot>
constexpr std::index_sequence<index(slot)...> places{};
constexpr auto left_alone_by_contacts =
    places<Slot::child_adult, Slot::hearing, Slot::petition, Slot::visit_end, Slot::other_permanency,
           Slot::other_exit, Slot::placement_move, Slot::service_end, Slot::referral, Slot::renege,
           Slot::setback, Slot::recent_setback_end>;
static_assert(left_alone_by_contacts.size() + moved_by_contacts.size() + 1 == slots);
}  // namespace

void Family::find_next() {
  due(Slot::placement_move) = move_.fires();
  due(Slot::other_permanency) = other_permanency_.fires();
  due(Slot::setback) = setback_.fires();
  due(Slot::renege) = renege_.fires();
  due(Slot::hearing) = std::min(calendar_hearing_, pending_hearing_);
  // Slots stand in the order of kinds, so the first of equal times is the one that comes first.
  next_but_contacts_ = static_cast<Slot>(first_least(due_, left_alone_by_contacts));
  look_ahead();
}

/// The next event, where only what a contact moves may have changed since `find_next`.
void Family::look_ahead() {
  due(Slot::drop_out) = drop_out_.fires();
  due(Slot::contact) = next_contact_;
  SimTime first = due(next_but_contacts_);
  for (const Slot slot : moved_by_contacts) first = std::min(first, due(slot));
  due(Slot::supported) = supported_.fires_before(std::min(first, around_->ledger.end()));
  first = std::min(first, due(Slot::supported));
  // Of those due first the first by kind; written so that nothing has to be guessed, as who is first cannot
  // be.
  auto next = index(due(next_but_contacts_) == first ? next_but_contacts_ : Slot::update);
  for (const Slot slot : moved_by_contacts) next = std::min(next, due(slot) == first ? index(slot) : next);
  next = due(Slot::supported) == first ? std::min(next, index(Slot::supported)) : next;
  next_slot_ = static_cast<Slot>(next);
  if (next_slot_ == Slot::contact) leave_contacts_for_later();
}

void Family::count_step(SimTime now) {
  if (++steps_ <= most_steps) return;
  throw RunError(fmt::format(
      "family {} has more than {} events by day {}; something comes too often: look at [hazards], "
      "[effects], support.contacts_per_week and court.review_interval_days",
      number(), most_steps, now));
}

void Family::step() {
  const Slot slot = next_slot_;
  const SimTime now = due(slot);
  catch_up(now, slot);
  if (slot == Slot::contact) return look_ahead();
  count_step(now);
  handle(slot, now);
  if (!awaits_dispatch_) find_next();
}

void Family::handle(Slot slot, SimTime now) {
  switch (slot) {
    case Slot::child_adult:
      return on_child_adult(now);
    case Slot::hearing:
      return on_hearing(now);
    case Slot::petition:
      return on_petition(now);
    case Slot::supported:
      return on_supported(now);
    case Slot::visit_end:
      return joint_exit(ExitKind::reunified, now);
    case Slot::other_permanency:
      return on_other_permanency(now);
    case Slot::other_exit:
      return on_other_exit(now);
    case Slot::placement_move:
      return on_placement_move(now);
    case Slot::service_end:
      return on_service_end(now);
    case Slot::drop_out:
      return on_drop_out(now);
    case Slot::referral:
      return on_referral(now);
    case Slot::renege:
      return on_renege(now);
    case Slot::contact:
      return;
    case Slot::setback:
      return on_setback(now);
    case Slot::recent_setback_end:
      return apply_move_multiplier(now);
    case Slot::update:
      return on_update(now);
  }
}

namespace {
void fetch_lines(const void* from, const void* to) {
  constexpr std::size_t line = 64;
  for (auto* at = static_cast<const char*>(from); at < to; at += line) __builtin_prefetch(at, 1);
}
}  // namespace

void Family::fetch() const {
  fetch_lines(this, this + 1);
}

void Family::fetch_record() const {
  fetch_lines(record_, record_ + 1);
}

void Family::on_supported(SimTime now) {
  switch (state_) {
    case State::placed:
      return on_ready(now);
    case State::visit:
      return on_visit_failure(now);
    case State::home:
      return on_reentry(now);
    case State::closed:
      return;
  }
}

void Family::finish(SimTime end) {
  if (state_ == State::closed) return;
  record_->waits_at_end = service_ == Service::waiting || due(Slot::referral) < forever;
  record_->coached_at_end = service_ == Service::coached;
  if (service_ == Service::waiting) leave_queue(end, QueueEnd::open);
  if (service_ == Service::coached) {
    catch_up(end, Slot::child_adult);
    book_coached_spell(end);
  }
  if (in_care()) {
    settle_care_days(end);
    end_episode();
  }
  state_ = State::closed;
}

}  // namespace homeward
