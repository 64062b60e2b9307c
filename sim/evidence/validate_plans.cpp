#include "sim/evidence/validate_bench.hpp"

/// The scenarios with coaches that a baseline is held against.
namespace homeward {

Scenario with_ample_coaches(const Scenario& baseline, const Scenario& plan) {
  Scenario scenario = baseline;
  scenario.name = "ample-coaches";
  scenario.program = plan.program;
  scenario.program_start_days = -forever;
  scenario.program_before.reset();
  for (Site& site : scenario.sites) site.positions.reset(), site.staffing.clear();
  Coaches& coaches = scenario.program.coaches;
  coaches.positions.reset();
  constexpr double enough_per_100_entries = 12;
  coaches.positions_per_100_entries = enough_per_100_entries;
  coaches.staffing.clear();
  coaches.contact_hours_per_week = forever;
  // What is given without a coach stays as the baseline has it.
  Support& support = scenario.program.support;
  support.concrete_for = ConcreteFor::all;
  support.concrete_dollars_per_family = 0;
  if (baseline.program.support.concrete_for == ConcreteFor::all) {
    support.concrete_dollars_per_family = baseline.program.support.concrete_dollars_per_family;
    support.concrete_share_per_occasion = baseline.program.support.concrete_share_per_occasion;
    support.concrete_per_1000_dollars = baseline.program.support.concrete_per_1000_dollars;
  }
  return scenario;
}

Scenario without_effect(Scenario scenario) {
  scenario.name = "coaches-without-effect";
  scenario.effects.hazard_ratio = {};
  scenario.effects.detection_in_contact = 1;
  scenario.effects.early_contact_hazard_ratio = 1;
  scenario.court.preparation_effect = 0;
  return scenario;
}

Scenario with_strong_selection(Scenario scenario) {
  scenario.name = "strong-self-selection";
  scenario.frailty.correlation_readiness_acceptance = 0.8;
  // Three correlations must fit together.
  scenario.frailty.correlation_readiness_reentry = 0;
  scenario.frailty.correlation_reentry_acceptance = 0;
  return scenario;
}

Scenario without_trust(Scenario scenario) {
  scenario.name = "coaches-without-trust";
  scenario.trust = {};
  scenario.effects.without_trust = 0;
  scenario.effects.detection_in_contact = 1;
  scenario.effects.early_contact_hazard_ratio = 1;
  return scenario;
}

}  // namespace homeward
