#include <algorithm>
#include <cmath>

#include "sim/model/coach_pool.hpp"
#include "sim/model/family.hpp"
#include "sim/random/logistic.hpp"

/// What happens between a family and its coach, contact by contact: missed or kept, hours, relief, trust.
namespace homeward {

namespace {
constexpr std::uint32_t contacts_in_week = 256;
constexpr std::uint32_t weeks_in_block = 4;
// What rounding may do to the day on which a clock fires; a second.
constexpr Days leeway = 1e-5;
}  // namespace

void Family::schedule_contact(SimTime now) {
  next_contact_ = now + program(now).contact_interval[index(phase())];
}

/// Works off the contacts that come before an event of the family or of its coach.
void Family::catch_up(SimTime now, Slot slot) {
  while (next_contact_ < now || (next_contact_ == now && Slot::contact <= slot)) {
    count_step(next_contact_);
    on_contact(next_contact_);
  }
}

/// Of contacts nobody learns before something else happens to the family or to its coach. So it can be left alone until
/// then, but for what contacts may bring about: they move two clocks, and until these can fire at the earliest nothing is
/// missed. Its contacts then are worked off in one go, each with the attention of its day.
void Family::leave_contacts_for_later() {
  // An early first contact moves the base, and effects that fade are brought up to date at events.
  if (first_contact_ == forever || !scenario().effects.fade_by_year.empty()) return;
  constexpr double no_trust = 1;  // of the hazard of dropping out: all of it
  const SimTime others = std::min(due(next_but_contacts_), around_->ledger.end());
  SimTime until = std::min(others, drop_out_.fires_at_earliest(no_trust));
  if (const auto active = active_clock()) {
    const double greatest = std::max(0.0, around_->rules.log_coaching[index(*active)]) * needs_.greatest_gain();
    until = supported_.fires_at_earliest(until, greatest);
  }
  if (until < others) until -= leeway;
  if (until <= next_contact_) return;
  if (until == due(next_but_contacts_)) {
    next_slot_ = next_but_contacts_;
  } else {
    due(Slot::contact) = until;
  }
}

/// Stress makes missing likelier and trust less so, on the scale of log odds.
bool Family::misses_contact(const ProgramRules& program, std::uint32_t week, double stress) {
  const Support& support = program.as_written.support;
  const double p = support.missed_probability;
  if (p <= 0 || p >= 1) return p >= 1;
  const double logit =
      program.missed_logit + support.missed_stress_effect * stress - support.missed_trust_effect * trust_;
  return happens(luck_of_contact(week), logit);
}

/// The uniform of a contact: by the week of the episode and the number within it, so that contacts of other weeks meet
/// the same luck whatever their spacing. Those of four weeks come from one block, kept until it is used up.
double Family::luck_of_contact(std::uint32_t week) {
  const std::uint32_t block = week / weeks_in_block * contacts_in_week + contact_in_week_;
  if (block != contact_block_) {
    contact_block_ = block;
    contact_luck_ = around_->draws.four(number_, Purpose::contact, episode_.number, block);
  }
  return contact_luck_[week % weeks_in_block];
}

void Family::on_contact(SimTime now) {
  // Dates add up with rounding: what is a whole week but for that is one.
  const auto week = static_cast<std::uint32_t>((now - episode_.removal) / days_per_week + 1e-9);
  contact_in_week_ = week == contact_week_ ? contact_in_week_ + 1 : 0;
  contact_week_ = week;
  settle_trust(now);
  const ProgramRules& rules = program(now);
  const Needs::AtContact needs = needs_.at_contact(now);
  const bool kept = !misses_contact(rules, week, needs.need[index(Need::stress)]);
  if (kept) {
    ++contacts_.kept;
    first_contact_ = std::min(first_contact_, now);
    keep_contact(rules, needs, around_->pool.attention(coach_, now));
  } else {
    ++contacts_.missed;
    trust_ *= 1 - scenario().trust.lost_on_missed;
  }
  const int trust_percent = static_cast<int>(100 * trust_ + 0.5);
  around_->ledger.happened(kept ? EventKind::contact_kept : EventKind::contact_missed, now, number(),
                           episode_.number, trust_percent);
  drop_out_.set_multiplier(now, 1 - trust_);
  schedule_contact(now);
  refresh_after_contact(now, first_contact_ == now);
}

void Family::keep_contact(const ProgramRules& rules, const Needs::AtContact& needs, double attention) {
  const Effects& effects = scenario().effects;
  const Hours hours = rules.as_written.support.hours_per_contact * attention;
  const HourOfSupport& hour = rules.hour[tailored_to(rules, needs.need)];
  const double dose = hours * (effects.without_trust + (1 - effects.without_trust) * trust_);
  for (std::size_t s = 0; s < support_kinds; ++s) contacts_.hours[s] += hours * hour.share[s];
  NeedVector relief = hour.relief;
  double most = 0;
  for (double& x : relief) {
    x *= dose;
    most = std::max(most, x);
  }
  if (most > 0) needs_.support(needs, relief);
  preparation_ += dose * hour.preparation;
  trust_ += std::min(1.0, scenario().trust.growth_per_contact * attention) * (1 - trust_);
}

/// The kind of support that moves this family's gain most; `support_kinds` where nothing is tailored or
/// nothing moves.
std::size_t Family::tailored_to(const ProgramRules& rules, const NeedVector& needs) const {
  if (!(rules.as_written.support.tailoring > 0)) return support_kinds;
  std::size_t best = support_kinds;
  double most = 0;
  for (std::size_t s = 0; s < support_kinds; ++s) {
    double pull = 0;
    for (std::size_t k = 0; k < needs_count; ++k) pull += around_->rules.pull_on_gain[s][k] * needs[k];
    best = pull > most ? s : best;
    most = std::max(pull, most);
  }
  return best;
}

/// Books trust over the days since it last changed; before it changes.
void Family::settle_trust(SimTime now) {
  contacts_.trust_days += trust_ * around_->ledger.in_window(trust_settled_, now);
  trust_settled_ = now;
}

void Family::book_coached_spell(SimTime now) {
  settle_trust(now);
  record_->coached_days += around_->ledger.in_window(assigned_, now);
  record_->contacts_kept = contacts_.kept;
  record_->contacts_missed = contacts_.missed;
  record_->hours = contacts_.hours;
  record_->trust_days = contacts_.trust_days;
}

}  // namespace homeward
