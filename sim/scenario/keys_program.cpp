#include "sim/scenario/key_rows.hpp"

namespace homeward {

void add_coach_keys(KeyRows& rows) {
  rows.add("coaches.positions", "", between(0, 1e6), Absent{""},
           "budgeted full-time coaches (or positions_per_100_entries)",
           at(&Scenario::program, &Program::coaches, &Coaches::positions));
  rows.add("coaches.positions_per_100_entries", "", between(0, 1e6), Absent{""},
           "budgeted coaches per 100 family entries a year (or positions)",
           at(&Scenario::program, &Program::coaches, &Coaches::positions_per_100_entries));
  rows.add("coaches.families_per_coach", "", between(1, 10000), Absent{"12"},
           "the coach ratio: most families one coach carries at a time; 12 means 1:12",
           at(&Scenario::program, &Program::coaches, &Coaches::families_per_coach));
  rows.add("coaches.contact_hours_per_week", "hours", endless(above(0)), Absent{"inf"},
           "hours one coach has for contacts; inf = no dilution",
           at(&Scenario::program, &Program::coaches, &Coaches::contact_hours_per_week));
  rows.add("coaches.annual_turnover", "1/year", between(0, 100), Absent{"0.0"},
           "expected leavings per filled position and 365.25 days",
           at(&Scenario::program, &Program::coaches, &Coaches::annual_turnover));
  rows.add("coaches.overload_effect", "", between(0, 1000), Absent{"0.0"},
           "turnover times 1 + this * max(0, planned / available hours - 1)",
           at(&Scenario::program, &Program::coaches, &Coaches::overload_effect));
  rows.add("coaches.hiring_days", "days", at_least(0), Absent{"0.0"}, "from a vacancy to a new coach",
           at(&Scenario::program, &Program::coaches, &Coaches::hiring_days));
  rows.add("coaches.training_days", "days", at_least(0), Absent{"0.0"}, "from hiring to the first family",
           at(&Scenario::program, &Program::coaches, &Coaches::training_days));
  rows.add("coaches.first_caseload_share", "", above_up_to(0, 1), Absent{"1.0"},
           "of the full caseload, at first",
           at(&Scenario::program, &Program::coaches, &Coaches::first_caseload_share));
  rows.add("coaches.first_caseload_days", "days", at_least(0), Absent{"90.0"},
           "how long the first caseload holds after training",
           at(&Scenario::program, &Program::coaches, &Coaches::first_caseload_days));
  rows.add("coaches.shared_experience_share", "", probability(), Absent{"0.0"},
           "of coaches with the experience that a family would recognise",
           at(&Scenario::program, &Program::coaches, &Coaches::shared_experience_share));
  rows.add(staffing_key());
  rows.choice("coaches.cut_by", cut_by_names, Absent{"\"position\""},
              "a cut takes positions at once, or waits for coaches to leave",
              at(&Scenario::program, &Program::coaches, &Coaches::cut_by));
  rows.add(queue_rule_key());
  rows.choice("coaches.assignment_rule", assignment_rule_names, Absent{"\"least_loaded\""},
              "which coach with a free slot a family gets",
              at(&Scenario::program, &Program::coaches, &Coaches::assignment_rule));

  rows.add("referral.probability", "", probability(), Absent{"1.0"}, "a family is offered a coach",
           at(&Scenario::program, &Program::referral, &Referral::probability));
  rows.add("referral.delay_days", "days", at_least(0), Absent{"0.0"},
           "from removal (or going home) to the offer",
           at(&Scenario::program, &Program::referral, &Referral::delay_days));
  rows.add("referral.acceptance", "", probability(), Absent{"1.0"},
           "families that accept a coach when offered",
           at(&Scenario::program, &Program::referral, &Referral::acceptance));
  rows.add("referral.patience_days", "", {}, Absent{"\"never\""},
           "from joining the queue until the family gives up",
           at(&Scenario::program, &Program::referral, &Referral::patience_days));
  rows.add("referral.drop_out", "", {}, Absent{"\"never\""},
           "from getting a coach until the family ends it; slowed by trust",
           at(&Scenario::program, &Program::referral, &Referral::drop_out));
  rows.add("referral.stress_hazard_ratio", "", above_up_to(0, 1e6), Absent{"1.0"},
           "on giving up waiting, to the power (stress above its baseline)",
           at(&Scenario::program, &Program::referral, &Referral::stress_hazard_ratio));
}

void add_support_keys(KeyRows& rows) {
  rows.each("support.mix", support_kind_names, "", probability(), Absent{"0.25"},
            "the support mix: shares of coach time; sum 1",
            at(&Scenario::program, &Program::support, &Support::mix));
  rows.add("support.tailoring", "", probability(), Absent{"0.0"},
           "share of coach time that goes to the family's greatest needs",
           at(&Scenario::program, &Program::support, &Support::tailoring));
  rows.add("support.concrete_dollars_per_family", "dollars", at_least(0), Absent{"0.0"},
           "budget for concrete services",
           at(&Scenario::program, &Program::support, &Support::concrete_dollars_per_family));
  rows.add("support.concrete_per_1000_dollars", "", between(0, 1000), Absent{"0.0"},
           "c: material hardship falls by exp(-c * dollars / 1000)",
           at(&Scenario::program, &Program::support, &Support::concrete_per_1000_dollars));
  rows.add("support.concrete_share_per_occasion", "", above_up_to(0, 1), Absent{"0.25"},
           "of the budget, spent at each setback or milestone until it is gone",
           at(&Scenario::program, &Program::support, &Support::concrete_share_per_occasion));
  rows.choice("support.concrete_for", concrete_for_names, Absent{"\"all\""}, "who gets concrete services",
              at(&Scenario::program, &Program::support, &Support::concrete_for));
  rows.each("support.contacts_per_week", phase_names, "1/week", between(0, 100), Absent{"0.0"},
            "contacts by phase of service",
            at(&Scenario::program, &Program::support, &Support::contacts_per_week));
  rows.add("support.hours_per_contact", "hours", between(0, 24), Absent{"0.0"}, "planned length of a contact",
           at(&Scenario::program, &Program::support, &Support::hours_per_contact));
  rows.add("support.most_attention", "", between(1, 100), Absent{"1.0"},
           "how far the free hours of a coach with few families go to these, in times the planned contact; 1 = they stay idle",
           at(&Scenario::program, &Program::support, &Support::most_attention));
  rows.add("support.missed_probability", "", probability(), Absent{"0.0"},
           "p0: a contact is missed, at no stress and no trust",
           at(&Scenario::program, &Program::support, &Support::missed_probability));
  rows.add("support.missed_stress_effect", "", between(-100, 100), Absent{"0.0"},
           "a: added to the logit, times stress",
           at(&Scenario::program, &Program::support, &Support::missed_stress_effect));
  rows.add("support.missed_trust_effect", "", between(-100, 100), Absent{"0.0"},
           "b: taken from the logit, times trust",
           at(&Scenario::program, &Program::support, &Support::missed_trust_effect));
  rows.add("support.longest_days", "days", endless(above(0)), Absent{"inf"},
           "most days with a coach; inf = no limit",
           at(&Scenario::program, &Program::support, &Support::longest_days));
  rows.add("support.after_reunification_days", "days", endless(at_least(0)), Absent{"0.0"},
           "coaching goes on this long after going home",
           at(&Scenario::program, &Program::support, &Support::after_reunification_days));
}

}  // namespace homeward
