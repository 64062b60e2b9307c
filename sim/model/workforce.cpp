#include <fmt/format.h>

#include <algorithm>

#include "sim/core/issues.hpp"
#include "sim/model/coach_pool.hpp"
#include "sim/random/samplers.hpp"

/// Coaches as people: hired, trained, at work, leaving; positions that open and close. Off: annual_turnover
/// 0, hiring and training 0 days, no staffing changes.
namespace homeward {

double CoachPool::uniform(const Coach& coach, std::uint32_t holder, Purpose purpose) const {
  return draws_.coach_uniform(site_code_, coach.position, holder, purpose);
}

Coach& CoachPool::add_position() {
  Coach& coach = coaches_.emplace_back();
  coach.position = static_cast<std::uint32_t>(coaches_.size());
  for (Tournament& open : open_) open.make_room(coaches_.size());
  return coach;
}

void CoachPool::open(SimTime now) {
  target_ = rules_.staffing(site_).front().positions;
  while (coaches_.size() < target_) {
    hire(add_position(), now, true);
  }
  record_positions(now);
  read_staffing_date();
}

void CoachPool::read_staffing_date() {
  const auto& plan = rules_.staffing(site_);
  next_staffing_ = next_target_ < plan.size() ? plan[next_target_].from : forever;
}

void CoachPool::change_staffing() {
  const StaffingTarget& change = rules_.staffing(site_)[next_target_++];
  read_staffing_date();
  const SimTime now = change.from;
  if (change.switches_program) switch_program(now);
  if (change.positions != target_ || !change.switches_program) {
    if (!change.switches_program) ledger_.coach_happened(EventKind::staffing_changed, now, 0, 0);
    target_ = change.positions;
    cut_down(target_, now);
    fill_up(target_, now);
  }
  record_positions(now);
}

/// The scenario's own program starts: hazards, limits and plans follow it from now on.
void CoachPool::switch_program(SimTime now) {
  read_program(now);
  waiting_.reorder(now);
  for (Coach& coach : coaches_) {
    const bool at_work = coach.state == Coach::State::training || coach.state == Coach::State::ready;
    if (at_work) {
      const double left = coach.leaving.remaining_at(now);
      coach.leaving.start(rules_.program(now).leaving, coach.hired, now, left,
                          leaving_multiplier(planned_hours(coach)));
    }
    load_changed(coach, now);
    reschedule(coach);
    for (Family* family : coach.families) {
      family->program_changed(now);
      touched_.push_back(family);
    }
  }
  const std::vector<Family*> waiting = waiting_.families();
  for (Family* family : waiting) {
    family->program_changed(now);
    touched_.push_back(family);
  }
}

/// Vacancies go first, then the highest-numbered positions at once, or as their holders leave.
void CoachPool::cut_down(std::uint32_t target, SimTime now) {
  for (std::size_t i = coaches_.size(); i-- > 0 && positions_open_ > target;) {
    Coach& coach = coaches_[i];
    if (coach.state != Coach::State::vacant) continue;
    coach.state = Coach::State::closed;
    --positions_open_;
    coach.next_step = forever;
    ledger_.change(Stock::positions_vacant, now, -1);
    reschedule(coach);
  }
  if (rules_.program(now).as_written.coaches.cut_by == CutBy::attrition) return;
  for (std::size_t i = coaches_.size(); i-- > 0 && positions_open_ > target;) {
    if (coaches_[i].state != Coach::State::closed) vacate(coaches_[i], now);
  }
}

void CoachPool::fill_up(std::uint32_t target, SimTime now) {
  for (std::size_t i = 0; positions_open_ < target; ++i) {
    while (i < coaches_.size() && coaches_[i].state != Coach::State::closed) ++i;
    if (i == coaches_.size()) add_position();
    open_vacancy(coaches_[i], now);
  }
}

void CoachPool::open_vacancy(Coach& coach, SimTime now) {
  coach.state = Coach::State::vacant;
  ++positions_open_;
  ledger_.change(Stock::positions_vacant, now, 1);
  const Duration& hiring = rules_.program(now).as_written.coaches.hiring_days;
  coach.next_step = now + sample(hiring, uniform(coach, coach.holder + 1, Purpose::coach_hiring));
  reschedule(coach);
}

void CoachPool::hire(Coach& coach, SimTime now, bool at_opening) {
  const Coaches& rules = rules_.program(now).as_written.coaches;
  // A run must end: nobody means a position that changes hands every hour for years.
  constexpr std::uint32_t most_holders = 100'000;
  if (coach.holder >= most_holders)
    throw RunError(
        fmt::format("position {} had more than {} coaches by day {}; they leave too often: look at "
                    "coaches.annual_turnover, coaches.overload_effect and coaches.contact_hours_per_week",
                    coach.position, most_holders, now));
  if (coach.state == Coach::State::closed) ++positions_open_;
  ++coach.holder;
  coach.hired = now;
  coach.state = Coach::State::training;
  coach.shares_experience =
      uniform(coach, coach.holder, Purpose::coach_experience) < rules.shared_experience_share;
  coach.full_caseload = at_opening || rules.first_caseload_share >= 1;
  ledger_.change(Stock::coaches_in_post, now, 1);
  if (!at_opening) {
    ledger_.change(Stock::positions_vacant, now, -1);
    ledger_.coach_happened(EventKind::coach_hired, now, coach.position, coach.holder);
  }
  coach.leaving.start(rules_.program(now).leaving, now, now,
                      -std::log(uniform(coach, coach.holder, Purpose::coach_leaving)), 1);
  coach.ready = forever;
  coach.next_step = now;
  if (!at_opening)
    coach.next_step += sample(rules.training_days, uniform(coach, coach.holder, Purpose::coach_training));
  if (at_opening) return become_ready(coach, now);
  reschedule(coach);
}

void CoachPool::become_ready(Coach& coach, SimTime now) {
  const Coaches& rules = rules_.program(now).as_written.coaches;
  coach.state = Coach::State::ready;
  coach.ready = now;
  coach.next_step = coach.full_caseload ? forever : now + rules.first_caseload_days;
  ledger_.change(Stock::coaches_ready, now, 1);
  load_changed(coach, now);
  reschedule(coach);
}

void CoachPool::step_coach() {
  Coach& coach = coaches_[agenda_.top()];
  const SimTime now = agenda_.top_key().time;
  if (coach.leaving.fires() <= coach.next_step) {
    vacate(coach, now);
    if (positions_open_ < target_) open_vacancy(coach, now);
    return;
  }
  if (coach.state == Coach::State::vacant) return hire(coach, now, false);
  if (coach.state == Coach::State::training) {
    ledger_.coach_happened(EventKind::coach_ready, now, coach.position, coach.holder);
    return become_ready(coach, now);
  }
  coach.full_caseload = true;
  coach.next_step = forever;
  load_changed(coach, now);
  reschedule(coach);
}

/// The holder goes and the position closes. The families go back to the queue, in the order of their numbers.
void CoachPool::vacate(Coach& coach, SimTime now) {
  ledger_.coach_happened(EventKind::coach_left, now, coach.position, coach.holder);
  ledger_.coaches.push_back({site_, coach.position, coach.holder, coach.hired, coach.ready, now});
  ledger_.change(Stock::coaches_in_post, now, -1);
  if (coach.state == Coach::State::ready) ledger_.change(Stock::coaches_ready, now, -1);
  open_[coach.shares_experience ? 1 : 0].erase(coach.position - 1);
  coach.state = Coach::State::closed;
  --positions_open_;
  coach.leaving.stop();
  coach.next_step = forever;
  coach.in_phase.fill(0);
  std::vector<Family*> families;
  families.swap(coach.families);
  std::sort(families.begin(), families.end(),
            [](const Family* a, const Family* b) { return a->number() < b->number(); });
  for (Family* family : families) {
    family->coach_left(now);
    touched_.push_back(family);
  }
  reschedule(coach);
}

void CoachPool::record_positions(SimTime now) {
  ledger_.positions.push_back(
      {site_, now, target_, rules_.program(now).as_written.coaches.families_per_coach});
}

void CoachPool::finish() {
  for (const Coach& coach : coaches_) {
    if (coach.state != Coach::State::training && coach.state != Coach::State::ready) continue;
    ledger_.coaches.push_back({site_, coach.position, coach.holder, coach.hired, coach.ready, forever});
  }
}

}  // namespace homeward
