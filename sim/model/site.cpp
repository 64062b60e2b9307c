#include "sim/model/site.hpp"

namespace homeward {

SiteRun::SiteRun(const Rules& rules, const Population& population, const Draws& draws, SiteIndex site,
                 std::span<const FamilyNumber> numbers, std::span<const Entry> entries,
                 std::span<FamilyRecord> records, std::span<std::uint8_t> levels, const Logging& logging)
    : rules_(rules),
      numbers_(numbers),
      entries_(entries),
      records_(records),
      levels_(levels),
      traits_(population.traits()),
      ledger_(rules, site, logging),
      pool_(rules, draws, ledger_, site),
      around_{rules, population, draws, ledger_, pool_},
      agenda_(rules.scenario.start(), ledger_.end()) {
  // Most families have one episode and wait at most once; room that is not written to costs nothing.
  ledger_.episodes.reserve(numbers.size() + numbers.size() / 2);
  ledger_.queue_spells.reserve(numbers.size() + numbers.size() / 2);
}

void SiteRun::read_next_entry() {
  next_entry_ = {};
  if (entered_ == numbers_.size()) return;
  const FamilyNumber number = numbers_[entered_];
  next_entry_ = EventKey::at(entries_[number - 1].day, static_cast<std::uint8_t>(Kind::move), number);
}

Family& SiteRun::take_family() {
  if (idle_.empty()) {
    idle_.push_back(static_cast<std::uint32_t>(families_.size()));
    families_.emplace_back();
  }
  return families_[idle_.back()];  // stays idle until it turns out to be shared
}

void SiteRun::enter_next() {
  const FamilyNumber number = numbers_[entered_++];
  Family& family = take_family();
  const std::uint32_t id = idle_.back();
  idle_.pop_back();
  family.enter(around_, number, entries_[number - 1], records_[number - 1],
               levels_.data() + (number - 1) * traits_);
  family.pool_id = id;
  read_next_entry();
  // Who is referred at once, with nothing in between, need not go on the agenda for that.
  const bool at_once = family.next_time() == entries_[number - 1].day && family.meets_pool_next();
  if (at_once && family.next() < next().key) family.step();
  settle(family);
}

/// Runs a family ahead as long as it is on its own, then puts its next event on the agenda or ends it.
void SiteRun::settle(Family& family) {
  const SimTime end = ledger_.end();
  while (!family.shared() && !family.over() && family.next_time() < end && !family.meets_pool_next())
    family.step();
  if (family.over() || family.next_time() >= end) {
    if (agenda_.contains(family.pool_id)) agenda_.erase(family.pool_id);
    if (family.shared()) return;  // stays with its coach, or in the queue, to the end
    family.finish(end);
    idle_.push_back(family.pool_id);
    return;
  }
  agenda_.set(family.pool_id, family.next());
}

void SiteRun::settle_touched() {
  // Families may be touched more than once by one event; settling again changes nothing. One that stands no
  // longer on the agenda, and is not shared, was run to its end before.
  for (Family* family : pool_.touched()) {
    if (family->shared() || agenda_.contains(family->pool_id)) settle(*family);
  }
  pool_.touched().clear();
}

void SiteRun::step_family() {
  families_[agenda_.upcoming(EventLadder::foreseen)].fetch();
  families_[agenda_.upcoming(EventLadder::foreseen / 2)].fetch_record();
  Family& family = families_[agenda_.top()];
  family.step();
  settle(family);
}

/// What comes next, but for a dispatch, and whose turn it is.
SiteRun::Next SiteRun::next() {
  Next next{next_entry_, Turn::entry};
  const auto consider = [&next](const EventKey& key, Turn whose) {
    if (key < next.key) next = {key, whose};
  };
  consider(agenda_.top_key(), Turn::family);
  if (pool_.coach_event_pending()) consider(pool_.next_coach_event(), Turn::coach);
  if (!(next.key.time < pool_.next_staffing())) {
    consider(EventKey::at(pool_.next_staffing(), static_cast<std::uint8_t>(Kind::staffing), 0),
             Turn::staffing);
  }
  return next;
}

void SiteRun::run() {
  const SimTime end = ledger_.end();
  SimTime now = rules_.scenario.start();
  pool_.open(now);
  read_next_entry();
  for (;;) {
    auto [key, turn] = next();
    if (pool_.dispatch_wanted()) {
      const auto dispatch = EventKey::at(now, static_cast<std::uint8_t>(Kind::dispatch), 0);
      if (dispatch < key) {
        key = dispatch;
        turn = Turn::dispatch;
      }
    }
    if (!(key.time < end)) break;
    now = key.time;
    pool_.begin(now);
    switch (turn) {
      case Turn::entry:
        enter_next();
        break;
      case Turn::family:
        step_family();
        break;
      case Turn::coach:
        pool_.step_coach();
        break;
      case Turn::staffing:
        pool_.change_staffing();
        break;
      case Turn::dispatch:
        pool_.dispatch(now);
        break;
    }
    settle_touched();
  }
  pool_.check();
  for (Family& family : families_) family.finish(end);
  pool_.finish();
}

}  // namespace homeward
