#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/model/replication.hpp"
#include "sim/scenario/read.hpp"
#include "tests/model/property_check.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Every mechanism on.
Scenario full() {
  Scenario s = quiet(60);
  add_support(s);
  add_lives(s);
  for (auto& trait : s.traits) {
    trait.levels[0].name = "no";
    trait.levels[1].name = "yes";
  }
  add_coaches(s, 4, 5);
  s.run.warm_up_years = 1;
  s.families.seasonality = {3, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 2};
  s.frailty = {1, 1, -0.3, 0.5, 0.2};
  s.hazards.reentry_after_guardianship_hazard_ratio = 0.7;
  s.setbacks = {0.3, 0.3, 0.5};
  s.effects.setback_hazard_ratio = {0.8, 1.2, 1.3};
  s.effects.without_trust = 0.3;
  s.effects.detection_in_contact = 1.5;
  s.effects.early_contact_hazard_ratio = 1.3;
  s.effects.fade_by_year = {1, 0.5};
  s.trust = {0.1, 0.1, 0.05, 0.1, 0.3};
  s.court.preparation_effect = 0.01;
  Coaches& coaches = s.program.coaches;
  coaches.contact_hours_per_week = 4;
  coaches.annual_turnover = 1;
  coaches.overload_effect = 1;
  coaches.hiring_days = Fixed{30};
  coaches.training_days = Fixed{20};
  coaches.first_caseload_share = 0.5;
  coaches.shared_experience_share = 0.5;
  coaches.staffing = {{200, 6, {}}, {500, 2, {}}};
  s.program.referral = {0.9, Uniform{0, 40}, 0.8, Exponential{200}, Exponential{400}, 3};
  Support& support = s.program.support;
  support.tailoring = 0.3;
  support.missed_probability = 0.2;
  support.missed_stress_effect = support.missed_trust_effect = 1;
  support.longest_days = 400;
  support.after_reunification_days = 200;
  support.concrete_dollars_per_family = 2000;
  support.concrete_per_1000_dollars = 0.3;
  s.program_before = s.program;
  s.program_before->coaches.families_per_coach = 3;
  s.program_start_days = 100;
  return s;
}

/// Every mechanism off: families enter and stay.
Scenario off() {
  Scenario s;
  s.run = full().run;
  s.families.entries_per_year = full().families.entries_per_year;
  return s;
}

using Change = std::function<void(Scenario&)>;
struct Named {
  std::string name;
  Change change;
};

void both_programs(Scenario& s, const std::function<void(Program&)>& change) {
  change(s.program);
  change(*s.program_before);
}

void set_clocks(Scenario& s, double days) {
  auto& h = s.hazards;
  h.readiness = h.placement_move = h.trial_home_visit_failure = h.other_permanency = h.other_exit =
      h.reentry = h.setback = Exponential{days};
  both_programs(s,
                [days](Program& p) { p.referral.patience_days = p.referral.drop_out = Exponential{days}; });
}

const std::vector<Named> extremes{
    {"no families", [](Scenario& s) { s.families.entries_per_year = 0; }},
    {"no coaches",
     [](Scenario& s) {
       both_programs(s, [](Program& p) {
         p.coaches.positions = 0;
         p.coaches.staffing.clear();
       });
     }},
    {"one family per coach",
     [](Scenario& s) { both_programs(s, [](Program& p) { p.coaches.families_per_coach = 1; }); }},
    {"a coach for all",
     [](Scenario& s) {
       both_programs(s, [](Program& p) {
         p.coaches.positions = 1;
         p.coaches.staffing.clear();
         p.coaches.families_per_coach = 10000;
       });
     }},
    {"hundreds of coaches",
     [](Scenario& s) { both_programs(s, [](Program& p) { p.coaches.positions = 300; }); }},
    {"tiny rates", [](Scenario& s) { set_clocks(s, 1e12); }},
    {"enormous rates, for a day",
     [](Scenario& s) {
       s.run = {};
       s.run.entry_years = 1 / days_per_year;
       s.run.follow_up_years = 0;
       s.families.entries_per_year = 5 * days_per_year;
       set_clocks(s, 1e-3);
     }},
    {"hazard ratios of a million and of a millionth",
     [](Scenario& s) {
       s.run.entry_years = 0.1;
       s.run.follow_up_years = 0;
       s.effects.hazard_ratio = {1e6, 1e-6, 1e-6};
       s.effects.setback_hazard_ratio = {1e-6, 1e6, 1};
     }},
    {"needs beyond measure",
     [](Scenario& s) {
       for (auto& kind : s.support_effects.to_needs) kind.fill(1e6);
       s.needs.baseline.fill(1);
       s.needs.noise_sd = 10;
     }},
    {"needs that are back at rest within the hour", [](Scenario& s) { s.effects.half_life_days = 0.007; }},
    {"a horizon of a day",
     [](Scenario& s) {
       s.run.warm_up_years = s.run.follow_up_years = 0;
       s.run.entry_years = 1 / days_per_year;
       s.families.entries_per_year = 50 * days_per_year;
     }},
    {"a horizon of two centuries",
     [](Scenario& s) {
       s.run.entry_years = s.run.follow_up_years = 100;
       s.families.entries_per_year = 0.5;
     }},
    {"everyone refuses",
     [](Scenario& s) { both_programs(s, [](Program& p) { p.referral.acceptance = 0; }); }},
    {"nobody is referred",
     [](Scenario& s) { both_programs(s, [](Program& p) { p.referral.probability = 0; }); }},
    {"everybody leaves: families, coaches, the queue",
     [](Scenario& s) {
       both_programs(s, [](Program& p) {
         p.referral.drop_out = p.referral.patience_days = Exponential{0.01};
         p.coaches.annual_turnover = 100;
       });
     }},
    {"everything is certain, at once",
     [](Scenario& s) {
       s.court.requested_hearing_days = s.court.trial_home_visit_days = Fixed{0};
       s.court.continuance_probability = 0;
       s.court.direct_return_first = s.court.direct_return_later = 1;
       both_programs(s, [](Program& p) {
         p.referral.delay_days = p.coaches.hiring_days = p.coaches.training_days = Fixed{0};
         p.referral.probability = p.referral.acceptance = 1;
       });
     }},
    {"six newborns each, who turn adult within a week",
     [](Scenario& s) {
       s.families.children = {0, 0, 0, 0, 0, 1};
       s.families.age_shares.assign(18, 0);
       s.families.age_shares[0] = 1;
       s.families.age_out_years = 0.02;
     }},
};

/// Each mechanism by itself: what is taken over from the full scenario.
const std::vector<Named> mechanisms{
    {"none", [](Scenario&) {}},
    {"readiness", [](Scenario& s) { s.hazards.readiness = full().hazards.readiness; }},
    {"placement moves", [](Scenario& s) { s.hazards.placement_move = full().hazards.placement_move; }},
    {"other permanency",
     [](Scenario& s) {
       s.hazards.other_permanency = full().hazards.other_permanency;
       s.permanency = full().permanency;
     }},
    {"other exits", [](Scenario& s) { s.hazards.other_exit = full().hazards.other_exit; }},
    {"setbacks",
     [](Scenario& s) {
       s.hazards.setback = full().hazards.setback;
       s.setbacks = full().setbacks;
     }},
    {"re-entry",
     [](Scenario& s) {
       s.hazards.readiness = full().hazards.readiness;
       s.hazards.reentry = full().hazards.reentry;
     }},
    {"court",
     [](Scenario& s) {
       s.hazards.readiness = full().hazards.readiness;
       s.court = full().court;
     }},
    {"turning adult", [](Scenario& s) { s.families.age_out_years = 18; }},
    {"traits", [](Scenario& s) { s.traits = full().traits; }},
    {"frailty", [](Scenario& s) { s.frailty = full().frailty; }},
    {"seasons", [](Scenario& s) { s.families.seasonality = full().families.seasonality; }},
    {"coaches who do nothing",
     [](Scenario& s) {
       s.program.coaches.positions = 4;
       s.program.coaches.families_per_coach = 5;
     }},
    {"coaches who come and go", [](Scenario& s) { s.program.coaches = full().program.coaches; }},
    {"impatience",
     [](Scenario& s) {
       s.program.coaches.positions = 1;
       s.program.referral.patience_days = Exponential{100};
     }},
    {"dropping out",
     [](Scenario& s) {
       s.program.coaches.positions = 4;
       s.program.referral.drop_out = Exponential{100};
     }},
    {"contacts", [](Scenario& s) { add_coaches(s, 4, 5); }},
    {"support and needs",
     [](Scenario& s) {
       add_support(s);
       add_coaches(s, 4, 5);
     }},
    {"trust",
     [](Scenario& s) {
       add_coaches(s, 4, 5);
       s.trust = full().trust;
     }},
    {"concrete services",
     [](Scenario& s) {
       s.hazards.setback = full().hazards.setback;
       s.program.support.concrete_dollars_per_family = 2000;
       s.program.support.concrete_per_1000_dollars = 0.3;
     }},
    {"a program that begins",
     [](Scenario& s) {
       add_coaches(s, 4, 5);
       s.program_before = Program{};
       s.program_start_days = 100;
     }},
};

void hold(const Scenario& scenario) {
  const auto checked = check(scenario);
  REQUIRE(breach_in(*checked, simulate(checked, 1, 0, Logging{true, {}})) == "");
  REQUIRE(breach_by_threads(scenario, 1) == "");
  REQUIRE(breach_by_plan(scenario, 1) == "");
  REQUIRE(breach_by_coaching(scenario, 1) == "");
  REQUIRE(breach_by_follow_up(scenario, 1) == "");
}

void hold_each(const std::vector<Named>& changes, Scenario (*start)()) {
  for (const auto& [name, change] : changes) {
    INFO(name);
    Scenario s = start();
    change(s);
    hold(s);
  }
}

}  // namespace

TEST_CASE("extremes: whatever is driven to its end, what must always hold does") {
  hold_each(extremes, full);
}

TEST_CASE("extremes: each mechanism works by itself, and none at all does") {
  hold_each(mechanisms, off);
}

TEST_CASE("extremes: a million families are all accounted for") {
  // Fewer of them unless thousands of scenarios are asked for: it takes a minute.
  const bool whole = std::getenv("HOMEWARD_PROPERTY_SCENARIOS") != nullptr;
  const double few = optimised ? 1e5 : 1e4;
  Scenario s = full();
  s.run.warm_up_years = 0;
  s.run.entry_years = 0.5;
  s.run.follow_up_years = 0.1;
  s.families.entries_per_year = whole ? 2e6 : few;
  const auto checked = check(s);
  const RunRecord record = simulate(checked, 1, 0);
  CHECK(static_cast<double>(record.families.size()) > 0.45 * s.families.entries_per_year);
  CHECK(breach_in_measures(*checked, record) == "");
  const auto stock = [&](Stock one) { return record.stock[index(one)].back(); };
  std::int64_t children = 0;
  for (std::size_t k = index(Stock::children_in_care); k <= index(Stock::children_other_exit); ++k)
    children += record.stock[k].back();
  CHECK(children == stock(Stock::children_entered));
  CHECK(stock(Stock::families_coached) + stock(Stock::families_waiting) + stock(Stock::families_unserved) ==
        stock(Stock::families_eligible));
}

TEST_CASE("extremes: what would never end is refused in words") {
  if (optimised) {
    Scenario families = off();
    families.hazards.readiness = families.hazards.reentry = Exponential{1e-300};
    CHECK_THROWS_WITH(simulate(check(families), 1, 0), Catch::Contains("something comes too often"));
  }
  Scenario coaches = full();
  coaches.program_before.reset();
  coaches.program_start_days = -forever;
  coaches.program.coaches.annual_turnover = 100;
  coaches.program.coaches.overload_effect = 1000;
  coaches.program.coaches.contact_hours_per_week = 1e-300;
  coaches.program.coaches.hiring_days = coaches.program.coaches.training_days = Fixed{0};
  CHECK_THROWS_WITH(simulate(check(coaches), 1, 0), Catch::Contains("they leave too often"));
}
