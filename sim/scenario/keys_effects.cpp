#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {
const Range hazard_ratio = above_up_to(0, 1e6);

void add_clock_effects(KeyRows& rows, const std::string& prefix, const std::string& meaning,
                       ClockEffects Effects::*ratios) {
  rows.add(prefix + "readiness_hazard_ratio", "", hazard_ratio, Absent{"1.0"}, meaning,
           at(&Scenario::effects, ratios, &ClockEffects::readiness));
  rows.add(prefix + "trial_home_visit_failure_hazard_ratio", "", hazard_ratio, Absent{"1.0"}, meaning,
           at(&Scenario::effects, ratios, &ClockEffects::trial_home_visit_failure));
  rows.add(prefix + "reentry_hazard_ratio", "", hazard_ratio, Absent{"1.0"}, meaning,
           at(&Scenario::effects, ratios, &ClockEffects::reentry));
}

/// Of the coaching that the ratios were learned from. The last six are written by the reader into what it resolves, from
/// the file that sets the readiness ratio (reference_relationship.hpp).
void add_reference_spell_keys(KeyRows& rows) {
  rows.add("effects.reference_spell_days", "days", between(0, 36600), Absent{"0.0"},
           "length of the spell of coaching over which the hazard ratios are meant; 0: at the steady state of the "
           "reference plan with grown trust",
           at(&Scenario::effects, &Effects::reference_spell_days));
  rows.add("effects.reference_missed", "", probability(), Absent{"0.0"}, "share of contacts missed in that spell",
           at(&Scenario::effects, &Effects::reference_missed));
  rows.add("effects.reference_shared_experience", "", probability(), Absent{"0.0"},
           "share of its families that share experience with their coach",
           at(&Scenario::effects, &Effects::reference_shared_experience));
  const auto taken_over = [&rows](const char* name, const char* unit, Range range, const char* from, auto member) {
    rows.add(name, unit, range, Absent{""},
             fmt::format("{} in that spell; not set: as of the file that sets effects.readiness_hazard_ratio", from),
             at(&Scenario::effects, &Effects::reference, member));
  };
  using Reference = ReferenceRelationship;
  taken_over("effects.reference_trust.at_start", "", probability(), "trust.at_start", &Reference::at_start);
  taken_over("effects.reference_trust.shared_experience_bonus", "", probability(), "trust.shared_experience_bonus",
             &Reference::shared_experience_bonus);
  taken_over("effects.reference_trust.growth_per_contact", "", probability(), "trust.growth_per_contact",
             &Reference::growth_per_contact);
  taken_over("effects.reference_trust.lost_on_missed", "", probability(), "trust.lost_on_missed",
             &Reference::lost_on_missed);
  taken_over("effects.reference_without_trust", "", probability(), "effects.without_trust",
             &Reference::without_trust);
  taken_over("effects.reference_half_life_days", "days", endless(above(0)), "effects.half_life_days",
             &Reference::half_life_days);
}
}  // namespace

void add_effect_keys(KeyRows& rows) {
  for (std::size_t kind = 0; kind < support_kinds; ++kind) {
    const auto needs_of_kind = [kind](auto& scenario) -> auto& {
      return scenario.support_effects.to_needs[kind];
    };
    rows.each("support.to_needs." + std::string{support_kind_names[kind]}, need_names, "1/hour",
              between(0, 1e6), Absent{"0.0"},
              "E: how an effective hour of this kind lowers this need, before scaling", needs_of_kind);
  }
  rows.each("support.kind_weights", support_kind_names, "", between(0, 1e6), Absent{"1.0"},
            "v: weight of a kind of support; scaled in use",
            at(&Scenario::support_effects, &SupportEffects::kind_weights));

  add_clock_effects(rows, "effects.",
                    "of coaching, a mean of logarithms over the reference spell; without one, of the reference plan with "
                    "grown trust",
                    &Effects::hazard_ratio);
  add_clock_effects(rows, "effects.setback_", "of the setback load", &Effects::setback_hazard_ratio);
  rows.each("effects.need_weights", need_names, "", between(0, 1e6), Absent{"0.2"},
            "w: weight of a need in the gain; scaled in use", at(&Scenario::effects, &Effects::need_weights));
  rows.add("effects.half_life_days", "days", endless(above(0)), Absent{"inf"},
           "of the drift of needs back to their baseline; at least a thousandth of the days between "
           "reference contacts",
           at(&Scenario::effects, &Effects::half_life_days));
  rows.add("effects.update_days", "days", between(0.1, 3660), Absent{"7.0"},
           "between updates of needs that are off their baseline",
           at(&Scenario::effects, &Effects::update_days));
  rows.add("effects.without_trust", "", probability(), Absent{"1.0"},
           "omega: what support does without a relationship; 1 = all",
           at(&Scenario::effects, &Effects::without_trust));
  rows.add("effects.detection_in_contact", "", hazard_ratio, Absent{"1.0"},
           "on re-entry, while in contact with a coach",
           at(&Scenario::effects, &Effects::detection_in_contact));
  rows.add("effects.reference_contacts_per_week", "1/week", between(0, 100), Absent{"0.0"},
           "of the reference contact plan", at(&Scenario::effects, &Effects::reference_contacts_per_week));
  rows.add("effects.reference_hours_per_contact", "hours", between(0, 24), Absent{"0.0"},
           "of the reference contact plan", at(&Scenario::effects, &Effects::reference_hours_per_contact));
  add_reference_spell_keys(rows);
  rows.add("effects.early_contact_hazard_ratio", "", hazard_ratio, Absent{"1.0"},
           "extra, on readiness, if the first kept contact came early",
           at(&Scenario::effects, &Effects::early_contact_hazard_ratio));
  rows.add("effects.early_contact_days", "days", at_least(0), Absent{"60.0"},
           "what early means, from removal", at(&Scenario::effects, &Effects::early_contact_days));
  rows.add(
      "effects.fade_by_year", "", between(0, 1000), Absent{"[]"},
      "multiplies the gain on readiness in year 1, 2, ... of an episode (the last stays); [] = no fading",
      at(&Scenario::effects, &Effects::fade_by_year));

  rows.each("needs.baseline", need_names, "", probability(), Absent{"0.0"},
            "unmet need (1 = fully), before traits and noise",
            at(&Scenario::needs, &NeedsBaseline::baseline));
  rows.add("needs.noise_sd", "", between(0, 10), Absent{"0.0"},
           "of the normal noise on each baseline, then held in [0, 1]",
           at(&Scenario::needs, &NeedsBaseline::noise_sd));
  rows.add("setbacks.raise_stress", "", probability(), Absent{"0.0"}, "share of the way to fully unmet",
           at(&Scenario::setbacks, &Setbacks::raise_stress));
  rows.add("setbacks.raise_material_hardship", "", probability(), Absent{"0.0"},
           "share of the way to fully unmet", at(&Scenario::setbacks, &Setbacks::raise_material_hardship));
  rows.add("setbacks.resilience", "", probability(), Absent{"0.0"},
           "how much of the raise full parenting confidence takes away",
           at(&Scenario::setbacks, &Setbacks::resilience));

  rows.add("trust.at_start", "", probability(), Absent{"0.0"}, "trust with a new coach",
           at(&Scenario::trust, &Trust::at_start));
  rows.add("trust.shared_experience_bonus", "", probability(), Absent{"0.0"},
           "added at the start, if coach and family share experience",
           at(&Scenario::trust, &Trust::shared_experience_bonus));
  rows.add("trust.growth_per_contact", "", probability(), Absent{"0.0"},
           "alpha: share of the way to 1, at a kept contact",
           at(&Scenario::trust, &Trust::growth_per_contact));
  rows.add("trust.lost_on_missed", "", probability(), Absent{"0.0"}, "share lost at a missed contact",
           at(&Scenario::trust, &Trust::lost_on_missed));
  rows.add("trust.lost_on_coach_change", "", probability(), Absent{"0.0"},
           "share lost when the coach changes", at(&Scenario::trust, &Trust::lost_on_coach_change));
}

void add_cost_keys(KeyRows& rows) {
  const auto dollars = [&rows](const char* name, const char* unit, const char* meaning, auto access) {
    rows.add(name, unit, between(0, 1e12), Absent{"0.0"}, meaning, access);
  };
  rows.add("costs.price_year", "", between(1900, 2200), Absent{"2024"}, "the year whose dollars these are",
           at(&Scenario::costs, &Costs::price_year));
  rows.add("costs.discount_rate_per_year", "1/year", probability(), Absent{"0.0"},
           "costs are discounted to the opening", at(&Scenario::costs, &Costs::discount_rate_per_year));
  dollars("costs.coach_pay_per_year", "dollars/year", "of a filled position, benefits and mileage included",
          at(&Scenario::costs, &Costs::coach_pay_per_year));
  dollars("costs.hiring", "dollars", "per hire", at(&Scenario::costs, &Costs::hiring));
  dollars("costs.training", "dollars", "per hire trained", at(&Scenario::costs, &Costs::training));
  dollars("costs.supervision_per_coach_year", "dollars/year", "supervision of a filled position",
          at(&Scenario::costs, &Costs::supervision_per_coach_year));
  dollars("costs.hearing", "dollars", "per hearing", at(&Scenario::costs, &Costs::hearing));
  rows.each("costs.care_per_day", placement_names, "dollars/day", between(0, 1e12), Absent{"0.0"},
            "per child and day, by placement", at(&Scenario::costs, &Costs::care_per_day));
  dollars("costs.care_per_day.trial_home_visit", "dollars/day", "per child and day on a trial home visit",
          at(&Scenario::costs, &Costs::trial_home_visit_per_day));
  dollars("costs.care_loaded_per_day", "dollars/day", "administration on top, per child and day in care",
          at(&Scenario::costs, &Costs::care_loaded_per_day));
  rows.add("measurement.federal_round", "", between(3, 4), Absent{"4"},
           "of the federal reviews whose definitions are used",
           at(&Scenario::measurement, &Measurement::federal_round));
  rows.add(sources_key());
  rows.add(uncertainty_key());
}

}  // namespace homeward
