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
}  // namespace

TEST_CASE("faults: a number out of range, nan or infinite is told with its place") {
  check_each({
      {"[coaches]\nfamilies_per_coach = -3",
       "s.toml:3:22: coaches.families_per_coach is -3; it must be at least 1"},
      {"coaches.families_per_coach = 10001",
       "s.toml:2:30: coaches.families_per_coach is 10001; it must be at most 10000"},
      {"[coaches]\nfamilies_per_coach = 2.5",
       "s.toml:3:22: coaches.families_per_coach is 2.5; it must be a whole number"},
      {"[coaches]\npositions = nan", "s.toml:3:13: coaches.positions is nan; it must be in [0, 1000000]"},
      {"[coaches]\npositions = 1000001",
       "s.toml:3:13: coaches.positions is 1000001; it must be at most 1000000"},
      {"[families]\nentries_per_year = -1",
       "s.toml:3:20: families.entries_per_year is -1; it must be at least 0"},
      {"[families]\nentries_per_year = 1e8",
       "s.toml:3:20: families.entries_per_year is 100000000; it must be at most 10000000"},
      {"[families]\nentries_per_year = inf",
       "s.toml:3:20: families.entries_per_year is inf; it must be in [0, 10000000]"},
      {"[referral]\nacceptance = 1.5", "s.toml:3:14: referral.acceptance is 1.5; it must be in [0, 1]"},
      {"[coaches]\ncontact_hours_per_week = nan",
       "s.toml:3:26: coaches.contact_hours_per_week is nan; it must be greater than 0 or inf"},
      {"[court]\nreview_interval_days = inf",
       "s.toml:3:24: court.review_interval_days is inf; it must be at least 1"},
      {"[effects]\ndetection_in_contact = 0",
       "s.toml:3:24: effects.detection_in_contact is 0; it must be greater than 0"},
      {"[program]\nstart_days = inf",
       "s.toml:3:14: program.start_days is inf; it must be a finite number or -inf"},
      {"[run]\nentry_years = 0", "s.toml:3:15: run.entry_years is 0; it must be in (0, 100]"},
      {"[run]\nseed = -1", "s.toml:3:8: run.seed is -1; it must be at least 0"},
      {"[measurement]\nfederal_round = 5",
       "s.toml:3:17: measurement.federal_round is 5; it must be in [3, 4]"},
      {"[hazards]\nreentry_after_guardianship_hazard_ratio = -1",
       "s.toml:3:43: hazards.reentry_after_guardianship_hazard_ratio is -1; it must be at least 0"},
      {"[families]\nseasonality = [1, 2, -1, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
       "s.toml:3:22: families.seasonality[2] is -1; it must be at least 0"},
  });
}

TEST_CASE("faults: a wrong type is told with what is there and what must be") {
  check_each({
      {"[coaches]\npositions = \"many\"", "s.toml:3:13: coaches.positions is \"many\"; it must be a number"},
      {"[court]\ngate = 1", "s.toml:3:8: court.gate is 1; it must be true or false"},
      {"title = 3", "s.toml:2:9: title is 3; it must be a text"},
      {"name = \"\"", "s.toml:2:8: name is empty or not printable; it must be a text of one line"},
      {"support = 3", "s.toml:2:11: support is 3; it must be a table"},
      {"[support]\nmix = 0.25", "s.toml:3:7: support.mix is 0.25; it must be a table"},
      {"[run]\nwarm_up_years = 2020-01-01",
       "s.toml:3:17: run.warm_up_years is 2020-01-01; it must be a number"},
      {"[run]\nwarm_up_years = { a = 1 }", "s.toml:3:17: run.warm_up_years is a table; it must be a number"},
      {"[families]\nseasonality = 3", "s.toml:3:15: families.seasonality is 3; it must be a list of numbers"},
      {"[coaches]\ncut_by = \"sword\"",
       "s.toml:3:10: coaches.cut_by is \"sword\"; it must be one of position, attrition"},
      {"[support]\nconcrete_for = 1",
       "s.toml:3:16: support.concrete_for is 1; it must be one of all, coached"},
      {"[coaches]\nassignment_rule = \"any\"",
       "s.toml:3:19: coaches.assignment_rule is \"any\"; it must be one of least_loaded, best_match"},
      {"sites = 3", "s.toml:2:9: sites is 3; it must be a list of at least one site, [[sites]]"},
      {"traits = \"kin\"",
       "s.toml:2:10: traits is \"kin\"; it must be a list of at most 200 traits, [[traits]]"},
  });
}

TEST_CASE("faults: an unknown key is told with the nearest known name") {
  check_each({
      {"[coaches]\nfamilies_per_couch = 3",
       "s.toml:3:1: coaches.families_per_couch is not a known key; the nearest is "
       "coaches.families_per_coach"},
      {"[coaches]\nfamilies = 3",
       "s.toml:3:1: coaches.families is not a known key; the nearest is coaches.families_per_coach"},
      {"[coach]\npositions = 3", "s.toml:2:2: coach is not a known key; the nearest is coaches"},
      {"[support.mix]\nemotoinal = 1",
       "s.toml:3:1: support.mix.emotoinal is not a known key; the nearest is support.mix.emotional"},
      {"\"a.b\" = 1", "s.toml:2:1: \"a.b\" is not a known key"},
      {"[[traits]]\nname = \"kin\"\nshare = 0.3\nhazard_ratio = { reentry = 2 }",
       "s.toml:5:1: traits.kin.hazard_ratio is not a known key; the nearest is traits.kin.hazard_ratios"},
      {"[[traits]]\nname = \"kin\"\nshare = 0.3\nhazard_ratios = { rentry = 2 }",
       "s.toml:5:19: traits.kin.hazard_ratios.rentry is not a known key; the nearest is "
       "traits.kin.hazard_ratios.reentry"},
  });
}

TEST_CASE("faults: distributions are told by kind, parameter and reason") {
  const std::string clocks = R"(exponential, weibull, loglogistic, gompertz, piecewise or "never")";
  const std::string lengths =
      "a number of days or a distribution (exponential, weibull, lognormal, gamma, uniform, empirical)";
  check_each({
      {"[hazards]\nreadiness = 30", "s.toml:3:13: hazards.readiness is 30; it must be " + clocks +
                                        " (a fixed time has no hazard to multiply)"},
      {"[hazards]\nreadiness = \"always\"",
       "s.toml:3:13: hazards.readiness is \"always\"; it must be " + clocks},
      {"[hazards]\nreadiness = { distribution = \"gamma\", shape = 1, scale_days = 2 }",
       "s.toml:3:30: hazards.readiness.distribution is \"gamma\"; it must be " + clocks +
           " (gamma has no hazard to multiply here)"},
      {"[referral]\npatience_days = { distribution = \"empirical\", values_days = [1] }",
       "s.toml:3:34: referral.patience_days.distribution is \"empirical\"; it must be " + clocks +
           " (empirical has no hazard to multiply here)"},
      {"[hazards]\nreadiness = { distribution = \"wiebull\", shape = 1, scale_days = 2 }",
       "s.toml:3:30: hazards.readiness.distribution is \"wiebull\"; it must be one of exponential, weibull, "
       "loglogistic, "
       "gompertz, piecewise, lognormal, gamma, uniform, empirical; the nearest is weibull"},
      {"[hazards]\nreadiness = { shape = 1 }",
       "s.toml:3:13: hazards.readiness is a table without the key distribution"},
      {"[hazards]\nreadiness = { distribution = \"weibull\", shape = 1 }",
       "s.toml:3:13: hazards.readiness has no scale_days; weibull needs shape and scale_days"},
      {"[hazards]\nreadiness = { distribution = \"exponential\", mean_days = 1, sigma = 2 }",
       "s.toml:3:60: hazards.readiness.sigma is not a known key"},
      {"[hazards]\nreadiness = { distribution = \"exponential\", mean_days = 0 }",
       "s.toml:3:57: hazards.readiness.mean_days is 0; it must be greater than 0"},
      {"[hazards]\nreadiness = { distribution = \"piecewise\", from_days = [1, 2], rates_per_day = [1, 1] }",
       "s.toml:3:55: hazards.readiness.from_days starts at 1; it must start at 0"},
      {"[hazards]\nreadiness = { distribution = \"piecewise\", from_days = [0, 2, 2], rates_per_day = [1, 1, "
       "1] }",
       "s.toml:3:55: hazards.readiness.from_days does not increase"},
      {"[hazards]\nreadiness = { distribution = \"piecewise\", from_days = [0, 2], rates_per_day = [1] }",
       "s.toml:3:79: hazards.readiness.rates_per_day has 1 numbers; from_days has 2"},
      {"[coaches]\nhiring_days = -1", "s.toml:3:15: coaches.hiring_days is -1; it must be at least 0"},
      {"[coaches]\nhiring_days = \"never\"",
       "s.toml:3:15: coaches.hiring_days is \"never\"; it must be " + lengths},
      {"[court]\nrequested_hearing_days = \"nver\"",
       "s.toml:3:26: court.requested_hearing_days is \"nver\"; it must be " + lengths + ", or \"never\""},
      {"[coaches]\nhiring_days = { distribution = \"gompertz\", rate_per_day = 1, growth_per_day = 1 }",
       "s.toml:3:32: coaches.hiring_days.distribution is \"gompertz\"; it must be " + lengths},
      {"[coaches]\nhiring_days = { distribution = \"uniform\", low_days = 5, high_days = 4 }",
       "s.toml:3:69: coaches.hiring_days.high_days is 4; it must be at least the low end, 5"},
      {"[coaches]\nhiring_days = { distribution = \"empirical\", values_days = [] }",
       "s.toml:3:59: coaches.hiring_days.values_days is an empty list; it must be a list of at least one "
       "number"},
      {"[coaches]\nhiring_days = { distribution = \"empirical\", values_days = [1], weights = [0] }",
       "s.toml:3:74: coaches.hiring_days.weights are all 0"},
      {"[coaches]\nhiring_days = { distribution = \"empirical\", values_days = [1], weights = [1, 2] }",
       "s.toml:3:74: coaches.hiring_days.weights has 2 numbers; values_days has 1"},
      {"[court]\ncontinuance_probability = 0.5\ncontinuance_days = 0",
       "s.toml:4:20: court.continuance_days is 0; it must be greater than 0 where hearings are continued"},
  });
}

TEST_CASE("faults: keys of several spellings tell each of them") {
  check_each({
      {"[families]\nchildren = 7", "s.toml:3:12: families.children is 7; it must be in [1, 6]"},
      {"[families]\nchildren = \"two\"",
       "s.toml:3:12: families.children is \"two\"; it must be \"one\", a whole number from 1 to 6, or { "
       "shares = [...] }"},
      {"[families]\nchildren = { shares = [0.5, 0.4] }",
       "s.toml:3:12: families.children sums to 0.9; it must sum to 1"},
      {"[families]\nchildren = { shares = [] }",
       "s.toml:3:23: families.children.shares is an empty list; it must be a list of 1 to 6 shares"},
      {"[families]\nage_out_years = 0",
       "s.toml:3:17: families.age_out_years is 0; it must be greater than 0 or inf"},
      {"[families]\nage_out_years = \"old\"",
       "s.toml:3:17: families.age_out_years is \"old\"; it must be a number or \"never\""},
      {"[families]\nage_shares = [0.5, 0.5]",
       "s.toml:3:14: families.age_shares has 2 numbers; it must have 18 or none"},
      {"[families]\nseasonality = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
       "s.toml:3:15: families.seasonality is all 0; a month must have entries"},
      {"[families]\nseasonality = [1]",
       "s.toml:3:15: families.seasonality has 1 numbers; it must have 12 or none"},
      {"[families]\ncsv = \"no.csv\"",
       "s.toml:3:7: families.csv is \"no.csv\"; it must be a file that can be read"},
      {"[coaches]\nqueue_rule = \"last_come\"",
       "s.toml:3:14: coaches.queue_rule is \"last_come\"; it must be one of first_come, highest_need, "
       "nearest_hearing, "
       "before_reunification_first, after_reunification_first"},
      {"[coaches]\nqueue_rule = { first_come = 0 }", "s.toml:3:14: coaches.queue_rule has no weight above 0"},
      {"[coaches]\nqueue_rule = { first_come = -1 }",
       "s.toml:3:29: coaches.queue_rule.first_come is -1; it must be at least 0"},
      {"[coaches]\nstaffing = [ { date_days = 5, positions = 1 }, { date_days = 5, positions = 2 } ]",
       "s.toml:3:62: coaches.staffing[1].date_days is 5; it must be later than the one before, 5"},
      {"[coaches]\nstaffing = [ { date_days = 5 } ]",
       "s.toml:3:14: coaches.staffing[0] has neither positions nor positions_per_100_entries; it must have "
       "one of the two"},
      {"[coaches]\nstaffing = [ { date_days = 5, positions = 1, positions_per_100_entries = 2 } ]",
       "s.toml:3:14: coaches.staffing[0] has both positions and positions_per_100_entries; it must have one "
       "of the two"},
      {"[coaches]\nstaffing = [ { positions = 1 } ]",
       "s.toml:3:14: coaches.staffing[0] has neither date_days nor date; it must have one of the two"},
      {"[coaches]\npositions = 1\npositions_per_100_entries = 2",
       "s.toml:4:29: coaches.positions and coaches.positions_per_100_entries are both given; it must be one "
       "of the two"},
  });
  CHECK(faults_in("[families]\nchildren = { parts = [1] }") ==
        Messages{"s.toml:3:12: families.children has no shares",
                 "s.toml:3:14: families.children.parts is not a known key"});
}

TEST_CASE("faults: a ratio and a date in place of a number come with what to write") {
  check_each({
      {"[coaches]\nfamilies_per_coach = \"1:10\"",
       "s.toml:3:22: coaches.families_per_coach is \"1:10\"; it must be a number; for 1:10 write 10"},
      {"[program]\nstart_days = 2027-01-01",
       "s.toml:3:14: program.start_days is 2027-01-01; it must be a number; for a date write program.start, "
       "with "
       "run.opening the date of day 0"},
  });
}
