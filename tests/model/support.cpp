#include "tests/model/support.hpp"

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

}  // namespace homeward::test
