#include "sim/scenario/key_rows.hpp"

namespace homeward {

namespace {
// A ratio beyond a million is a slip of the keyboard, and overflows in powers.
const Range hazard_ratio = above_up_to(0, 1e6);
const Range correlation = between(-1, 1);
}  // namespace

void add_hazard_keys(KeyRows& rows) {
  rows.add("hazards.readiness", "", {}, Absent{"\"never\""},
           "from removal, while placed, until the family is ready for a return",
           at(&Scenario::hazards, &Hazards::readiness));
  rows.add("hazards.placement_move", "", {}, Absent{"\"never\""},
           "from the start of a placement, while placed", at(&Scenario::hazards, &Hazards::placement_move));
  rows.add("hazards.trial_home_visit_failure", "", {}, Absent{"\"never\""},
           "from the start of a trial home visit",
           at(&Scenario::hazards, &Hazards::trial_home_visit_failure));
  rows.add("hazards.other_permanency", "", {}, Absent{"\"never\""},
           "adoption, guardianship or relative; from the goal change (from removal if the court gate is off)",
           at(&Scenario::hazards, &Hazards::other_permanency));
  rows.add("hazards.other_exit", "", {}, Absent{"\"never\""},
           "transfer and other exits of a child; from removal", at(&Scenario::hazards, &Hazards::other_exit));
  rows.add("hazards.reentry", "", {}, Absent{"\"never\""}, "a new removal; from the exit home",
           at(&Scenario::hazards, &Hazards::reentry));
  rows.add("hazards.setback", "", {}, Absent{"\"never\""},
           "lost job, eviction, relapse; from the first removal on",
           at(&Scenario::hazards, &Hazards::setback));
  rows.add("hazards.reentry_after_guardianship_hazard_ratio", "", between(0, 1e6), Absent{"0.0"},
           "on re-entry after guardian or relative; 0 = none",
           at(&Scenario::hazards, &Hazards::reentry_after_guardianship_hazard_ratio));

  rows.add("frailty.readiness_sd", "", between(0, 5), Absent{"0.0"},
           "of the lasting, unseen log hazard of readiness", at(&Scenario::frailty, &Frailty::readiness_sd));
  rows.add("frailty.reentry_sd", "", between(0, 5), Absent{"0.0"},
           "of the lasting, unseen log hazard of re-entry", at(&Scenario::frailty, &Frailty::reentry_sd));
  rows.add("frailty.correlation_readiness_reentry", "", correlation, Absent{"0.0"}, "of the unseen scores",
           at(&Scenario::frailty, &Frailty::correlation_readiness_reentry));
  rows.add("frailty.correlation_readiness_acceptance", "", correlation, Absent{"0.0"},
           "positive: families that are ready sooner accept a coach more often",
           at(&Scenario::frailty, &Frailty::correlation_readiness_acceptance));
  rows.add("frailty.correlation_reentry_acceptance", "", correlation, Absent{"0.0"},
           "positive: families that re-enter sooner accept a coach more often",
           at(&Scenario::frailty, &Frailty::correlation_reentry_acceptance));

  rows.add("placement.kin_trait", "", {}, Absent{"\"\""},
           "trait whose last level means that kin is available; \"\" = always",
           at(&Scenario::placement, &PlacementRules::kin_trait));
  rows.add("placement.kin_probability", "", probability(), Absent{"0.0"},
           "a placement is with kin, where kin is available",
           at(&Scenario::placement, &PlacementRules::kin_probability));
  rows.add("placement.congregate_probability", "", probability(), Absent{"0.0"},
           "a placement that is not with kin is congregate care",
           at(&Scenario::placement, &PlacementRules::congregate_probability));
  rows.each("placement.move_hazard_ratio", placement_names, "", hazard_ratio, Absent{"1.0"},
            "on placement moves, by kind", at(&Scenario::placement, &PlacementRules::move_hazard_ratio));
  rows.add("placement.recent_setback_hazard_ratio", "", hazard_ratio, Absent{"1.0"},
           "on moves, while the last setback is recent",
           at(&Scenario::placement, &PlacementRules::recent_setback_hazard_ratio));
  rows.add("placement.recent_setback_days", "days", at_least(0), Absent{"90.0"},
           "how long a setback is recent", at(&Scenario::placement, &PlacementRules::recent_setback_days));
  rows.add("placement.kin_other_permanency_hazard_ratio", "", hazard_ratio, Absent{"1.0"},
           "on other permanency, while placed with kin",
           at(&Scenario::placement, &PlacementRules::kin_other_permanency_hazard_ratio));

  constexpr static std::array<std::string_view, 3> permanency_names{"adopted", "guardianship", "relative"};
  constexpr std::array<Absent, 3> adopted_only{Absent{"1.0"}, Absent{"0.0"}, Absent{"0.0"}};
  rows.each("permanency.shares", permanency_names, "", probability(), adopted_only,
            "of other permanency by kind; sum 1", at(&Scenario::permanency, &OtherPermanency::shares));
  rows.each("permanency.shares_with_kin", permanency_names, "", probability(), adopted_only,
            "the same for families placed with kin",
            at(&Scenario::permanency, &OtherPermanency::shares_with_kin));
}

void add_court_keys(KeyRows& rows) {
  // Hearings that repeat need a day between them, or a run would never end.
  const Range interval = at_least(1);
  rows.add("court.gate", "", {}, Absent{"false"},
           "hearings decide on returns; false: home when ready, no trial visit",
           at(&Scenario::court, &Court::gate));
  rows.add("court.first_hearing_days", "days", at_least(0), Absent{"3.0"}, "from removal",
           at(&Scenario::court, &Court::first_hearing_days));
  rows.add("court.disposition_days", "days", at_least(0), Absent{"60.0"}, "from removal",
           at(&Scenario::court, &Court::disposition_days));
  rows.add("court.review_interval_days", "days", interval, Absent{"182.625"}, "between reviews",
           at(&Scenario::court, &Court::review_interval_days));
  rows.add("court.permanency_hearing_days", "days", interval, Absent{"365.25"},
           "from removal, and every this many days again; from then on goals may change",
           at(&Scenario::court, &Court::permanency_hearing_days));
  rows.add("court.petition_after_days", "days", at_least(0), Absent{"456.5625"},
           "in care within the window, then a petition is due",
           at(&Scenario::court, &Court::petition_after_days));
  rows.add("court.petition_window_days", "days", at_least(0), Absent{"669.625"}, "the last this many days",
           at(&Scenario::court, &Court::petition_window_days));
  rows.add("court.petition_exception_probability", "", probability(), Absent{"1.0"},
           "no petition is filed although it is due",
           at(&Scenario::court, &Court::petition_exception_probability));
  rows.add("court.petition_exception_with_kin", "", probability(), Absent{""},
           "likewise where the children are placed with kin, which the law names as an exception (42 USC 675(5)(E)(i)); not "
           "set: the same",
           at(&Scenario::court, &Court::petition_exception_with_kin));
  Range requested = at_least(0);
  requested.never = true;
  rows.add("court.requested_hearing_days", "days", requested, Absent{"\"never\""},
           "from readiness to a hearing asked for; \"never\": calendar only",
           at(&Scenario::court, &Court::requested_hearing_days));
  rows.add("court.continuance_probability", "", probability(), Absent{"0.0"},
           "a hearing of a ready family is put off", at(&Scenario::court, &Court::continuance_probability));
  rows.add("court.continuance_days", "days", at_least(0), Absent{"30.0"}, "until it is held again",
           at(&Scenario::court, &Court::continuance_days));
  rows.add("court.preparation_effect", "1/hour", between(0, 1000), Absent{"0.0"},
           "kappa: continuances fall by exp(-kappa * effective hours of advocacy and information)",
           at(&Scenario::court, &Court::preparation_effect));
  rows.add("court.direct_return_probability.first", "", probability(), Absent{"1.0"},
           "a granted return is direct, at hearings up to the disposition",
           at(&Scenario::court, &Court::direct_return_first));
  rows.add("court.direct_return_probability.later", "", probability(), Absent{"1.0"},
           "the same at later hearings", at(&Scenario::court, &Court::direct_return_later));
  rows.add("court.trial_home_visit_days", "days", at_least(0), Absent{"0.0"}, "length of a trial home visit",
           at(&Scenario::court, &Court::trial_home_visit_days));
  rows.add("court.goal_change_probability", "", probability(), Absent{"0.0"},
           "at each calendar hearing from the permanency hearing on, of a family that is not ready",
           at(&Scenario::court, &Court::goal_change_probability));
  rows.add("court.readiness_after_goal_change", "", between(0, 1e6), Absent{"1.0"},
           "multiplies readiness after a goal change",
           at(&Scenario::court, &Court::readiness_after_goal_change));
  rows.add("court.supervision_days", "days", at_least(0), Absent{"0.0"},
           "after going home; hearings at the review interval and at its end",
           at(&Scenario::court, &Court::supervision_days));
}

}  // namespace homeward
