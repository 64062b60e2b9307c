#include "sim/scenario/key_rows.hpp"

namespace homeward {

void add_run_and_family_keys(KeyRows& rows) {
  const auto free_text = [&rows](const char* name, const char* meaning, auto access) {
    rows.add(name, "", {}, Absent{"\"\""}, meaning, access).identifies_run = false;
  };
  free_text("name", "short name, used in results; the file's stem if not given", at(&Scenario::name));
  free_text("title", "one line for reports", at(&Scenario::title));
  free_text("description", "what this scenario stands for", at(&Scenario::description));

  rows.add("run.warm_up_years", "years", between(0, 200), Absent{"0.0"},
           "before the window; fills the system, is not counted",
           at(&Scenario::run, &RunLength::warm_up_years));
  rows.add("run.entry_years", "years", above_up_to(0, 100), Absent{"1.0"}, "the cohort window",
           at(&Scenario::run, &RunLength::entry_years));
  rows.add("run.follow_up_years", "years", between(0, 100), Absent{"1.0"},
           "after the window; families go on entering", at(&Scenario::run, &RunLength::follow_up_years));
  rows.add("run.replications", "", between(1, 1e6), Absent{"20"},
           "how often it is simulated, each with other luck", at(&Scenario::run, &RunLength::replications))
      .identifies_run = false;
  // TOML's whole numbers end at 2^63 - 1; the largest double below 2^63 is told as the limit.
  rows.add("run.seed", "", between(0, 9223372036854774784.0), Absent{"20261001"}, "where the luck starts",
           at(&Scenario::run, &RunLength::seed))
      .identifies_run = false;
  rows.add(opening_key());
  Range start{.always = true};
  rows.add("program.start_days", "days", start, Absent{"-inf"},
           "before it the baseline's coaches, referral and support are in force; from the opening",
           at(&Scenario::program_start_days));
  rows.add(program_start_key());

  rows.add("families.entries_per_year", "1/year", between(0, 1e7), Absent{"0.0"},
           "removals of families, whole program, other than re-entries that the model itself makes",
           at(&Scenario::families, &Families::entries_per_year));
  rows.add("families.seasonality", "", at_least(0), Absent{"[]"},
           "12 relative rates by month from October; [] = none",
           at(&Scenario::families, &Families::seasonality));
  rows.add("families.trend_per_year", "1/year", above_up_to(-1, 10), Absent{"0.0"},
           "relative change of the entry rate a year, compounding, around the opening",
           at(&Scenario::families, &Families::trend_per_year));
  rows.add("families.trend_from_years", "years", Range{.always = true}, Absent{"-10.0"},
           "from the opening: the trend acts from then on, before it the rate is constant",
           at(&Scenario::families, &Families::trend_from_years));
  rows.add("families.csv", "", {}, Absent{"\"\""},
           "population file, relative to the scenario file; \"\" = none",
           at(&Scenario::families, &Families::csv));
  rows.add(children_key());
  rows.add("families.age_shares", "", at_least(0), Absent{"[]"},
           "18 shares of single years of age 0 to 17 at entry, sum 1; [] = equal",
           at(&Scenario::families, &Families::age_shares));
  rows.add("families.sibling_age_correlation", "", {.low = 0, .high = 1, .high_open = true}, Absent{"0.0"},
           "of the normal scores of siblings' ages",
           at(&Scenario::families, &Families::sibling_age_correlation));
  rows.add(age_out_key());
  rows.add(sites_key());
  rows.add(traits_key());
}

}  // namespace homeward
