#include "sim/model/coach_pool.hpp"

#include <algorithm>

#include "sim/core/issues.hpp"
#include "sim/random/samplers.hpp"

namespace homeward {

CoachPool::CoachPool(const Rules& rules, const Draws& draws, Ledger& ledger, SiteIndex site)
    : rules_(rules),
      draws_(draws),
      ledger_(ledger),
      site_(site),
      site_code_(site_code(rules.scenario.sites[site].name)),
      waiting_(rules) {
  read_program(rules.scenario.start());
}

bool CoachPool::join(Family& family) {
  waiting_.insert(family);
  if (has_room()) newcomers_.push_back(&family);
  return has_room();
}

void CoachPool::leave(Family& family) {
  waiting_.erase(family);
}

void CoachPool::release(Family& family, SimTime now) {
  Coach& from = coach(family.coach());
  *std::find(from.families.begin(), from.families.end(), &family) = from.families.back();
  from.families.pop_back();
  --from.in_phase[index(family.counted_phase())];
  load_changed(from, now);
}

void CoachPool::phase_changed(Family& family, Phase from, Phase to, SimTime now) {
  if (from == to) return;
  Coach& its = coach(family.coach());
  --its.in_phase[index(from)];
  ++its.in_phase[index(to)];
  load_changed(its, now);
}

void CoachPool::read_program(SimTime now) {
  const ProgramRules& program = rules_.program(now);
  const Coaches& coaches = program.as_written.coaches;
  in_force_.full_caseload = coaches.families_per_coach;
  in_force_.first_caseload = std::max(
      1U, static_cast<std::uint32_t>(coaches.first_caseload_share * coaches.families_per_coach + 1e-9));
  in_force_.best_match = coaches.assignment_rule == AssignmentRule::best_match;
  in_force_.available = coaches.contact_hours_per_week;
  in_force_.first_caseload_share = coaches.first_caseload_share;
  in_force_.most_attention = program.as_written.support.most_attention;
  in_force_.overload_effect = coaches.overload_effect;
  for (std::size_t p = 0; p < phases; ++p) {
    in_force_.planned[p] = program.planned_hours_per_week(static_cast<Phase>(p));
  }
}

Hours CoachPool::planned_hours(const Coach& coach) const {
  Hours planned = 0;
  for (std::size_t p = 0; p < phases; ++p) planned += coach.in_phase[p] * in_force_.planned[p];
  return planned;
}

/// What a family of the coach gets of its planned hours: less of them where they are more than there are, up to
/// most_attention times as much where there are more. A coach with a first, smaller caseload has as much fewer hours.
double CoachPool::attention_of(const Coach& coach, Hours planned) const {
  if (!(in_force_.available < forever) || !(planned > 0)) return 1;
  const Hours available = in_force_.available * (coach.full_caseload ? 1 : in_force_.first_caseload_share);
  return std::min(in_force_.most_attention, available / planned);
}

/// 1 + overload_effect x max(0, planned / available hours - 1).
double CoachPool::leaving_multiplier(Hours planned) const {
  if (!(in_force_.overload_effect > 0)) return 1;
  return planned > in_force_.available ? 1 + in_force_.overload_effect * (planned / in_force_.available - 1)
                                       : 1;
}

/// Coach with room: fewest families, then lowest position; with best_match, one with shared experience before
/// others.
std::uint32_t CoachPool::choose_coach() const {
  const auto& [without, with] = open_;
  const bool shares = !with.empty() && (in_force_.best_match || without.empty() || with.before(without));
  return (shares ? with : without).winner() + 1;
}

/// Serves who waits while there is room. Who goes on waiting has patience from now on.
void CoachPool::dispatch(SimTime now) {
  while (!waiting_.empty() && has_room()) {
    Family& family = waiting_.first(now);
    Coach& to = coach(choose_coach());
    family.assign(to.position, to.holder, to.shares_experience, now);
    to.families.push_back(&family);
    if (to.families.size() > limit(to))
      throw RunError("a coach carries more than the limit (a fault of the program)");
    ++to.in_phase[index(family.counted_phase())];
    load_changed(to, now);
    touched_.push_back(&family);
  }
  for (Family* family : newcomers_) {
    if (family->goes_on_waiting(now)) touched_.push_back(family);
  }
  newcomers_.clear();
}

void CoachPool::load_changed(Coach& coach, SimTime now) {
  const auto load = static_cast<std::uint32_t>(coach.families.size());
  Tournament& open = open_[coach.shares_experience ? 1 : 0];
  if (coach.state == Coach::State::ready && load < limit(coach)) {
    open.set(coach.position - 1, load);
  } else {
    open.erase(coach.position - 1);
  }
  const Hours planned = planned_hours(coach);
  const double share = attention_of(coach, planned);
  if (coach.attention.empty() || coach.attention.back().share != share)
    coach.attention.push_back({now, share});
  if (in_force_.overload_effect > 0) {
    coach.leaving.set_multiplier(now, leaving_multiplier(planned));
    reschedule(coach);
  }
}

void CoachPool::reschedule(Coach& coach) {
  const SimTime leaves = coach.leaving.fires();
  const std::uint32_t id = coach.position - 1;
  const SimTime next = std::min(leaves, coach.next_step);
  if (next == forever) {
    if (agenda_.contains(id)) agenda_.erase(id);
    return;
  }
  const Kind kind = leaves <= coach.next_step ? Kind::staffing : Kind::coach_ready;
  agenda_.set(id, EventKey::at(next, static_cast<std::uint8_t>(kind), coach.position));
}

void CoachPool::check() const {
  std::size_t with_coach = 0;
  for (const Coach& coach : coaches_) {
    with_coach += coach.families.size();
    if (coach.state != Coach::State::ready && !coach.families.empty()) {
      throw RunError("a coach who is not at work carries families (a fault of the program)");
    }
    for (const Family* family : coach.families) {
      if (family->over() || family->coach() != coach.position) {
        throw RunError("a slot is held by a family that has left (a fault of the program)");
      }
    }
  }
  for (const Family* family : waiting_.families()) {
    if (family->over())
      throw RunError("a family that has left is on the waiting list (a fault of the program)");
  }
}

}  // namespace homeward
