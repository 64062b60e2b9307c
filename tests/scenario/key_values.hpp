#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/scenario/key_table.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward {

/// A value that differs from the built-in one, as TOML, for keys where not any number will do.
inline const std::map<std::string, std::string>& chosen_values() {
  static const std::map<std::string, std::string> values{
      {"name", "\"every key\""},
      {"title", "\"a \\\"title\\\" \\\\ \\u0001 \\n é\""},
      {"run.opening", "2027-02-03"},
      {"program.start", "2027-07-01"},
      {"families.seasonality", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0.1]"},
      {"families.children", "{ shares = [0.1, 0.2, 0.7] }"},
      {"families.age_shares", "[0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.25]"},
      {"families.age_out_years", "18"},
      {"sites",
       R"([{ name = "north", share = 0.3, positions = 2 }, { name = "the \"south\"", share = 0.7 }])"},
      {"traits",
       R"([{ name = "kin", share = 0.1, hazard_ratios = { readiness = 0.9 }, needs = { stress = -0.1 } },
           { name = "age", set_by = "age", levels = [{ name = "young", from_years = 0 },
             { name = "old", from_years = 12.5, hazard_ratios = { other_exit = 3 } }] },
           { name = "before", set_by = "prior_removal", levels = [{ name = "no", share = 0.3, needs = { isolation = 1 } },
             { name = "yes", share = 0.7 }] },
           { name = "a.b c", share = 0.3, share_given = [{ trait = "kin", level = "yes", share = 0.2 }] }])"},
      {"placement.kin_trait", "\"kin\""},
      {"permanency.shares.adopted", "0.5"},
      {"permanency.shares.guardianship", "0.3"},
      {"permanency.shares.relative", "0.2"},
      {"permanency.shares_with_kin.adopted", "0.25"},
      {"permanency.shares_with_kin.guardianship", "0.5"},
      {"permanency.shares_with_kin.relative", "0.25"},
      {"court.disposition_days", "61"},
      {"court.petition_after_days", "400"},
      {"court.petition_window_days", "600"},
      {"court.requested_hearing_days", R"({ distribution = "lognormal", median_days = 10, sigma = 0.5 })"},
      {"court.continuance_days", R"({ distribution = "empirical", values_days = [1, 2] })"},
      {"court.trial_home_visit_days", R"({ distribution = "gamma", shape = 2, scale_days = 30 })"},
      {"coaches.hiring_days", R"({ distribution = "uniform", low_days = 1, high_days = 2 })"},
      {"coaches.training_days", R"({ distribution = "weibull", shape = 2, scale_days = 2 })"},
      {"coaches.staffing",
       "[{ date_days = -5, positions = 3 }, { date_days = 9, positions_per_100_entries = 2.5 }]"},
      {"coaches.cut_by", "\"attrition\""},
      {"coaches.queue_rule", "{ first_come = 0.5, highest_need = 1 }"},
      {"coaches.assignment_rule", "\"best_match\""},
      {"coaches.families_per_coach", "9"},
      {"referral.delay_days", R"({ distribution = "exponential", mean_days = 5 })"},
      {"support.mix.emotional", "0.1"},
      {"support.mix.informational", "0.2"},
      {"support.mix.instructional", "0.3"},
      {"support.mix.advocacy", "0.4"},
      {"support.concrete_for", "\"coached\""},
      {"effects.fade_by_year", "[1, 0.5]"},
      {"costs.price_year", "2020"},
      {"measurement.federal_round", "3"},
      {"hazards.readiness", R"({ distribution = "weibull", shape = 0.7, scale_days = 123.456 })"},
      {"hazards.placement_move", R"({ distribution = "loglogistic", shape = 0.7, scale_days = 0.1 })"},
      {"hazards.setback", R"({ distribution = "gompertz", rate_per_day = 1e-3, growth_per_day = -0.01 })"},
      {"hazards.reentry", R"({ distribution = "piecewise", from_days = [0, 30], rates_per_day = [0.1, 0] })"},
      {"sources", R"({ "support.mix" = { source = "s", grade = "expert", range = [0, 1] } })"},
      {"uncertainty", R"({ "trust.at_start" = { distribution = "beta", alpha = 2, beta = 3 } })"}};
  return values;
}

/// A value of a key, as TOML, that it takes and that is not its default.
inline std::string other_value(const KeyInfo& key) {
  if (const auto chosen = chosen_values().find(key.name); chosen != chosen_values().end())
    return chosen->second;
  for (const auto* candidate :
       {"0.3", "5", "2.5", "true", "\"text\"", R"({ distribution = "exponential", mean_days = 77 })"}) {
    Scenario scenario;
    Faults faults;
    key.read(parse_typed_value(candidate, {}), scenario, faults);
    if (faults.empty() && key.print(scenario) != key.built_in) return candidate;
  }
  return {};
}

}  // namespace homeward
