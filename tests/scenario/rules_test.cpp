#include <catch2/catch.hpp>

#include "tests/scenario/scenario_files.hpp"

using namespace homeward;

namespace {
struct Case {
  std::string text;
  std::string fault;
};

void check_each(const std::vector<Case>& cases) {
  for (const auto& one : cases) {
    INFO(one.text);
    CHECK(faults_in(one.text) == Messages{one.fault});
  }
}
const std::string kin = "[[traits]]\nname = \"kin\"\nshare = 0.3\n";
}  // namespace

TEST_CASE("rules: shares must sum to 1 and weights must not all be 0") {
  check_each({
      {"[support.mix]\nemotional = 0.5", "s.toml:2:1: support.mix sums to 1.25; it must sum to 1"},
      {"[permanency]\nshares = { adopted = 0.5 }",
       "s.toml:3:10: permanency.shares sums to 0.5; it must sum to 1"},
      {"[permanency]\nshares_with_kin.relative = 0.5",
       "s.toml:3:1: permanency.shares_with_kin sums to 1.5; it must sum to 1"},
      {"[support]\nkind_weights = { emotional = 0, informational = 0, instructional = 0, advocacy = 0 }",
       "s.toml:3:16: support.kind_weights is all 0; one of it must be greater than 0"},
      {"[[sites]]\nname = \"a\"\nshare = 0.5\n[[sites]]\nname = \"b\"\nshare = 0.4",
       "s.toml:2:1: sites has shares that sum to 0.9; they must sum to 1"},
  });
  // Decimal fractions that do not sum to 1 in binary are not held against the user.
  CHECK(faults_in("[support.mix]\nemotional = 0.1\ninformational = 0.2\ninstructional = 0.3\nadvocacy = 0.4")
            .empty());
  CHECK(faults_in("[support.mix]\nemotional = 0.25000001").size() == 1);
}

TEST_CASE("rules: a fault of one share is told once, not again as a wrong sum") {
  CHECK(faults_in("[support.mix]\nemotional = 5") ==
        Messages{"s.toml:3:13: support.mix.emotional is 5; it must be in [0, 1]"});
}

TEST_CASE("rules: correlations must be possible together") {
  const std::string impossible =
      "[frailty]\ncorrelation_readiness_reentry = 0.9\ncorrelation_readiness_acceptance = 0.9\n"
      "correlation_reentry_acceptance = -0.9";
  check_each({{impossible,
               "s.toml:3:33: the correlations 0.9, 0.9, -0.9 of frailty do not go together (not positive "
               "semidefinite)"}});
  CHECK(faults_in("[frailty]\ncorrelation_readiness_reentry = 1\ncorrelation_readiness_acceptance = 0.9\n"
                  "correlation_reentry_acceptance = 0.9")
            .empty());
}

TEST_CASE("rules: dates of the court go together") {
  check_each({
      {"[court]\ndisposition_days = 2",
       "s.toml:3:20: court.disposition_days is 2; it must not be before court.first_hearing_days, 3"},
      {"[court]\npetition_window_days = 100",
       "s.toml:3:24: court.petition_window_days is 100; it must be at least court.petition_after_days, "
       "456.5625"},
  });
}

TEST_CASE("rules: needs must not be back at rest long before the next contact of the reference plan") {
  const std::string moving = "[support.to_needs]\nemotional.stress = 0.1\n";
  const std::string weekly =
      moving + "[effects]\nreference_contacts_per_week = 1\nreference_hours_per_contact = 2\n";
  const std::string after = "), or the gain after each would be hundreds of times its mean";
  const std::string must = "it must be at least a thousandth of the ";
  check_each({
      {weekly + "half_life_days = 1e-6",
       "s.toml:7:18: effects.half_life_days is 1e-06; " + must +
           "7 days between contacts of the reference plan (effects.reference_contacts_per_week is 1" + after},
      {weekly + "half_life_days = 0.0069",
       "s.toml:7:18: effects.half_life_days is 0.0069; " + must +
           "7 days between contacts of the reference plan (effects.reference_contacts_per_week is 1" + after},
      {moving + "[effects]\nreference_hours_per_contact = 2\nhalf_life_days = 5\nreference_contacts_per_week "
                "= 0.001",
       "s.toml:6:18: effects.half_life_days is 5; " + must +
           "7e+03 days between contacts of the reference plan (effects.reference_contacts_per_week is 0.001" +
           after},
  });
  // What is short but can be followed, and where nothing is scaled by it, is left to the user.
  CHECK(faults_in(weekly + "half_life_days = 0.007").empty());
  CHECK(faults_in(weekly).empty());
  const std::string at_once = "[effects]\nhalf_life_days = 1e-6\n";
  CHECK(faults_in(at_once).empty());
  CHECK(faults_in(at_once + "reference_contacts_per_week = 1\n" + moving).empty());
  CHECK(faults_in(at_once + "reference_contacts_per_week = 1\nreference_hours_per_contact = 2").empty());
}

TEST_CASE("rules: a run of more families than can be numbered is refused") {
  check_each({
      {"[families]\nentries_per_year = 1e7\n[run]\nwarm_up_years = 200\nentry_years = 100\nfollow_up_years = "
       "100.5",
       "s.toml:7:19: run.follow_up_years is 100.5; it must be in [0, 100]"},
      {"[families]\nentries_per_year = 1e7\n[run]\nwarm_up_years = 200\nentry_years = 100\nfollow_up_years = "
       "101",
       "s.toml:7:19: run.follow_up_years is 101; it must be in [0, 100]"},
      {"[families]\nentries_per_year = 1e7\ntrend_per_year = 0.9\n[run]\nentry_years = 20",
       "s.toml:3:20: families.entries_per_year is 10000000; about 1.1e+13 families would enter, at most "
       "4e+09 can"},
  });
}

TEST_CASE("rules: sites have names of their own and shares") {
  check_each({
      {"[[sites]]\nshare = 1", "s.toml:2:1: sites[0] has no name"},
      {"[[sites]]\nname = \"a=b\"\nshare = 1",
       "s.toml:3:8: sites[0].name is \"a=b\"; it must be a text, not empty and without '='"},
      {"[[sites]]\nname = \"a\"\nshare = 0.5\n[[sites]]\nname = \"a\"\nshare = 0.5",
       "s.toml:6:8: sites.a is named twice"},
      {"[[sites]]\nname = \"a\"\nshare = 0.5\n[[sites]]\nname = \"b\"",
       "s.toml:5:1: sites.b has no share; with several sites each needs one"},
  });
}

TEST_CASE("rules: traits are told by name") {
  check_each({
      {kin + "levels = []", "s.toml:2:1: traits.kin has both share and levels; it must have one of the two"},
      {"[[traits]]\nname = \"kin\"",
       "s.toml:2:1: traits.kin has neither share nor levels; it must have one of the two"},
      {"[[traits]]\nname = \"kin\"\nshare = 1.3",
       "s.toml:4:9: traits.kin.share is 1.3; it must be in [0, 1]"},
      {"[[traits]]\nname = \"kin\"\nlevels = [ { name = \"a\", share = 1 } ]",
       "s.toml:4:10: traits.kin has 1 level; it must have 2 to 100"},
      {"[[traits]]\nname = \"kin\"\nlevels = [ { name = \"a\", share = 0.5 }, { name = \"b\", share = 0.6 } "
       "]",
       "s.toml:4:10: traits.kin.levels has shares that sum to 1.1; they must sum to 1"},
      {"[[traits]]\nname = \"age\"\nset_by = \"age\"\nshare = 0.5",
       "s.toml:5:1: traits.age has a share; a trait set by age needs levels with from_years"},
      {"[[traits]]\nname = \"age\"\nset_by = \"age\"\nlevels = [{ name = \"a\", from_years = 1 }, { name = "
       "\"b\", from_years "
       "= 3 }]",
       "s.toml:5:10: traits.age.levels starts at from_years 1; it must start at 0"},
      {"[[traits]]\nname = \"age\"\nset_by = \"age\"\nlevels = [{ name = \"a\", from_years = 0 }, { name = "
       "\"b\", from_years "
       "= 0 }]",
       "s.toml:5:10: traits.age.levels has from_years that do not increase"},
      {"[[traits]]\nname = \"p\"\nset_by = \"prior_removal\"\nlevels = [{ name = \"a\", share = 0.5 }, { "
       "name = \"b\", share = "
       "0.25 }, { name = \"c\", share = 0.25 }]",
       "s.toml:5:10: traits.p has 3 levels; a trait set by prior_removal must have two, no and yes"},
      {kin + "set_by = \"age_\"",
       "s.toml:5:10: traits.kin.set_by is \"age_\"; it must be one of draw, age, prior_removal"},
      {kin + "hazard_ratios = { reentry = 0 }",
       "s.toml:5:29: traits.kin.hazard_ratios.reentry is 0; it must be greater than 0"},
      {kin + "needs = { stress = 2 }", "s.toml:5:20: traits.kin.needs.stress is 2; it must be in [-1, 1]"},
      {kin + kin, "s.toml:6:8: traits.kin is named twice"},
      {kin + "share_given = [ { trait = \"later\", level = \"yes\", share = 0.1 } ]\n[[traits]]\nname = "
             "\"later\"\nshare = 0.1",
       "s.toml:5:27: traits.kin.share_given[0].trait is \"later\"; it must be a trait that stands before "
       "this one"},
      {kin + "[[traits]]\nname = \"b\"\nshare = 0.1\nshare_given = [ { trait = \"kin\", level = \"maybe\", "
             "share = 0.1 } ]",
       "s.toml:8:42: traits.b.share_given[0].level is \"maybe\"; it must be a level of the trait kin"},
      {kin + "[placement]\nkin_trait = \"kni\"",
       "s.toml:6:13: placement.kin_trait is \"kni\"; it must be the name of a trait"},
      {"[[traits]]\nname = \"kin\"\nhazard_ratios = { reentry = 2 }\nlevels = [{ name = \"a\", share = 0.5 "
       "}, { name = \"b\", "
       "share = 0.5 }]",
       "s.toml:4:1: traits.kin.hazard_ratios belongs to a trait with a share; with levels it stands in each "
       "level"},
  });
}

TEST_CASE("rules: sources and uncertainty are about keys that exist and draw what those take") {
  const std::string source = "{ source = \"x\", grade = \"expert\" }";
  check_each({
      {"[sources]\n\"coaches.position\" = " + source,
       "s.toml:3:1: sources.\"coaches.position\" is about coaches.position, which is not a known key; the "
       "nearest is "
       "coaches.positions"},
      {"[sources]\n\"coaches.positions\" = { source = \"x\", grade = \"guess\" }",
       "s.toml:3:47: sources.\"coaches.positions\".grade is \"guess\"; it must be one of measured, "
       "published_elsewhere, "
       "expert, assumption"},
      {"[sources]\n\"coaches.positions\" = { source = \"x\" }",
       "s.toml:3:23: sources.\"coaches.positions\" has no grade"},
      {"[sources]\n\"coaches.positions\" = { source = \"x\", grade = \"expert\", range = [2, 1] }",
       "s.toml:3:65: sources.\"coaches.positions\".range is a list of 2; it must be [low, high]"},
      {"[uncertainty]\n\"court.gate\" = { distribution = \"normal\", mean = 1, sd = 1 }",
       "s.toml:3:1: uncertainty.\"court.gate\" is about court.gate, which is not a number"},
      {"[uncertainty]\n\"trust.at_strat\" = { distribution = \"normal\", mean = 1, sd = 1 }",
       "s.toml:3:1: uncertainty.\"trust.at_strat\" is about trust.at_strat, which is not a known key; the "
       "nearest is "
       "trust.at_start"},
      {"[uncertainty]\n\"trust.at_start\" = { distribution = \"normal\", mean = 1, sd = -1 }",
       "s.toml:3:62: uncertainty.\"trust.at_start\".sd is -1; it must be at least 0"},
      {"[uncertainty]\n\"trust.at_start\" = { distribution = \"triangular\", low = 0, mode = 2, high = 1 }",
       "s.toml:3:67: uncertainty.\"trust.at_start\".mode is 2; it must be between low and high"},
      {"[uncertainty]\n\"support.kind_weights\" = { distribution = \"dirichlet\", concentrations = [1, 1] }",
       "s.toml:3:26: uncertainty.\"support.kind_weights\".concentrations has 2 numbers; support.kind_weights "
       "has 4 keys"},
      {"[uncertainty]\n\"support.kind_weights\" = { distribution = \"normal\", mean = 1, sd = 1 }",
       "s.toml:3:26: uncertainty.\"support.kind_weights\" is about a table; it must be a dirichlet"},
      {"[uncertainty]\n\"trust.at_start\" = { distribution = \"dirichlet\", concentrations = [1, 1] }",
       "s.toml:3:20: uncertainty.\"trust.at_start\" is about one number; a dirichlet draws a table of "
       "shares"},
  });
  CHECK(faults_in(kin + "[sources]\n\"traits.kin.share\" = " + source + "\n\"support.mix\" = " + source +
                  "\n\"traits.kin.hazard_ratios.reentry\" = " + source)
            .empty());
  CHECK(faults_in("[hazards]\nreadiness = { distribution = \"exponential\", mean_days = 9 }\n[uncertainty]\n"
                  "\"hazards.readiness.mean_days\" = { distribution = \"gamma\", shape = 9, scale = 1 }")
            .empty());
}
