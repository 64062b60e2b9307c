#include "sim/evidence/closed_forms_little.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/evidence/closed_forms_cases.hpp"

namespace homeward::theory {

std::vector<Spell> spells_in_care(const RunRecord& run) {
  std::vector<Spell> spells;
  for (const auto& e : run.episodes) {
    spells.push_back({e.removal, *std::max_element(e.exit.begin(), e.exit.begin() + e.children)});
  }
  return spells;
}

std::vector<Spell> spells_waiting(const RunRecord& run) {
  std::vector<Spell> spells;
  for (const auto& spell : run.queue_spells) spells.push_back({spell.joined, spell.ended});
  return spells;
}

std::vector<Spell> spells_coached(const RunRecord& run) {
  std::vector<Spell> spells;
  std::map<FamilyNumber, SimTime> since;
  for (const auto& row : run.log) {
    const auto kind = static_cast<EventKind>(row.kind);
    if (kind == EventKind::coach_assigned) since[row.family] = row.day;
    const bool ends = kind == EventKind::dropped_out || kind == EventKind::service_ended ||
                      kind == EventKind::exit || kind == EventKind::child_other_exit ||
                      kind == EventKind::child_aged_out || kind == EventKind::joined_queue;
    if (ends && since.contains(row.family)) {
      spells.push_back({since[row.family], row.day});
      since.erase(row.family);
    }
  }
  for (const auto& [family, from] : since) spells.push_back({from, forever});
  return spells;
}

double time_average(const std::vector<Spell>& spells, SimTime window_end) {
  std::vector<std::pair<SimTime, int>> changes;
  for (const auto& spell : spells) {
    changes.emplace_back(spell.from, 1);
    changes.emplace_back(spell.to, -1);
  }
  std::sort(changes.begin(), changes.end());
  double area = 0;
  SimTime at = 0;
  int number = 0;
  for (const auto& [day, change] : changes) {
    const SimTime to = std::clamp(day, 0.0, window_end);
    area += number * (to - at);
    at = to;
    number += change;
  }
  return area / window_end;
}

Scenario busy_scenario() {
  Scenario s = families_only(300, 3, 1.5);
  s.run.warm_up_years = 2;
  s.families.age_out_years = 18;
  s.hazards.readiness = Weibull{0.8, 300};
  s.hazards.trial_home_visit_failure = Exponential{300};
  s.hazards.other_permanency = Exponential{500};
  s.hazards.other_exit = Exponential{3000};
  s.hazards.reentry = Weibull{0.7, 900};
  s.hazards.setback = Exponential{400};
  s.hazards.placement_move = Weibull{0.6, 300};
  s.court.gate = true;
  s.court.requested_hearing_days = Exponential{20};
  s.court.continuance_probability = 0.2;
  s.court.direct_return_first = 0.9;
  s.court.direct_return_later = 0.3;
  s.court.trial_home_visit_days = Uniform{30, 120};
  s.court.goal_change_probability = 0.4;
  s.program.coaches.positions = 6;
  s.program.coaches.families_per_coach = 8;
  s.program.coaches.annual_turnover = 0.8;
  s.program.coaches.hiring_days = Fixed{45};
  s.program.coaches.training_days = Fixed{20};
  s.program.referral.delay_days = Exponential{10};
  s.program.referral.acceptance = 0.8;
  s.program.referral.patience_days = Exponential{90};
  s.program.referral.drop_out = Exponential{200};
  s.program.support.contacts_per_week = {0.5, 0.5, 0};
  s.program.support.hours_per_contact = 1;
  s.program.support.longest_days = 300;
  return s;
}

}  // namespace homeward::theory
