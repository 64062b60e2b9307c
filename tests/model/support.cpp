#include "tests/model/support.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace homeward::test {

Scenario quiet(double entries_per_year) {
  Scenario s;
  s.run.warm_up_years = 0;
  s.run.entry_years = 2;
  s.run.follow_up_years = 1;
  s.families.entries_per_year = entries_per_year;
  return s;
}

void add_coaches(Scenario& s, std::uint32_t positions, std::uint32_t families) {
  s.program.coaches.positions = positions;
  s.program.coaches.families_per_coach = families;
  s.program.support.contacts_per_week = {1, 1, 1};
  s.program.support.hours_per_contact = 1;
}

void add_support(Scenario& s) {
  s.needs.baseline = {0.6, 0.5, 0.6, 0.4, 0.5};
  auto& e = s.support_effects.to_needs;
  e[index(SupportKind::emotional)][index(Need::stress)] = 0.05;
  e[index(SupportKind::emotional)][index(Need::isolation)] = 0.05;
  e[index(SupportKind::informational)][index(Need::system_navigation)] = 0.05;
  e[index(SupportKind::informational)][index(Need::material_hardship)] = 0.05;
  e[index(SupportKind::instructional)][index(Need::parenting_confidence)] = 0.1;
  e[index(SupportKind::advocacy)][index(Need::system_navigation)] = 0.1;
  s.effects.hazard_ratio = {2, 0.5, 0.5};
  s.effects.half_life_days = 180;
  s.effects.reference_contacts_per_week = 1;
  s.effects.reference_hours_per_contact = 2;
}

void add_lives(Scenario& s) {
  s.families.children = {0.5, 0.3, 0.2};
  s.families.sibling_age_correlation = 0.5;
  s.families.age_out_years = 18;
  s.hazards.readiness = Weibull{0.6, 300};
  s.hazards.placement_move = Weibull{0.5, 300};
  s.hazards.trial_home_visit_failure = Exponential{400};
  s.hazards.other_permanency = Weibull{0.9, 600};
  s.hazards.other_exit = Exponential{5000};
  s.hazards.reentry = Weibull{0.6, 800};
  s.hazards.setback = Exponential{200};
  s.hazards.reentry_after_guardianship_hazard_ratio = 0.5;
  s.frailty.readiness_sd = 0.5;
  s.frailty.reentry_sd = 0.6;
  s.placement.kin_probability = 0.5;
  s.placement.congregate_probability = 0.2;
  s.placement.move_hazard_ratio = {0.6, 1, 1.5};
  s.placement.recent_setback_hazard_ratio = 2;
  s.permanency.shares = {0.5, 0.3, 0.2};
  s.permanency.shares_with_kin = {0.2, 0.5, 0.3};
  s.court.gate = true;
  s.court.petition_exception_probability = 0.4;
  s.court.requested_hearing_days = Lognormal{10, 0.6};
  s.court.continuance_probability = 0.3;
  s.court.continuance_days = Uniform{14, 60};
  s.court.direct_return_first = 0.8;
  s.court.direct_return_later = 0.3;
  s.court.trial_home_visit_days = Uniform{30, 180};
  s.court.goal_change_probability = 0.3;
  s.court.readiness_after_goal_change = 0.5;
  s.court.supervision_days = 182;
  s.needs.noise_sd = 0.1;
  s.setbacks = {0.4, 0.3, 0.5};
  s.effects.setback_hazard_ratio = {0.6, 2, 2};
  Trait substance;
  substance.name = "substance";
  substance.levels.resize(2);
  substance.levels[0].share = 0.7;
  substance.levels[1].share = 0.3;
  substance.levels[1].hazard_ratios = {0.6, 1.2, 1, 1.1, 1, 1.3, 1.5};
  substance.levels[1].needs = {0.1, 0.05, 0, 0, 0.1};
  Trait prior = substance;
  prior.name = "prior";
  prior.set_by = TraitSetBy::prior_removal;
  s.traits = {substance, prior};
}

RunRecord run(const Scenario& s, std::uint64_t seed, std::uint32_t replication) {
  return simulate(Checked<Scenario>::vouch(s), seed, replication, Logging{true, {}});
}

std::vector<EventRow> rows(const RunRecord& run, EventKind kind) {
  std::vector<EventRow> found;
  for (const auto& row : run.log) {
    if (kind_of(row) == kind) found.push_back(row);
  }
  return found;
}

std::vector<EventRow> rows_of(const RunRecord& run, FamilyNumber family) {
  std::vector<EventRow> found;
  for (const auto& row : run.log) {
    if (row.family == family) found.push_back(row);
  }
  return found;
}

bool is_outcome(EventKind kind) {
  return kind <= EventKind::reentry;  // from a family's entry to its re-entries; then come referral, queue
                                      // and coaches
}

namespace {

auto members(const EpisodeRecord& e) {
  return std::tuple(e.family, e.number, e.children, e.child, e.removal, e.exit, e.exit_kind, e.visit_start,
                    e.moves, e.moves_in_entry_year);
}
auto members(const EventRow& e) {
  return std::tuple(e.day, e.family, e.position, e.holder, e.site, e.episode, e.kind, e.detail);
}
auto members(const FamilyRecord& f) {
  return std::tuple(
      std::tuple(f.number, f.site, f.children, f.accepts, f.ever_coached, f.ever_reneged, f.ever_dropped_out,
                 f.entry, f.age_at_entry, f.turns_adult, f.first_episode, f.episodes),
      std::tuple(f.contacts_kept, f.contacts_missed, f.hours, f.waiting_days, f.coached_days, f.trust_days,
                 f.care_days, f.discounted_child_days, f.discounted_visit_child_days, f.discounted_hearings,
                 f.discounted_concrete));
}
auto members(const QueueSpell& q) {
  return std::tuple(q.family, q.joined, q.ended, q.end, q.handed_back);
}
auto members(const CoachRecord& c) {
  return std::tuple(c.site, c.position, c.holder, c.hired, c.ready, c.left);
}

std::string words(const EpisodeRecord& e) {
  return fmt::format("family {} episode {}", e.family, e.number);
}
std::string words(const EventRow& e) {
  return fmt::format("{} of family {} on day {}", event_kind_names[static_cast<std::size_t>(e.kind)],
                     e.family, e.day);
}
std::string words(const FamilyRecord& f) {
  return fmt::format("family {}", f.number);
}
std::string words(const QueueSpell& q) {
  return fmt::format("queue spell of family {} on {}", q.family, q.joined);
}
std::string words(const CoachRecord& c) {
  return fmt::format("coach {} of site {}", c.position, c.site);
}

template <typename Row>
std::string first_difference(const std::vector<Row>& a, const std::vector<Row>& b) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (members(a[i]) != members(b[i])) return words(a[i]) + " against " + words(b[i]);
  }
  return a.size() == b.size() ? std::string{} : fmt::format("{} against {} rows", a.size(), b.size());
}

std::vector<EventRow> outcomes(const RunRecord& run) {
  std::vector<EventRow> found;
  for (const auto& row : run.log) {
    if (is_outcome(kind_of(row))) found.push_back(row);
  }
  return found;
}

}  // namespace

std::string difference_in_lives(const RunRecord& a, const RunRecord& b) {
  const auto in_log = first_difference(outcomes(a), outcomes(b));
  return in_log.empty() ? first_difference(a.episodes, b.episodes) : in_log;
}

std::string difference(const RunRecord& a, const RunRecord& b) {
  for (const auto& found :
       {first_difference(a.log, b.log), first_difference(a.episodes, b.episodes),
        first_difference(a.families, b.families), first_difference(a.queue_spells, b.queue_spells),
        first_difference(a.coaches, b.coaches)}) {
    if (!found.empty()) return found;
  }
  if (a.trait_levels != b.trait_levels) return "levels of traits";
  if (a.stock != b.stock) return "monthly counts";
  return a.events == b.events ? std::string{} : "number of events";
}

}  // namespace homeward::test
