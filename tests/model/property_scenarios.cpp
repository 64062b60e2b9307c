#include "tests/model/property_scenarios.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/model/property_dice.hpp"
#include "tests/model/support.hpp"

namespace homeward::test {

namespace {

Clock clock(Dice& dice, double low, double high) {
  const double scale = dice.between_logs(low, high);
  switch (dice.whole(0, 6)) {
    case 0:
      return Never{};
    case 1:
      return Exponential{scale};
    case 2:
      return Weibull{dice.between(0.4, 1.5), scale};
    case 3:
      return LogLogistic{dice.between(0.8, 2), scale};
    case 4:
      return Gompertz{1 / scale, dice.between(-1, 0.2) / scale};
    case 5:
      return Piecewise{{0, scale / 2, scale}, {1 / scale, 0, 2 / scale}};
    default:
      return Exponential{scale};
  }
}

/// The t of setbacks runs on from the first removal, so a rising hazard would bring ever more of them.
Clock not_rising(Clock clock) {
  if (auto* weibull = std::get_if<Weibull>(&clock)) weibull->shape = std::min(weibull->shape, 1.0);
  if (auto* gompertz = std::get_if<Gompertz>(&clock))
    gompertz->growth_per_day = std::min(gompertz->growth_per_day, 0.0);
  return clock;
}

Duration duration(Dice& dice, double longest) {
  switch (dice.whole(0, 6)) {
    case 0:
      return Fixed{0};
    case 1:
      return Exponential{dice.between(0.1, longest)};
    case 2:
      return Lognormal{dice.between(0.1, longest), 0.5};
    case 3:
      return Uniform{0, longest};
    case 4:
      return Empirical{{0, 7, longest}, {1, 1, 1}};
    case 5:
      return Weibull{1.3, longest};
    default:
      return Fixed{std::floor(dice.between(0, longest))};
  }
}

void draw_people(Dice& dice, Scenario& s) {
  const double years = s.run.warm_up_years + s.run.entry_years + s.run.follow_up_years;
  s.families.entries_per_year = dice.chance(0.05) ? 0 : dice.between(20, 200) / years;
  if (dice.chance(0.3)) s.families.seasonality = {3, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 2};
  if (dice.chance(0.3)) s.families.trend_per_year = dice.between(-0.3, 0.3);
  if (dice.chance(0.7)) s.families.children = {0.3, 0.3, 0.2, 0.1, 0.06, 0.04};
  if (dice.chance(0.7)) s.families.age_out_years = dice.chance(0.5) ? 18 : dice.between(0.5, 21);
  if (dice.chance(0.3)) {
    s.families.age_shares.assign(18, 0);
    s.families.age_shares[dice.whole(0, 17)] += 0.5;
    s.families.age_shares[dice.whole(0, 17)] += 0.5;
  }
  if (dice.chance(0.5)) s.families.sibling_age_correlation = dice.chance(0.2) ? 0.999 : 0.6;
  if (dice.chance(0.5)) s.frailty = {1, 1, -0.3, 0.5, 0.2};
  s.traits.clear();
  if (dice.chance(0.6)) {
    Scenario with;
    add_lives(with);
    s.traits = with.traits;
    for (auto& trait : s.traits) {
      trait.levels[0].name = "no";
      trait.levels[1].name = "yes";
    }
    s.placement.kin_trait = dice.chance(0.5) ? "substance" : "";
  }
  const std::uint32_t sites = dice.chance(0.6) ? 1 : dice.whole(2, 4);
  s.sites.clear();
  for (std::uint32_t i = 0; i < sites; ++i) {
    Site site;
    site.name = std::string("site ") + static_cast<char>('a' + i);
    site.share = 1.0 / sites;
    if (dice.chance(0.15)) site.positions = dice.whole(0, 6);
    s.sites.push_back(site);
  }
}

void draw_lives(Dice& dice, Scenario& s) {
  s.hazards.readiness = clock(dice, 0.5, 2000);
  s.hazards.placement_move = clock(dice, 2, 2000);
  s.hazards.trial_home_visit_failure = clock(dice, 1, 1000);
  s.hazards.other_permanency = clock(dice, 1, 2000);
  s.hazards.other_exit = clock(dice, 10, 20000);
  s.hazards.reentry = clock(dice, 1, 5000);
  s.hazards.setback = not_rising(clock(dice, 3, 2000));
  s.hazards.reentry_after_guardianship_hazard_ratio = dice.chance(0.5) ? 0 : 0.7;
  s.placement.kin_probability = dice.share();
  s.placement.congregate_probability = dice.share();
  s.placement.recent_setback_hazard_ratio = dice.chance(0.5) ? 1 : 3;
  s.permanency.shares = dice.shares<3>();
  s.permanency.shares_with_kin = dice.shares<3>();
  Court& court = s.court;
  court.gate = dice.chance(0.6);
  if (dice.chance(0.7)) court.requested_hearing_days = duration(dice, 60);
  court.continuance_probability = dice.chance(0.2) ? 0 : dice.between(0, 0.95);
  court.continuance_days = Uniform{1, 60};
  court.preparation_effect = dice.chance(0.5) ? 0 : 0.1;
  court.direct_return_first = dice.share();
  court.direct_return_later = dice.share();
  court.trial_home_visit_days = duration(dice, 200);
  court.goal_change_probability = dice.share();
  court.petition_exception_probability = dice.share();
  court.readiness_after_goal_change = dice.share();
  court.supervision_days = dice.chance(0.5) ? 0 : dice.between(1, 500);
}

void draw_effects(Dice& dice, Scenario& s) {
  s.needs.noise_sd = dice.chance(0.5) ? 0 : 0.2;
  s.setbacks = {dice.share(), dice.share(), dice.share()};
  s.effects.hazard_ratio = {dice.between_logs(0.3, 3), dice.between_logs(0.3, 3), dice.between_logs(0.3, 3)};
  s.effects.setback_hazard_ratio = {dice.between_logs(0.3, 1), dice.between_logs(1, 3),
                                    dice.between_logs(1, 3)};
  if (dice.chance(0.3)) s.effects.half_life_days = forever;
  s.effects.without_trust = dice.share();
  if (dice.chance(0.3)) s.effects.detection_in_contact = 2;
  if (dice.chance(0.3)) s.effects.early_contact_hazard_ratio = 1.3;
  if (dice.chance(0.3)) s.effects.fade_by_year = {1, 0.5, dice.share()};
  s.trust = {dice.share() / 2, dice.share() / 2, dice.share() / 5, dice.share() / 2, dice.share()};
}

Program draw_program(Dice& dice) {
  Program program;
  Coaches& c = program.coaches;
  if (dice.chance(0.1)) return program;
  if (dice.chance(0.8)) {
    c.positions = dice.chance(0.1) ? 0 : dice.whole(1, 12);
  } else {
    c.positions_per_100_entries = dice.between(1, 30);
  }
  c.families_per_coach = dice.chance(0.3) ? 1 : dice.whole(2, 12);
  if (dice.chance(0.5)) c.contact_hours_per_week = dice.between(0.5, 20);
  if (dice.chance(0.6)) c.annual_turnover = dice.chance(0.2) ? 100 : dice.between(0, 3);
  if (dice.chance(0.4)) c.overload_effect = 2;
  if (dice.chance(0.6)) c.hiring_days = duration(dice, 100);
  if (dice.chance(0.6)) c.training_days = duration(dice, 60);
  if (dice.chance(0.4)) c.first_caseload_share = dice.between(0.05, 0.9);
  c.shared_experience_share = dice.share();
  if (dice.chance(0.5)) {
    c.staffing = {{dice.between(-100, 50), dice.whole(0, 12), {}},
                  {dice.between(51, 300), dice.whole(0, 12), {}}};
  }
  c.cut_by = dice.chance(0.5) ? CutBy::position : CutBy::attrition;
  c.queue_weights = {};
  if (dice.chance(0.8)) {
    c.queue_weights[dice.whole(0, queue_rules - 1)] = 1;
  } else {
    c.queue_weights = {0.3, 0.3, 0.2, 0.2, 0};
  }
  c.assignment_rule = dice.chance(0.5) ? AssignmentRule::least_loaded : AssignmentRule::best_match;
  Referral& r = program.referral;
  r.probability = dice.share();
  r.delay_days = duration(dice, 60);
  r.acceptance = dice.share();
  r.patience_days = clock(dice, 0.5, 1000);
  r.drop_out = clock(dice, 0.5, 1000);
  r.stress_hazard_ratio = dice.chance(0.5) ? 1 : 3;
  Support& support = program.support;
  support.mix = dice.shares<support_kinds>();
  support.tailoring = dice.share();
  support.contacts_per_week = {dice.between(0, 3), dice.between(0, 3), dice.share()};
  support.hours_per_contact = dice.between(0, 3);
  support.missed_probability = dice.chance(0.5) ? 0 : dice.between(0.05, 0.9);
  support.missed_stress_effect = 1;
  support.missed_trust_effect = 1;
  if (dice.chance(0.4)) support.longest_days = dice.between(1, 600);
  if (dice.chance(0.6)) support.after_reunification_days = dice.between(1, 500);
  if (dice.chance(0.5)) {
    support.concrete_dollars_per_family = 3000;
    support.concrete_per_1000_dollars = 0.3;
    support.concrete_for = dice.chance(0.5) ? ConcreteFor::all : ConcreteFor::coached;
  }
  return program;
}

/// All mechanisms off but one.
void leave_one_mechanism(Dice& dice, Scenario& s) {
  const Scenario full = s;
  s.hazards = {};
  s.court = {};
  s.frailty = {};
  s.setbacks = {};
  s.effects = {};
  s.traits.clear();
  s.placement.kin_trait.clear();
  s.families.age_out_years = forever;
  s.program = {};
  switch (dice.whole(0, 6)) {
    case 0:
      return;
    case 1:
      s.hazards.readiness = full.hazards.readiness;
      return;
    case 2:
      s.hazards = full.hazards;
      return;
    case 3:
      s.court = full.court;
      return;
    case 4:
      s.program = full.program;
      return;
    case 5:
      s.families.age_out_years = 18;
      return;
    default:
      s.hazards.setback = full.hazards.setback;
      return;
  }
}

}  // namespace

Scenario random_scenario(std::uint64_t number) {
  Dice dice(number);
  Scenario s;
  s.name = "random";
  if (dice.chance(0.1)) {
    s.run.entry_years = dice.between(0.003, 0.03);  // a horizon of days
    s.run.follow_up_years = 0;
  } else {
    s.run.warm_up_years = dice.chance(0.5) ? 0 : dice.between(0.1, 2);
    s.run.entry_years = dice.between(0.2, 2);
    s.run.follow_up_years = dice.between(0, 3);
  }
  add_support(s);
  draw_people(dice, s);
  draw_lives(dice, s);
  draw_effects(dice, s);
  s.program = draw_program(dice);
  if (dice.chance(0.15)) leave_one_mechanism(dice, s);
  if (dice.chance(0.6)) turn_keys(dice, s);
  if (dice.chance(0.25)) {
    s.program_before = draw_program(dice);
    s.program_start_days = dice.between(-300, 300);
  }
  return s;
}

}  // namespace homeward::test
