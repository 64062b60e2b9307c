#include "sim/measure/last_instant.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "run_builder.hpp"
#include "sim/measure/tables.hpp"

using namespace homeward;

namespace {

/// A rate, what a time at risk of it that starts on a day looks like, and its horizon.
struct Rate {
  const char* name;
  Days horizon;
  SimTime start;
  std::function<void(RunBuilder& run, SimTime start, SimTime event)> live;
};

void goes_home(RunBuilder& run, SimTime start, SimTime event) {
  run.stay(start, {event, ExitKind::reunified});
}

void comes_back(RunBuilder& run, SimTime start, SimTime event) {
  run.family(start - 50);
  run.episode(start - 50, {{start, ExitKind::reunified}});
  run.episode(event);
}

void is_removed_again(RunBuilder& run, SimTime start, SimTime event) {
  run.family(start);
  run.episode(start, {{start + 20, ExitKind::reunified}});
  run.episode(event);
}

/// In care on the opening for exactly that long.
std::function<void(RunBuilder&, SimTime, SimTime)> in_care_for(Days days) {
  return [days](RunBuilder& run, SimTime start, SimTime event) {
    run.stay(start - days, {event, ExitKind::adopted});
  };
}

const std::vector<Rate>& rates() {
  constexpr Days year = days_per_year;
  static const std::vector<Rate> all{{"reunified_12_months", year, 0, goes_home},
                                     {"reunified_12_months", year, 0.1 + 0.2, goes_home},
                                     {"more_than_one_episode_5_years", 5 * year, 0, is_removed_again},
                                     {"more_than_one_episode_5_years", 5 * year, 0.1 + 0.7, is_removed_again},
                                     {"reentry_12_months", year, 0, comes_back},
                                     {"reentry_24_months", 2 * year, 0, comes_back},
                                     {"reentry_36_months", 3 * year, 0, comes_back},
                                     {"reentry_36_months", 3 * year, 1.1 + 2.2, comes_back},
                                     {"permanency_12_to_23_months", year, 0, in_care_for(year)},
                                     {"permanency_24_months_or_more", year, 0, in_care_for(2 * year)}};
  return all;
}

/// The rate in a run that ends on a day.
double rate_of(const Rate& rate, SimTime event, SimTime end) {
  RunBuilder builder(1, end / days_per_year - 1);
  builder.run.end = end;
  rate.live(builder, rate.start, event);
  return builder.outcome(rate.name);
}

}  // namespace

TEST_CASE("the last instant: an event exactly at the horizon counts, a minute later it does not") {
  constexpr Days minute = 1.0 / 1440;
  for (const Rate& rate : rates()) {
    INFO(rate.name << " from day " << rate.start);
    const SimTime at = rate.start + rate.horizon;
    CHECK(rate_of(rate, at, at + 400) == 1);
    CHECK(rate_of(rate, std::nextafter(at, forever), at + 400) == 1);  // the same instant, rounded otherwise
    CHECK(rate_of(rate, at + minute, at + 400) == 0);
  }
}

TEST_CASE("the last instant: a run that ends at the horizon does not follow anybody to it") {
  for (const Rate& rate : rates()) {
    INFO(rate.name << " from day " << rate.start);
    const SimTime at = rate.start + rate.horizon;
    CHECK(std::isnan(rate_of(rate, forever, at)));
    CHECK(std::isnan(rate_of(rate, at - 1, at)));  // an event before does not change who is followed
    CHECK(rate_of(rate, forever, at + 1) == 0);
    CHECK(rate_of(rate, at - 1, at + 1) == 1);
  }
}

TEST_CASE("the last instant: curves count and follow by month as rates do by their horizon") {
  const auto at_month_12 = [](SimTime home, Days end) {
    RunBuilder builder(1, 1);
    builder.run.end = end;
    builder.stay(0, {home, ExitKind::reunified});
    return measure_cumulative(builder.run, 13).share[12];
  };
  CHECK(at_month_12(365.25, 400) == 1);
  CHECK(at_month_12(365.26, 400) == 0);
  CHECK(std::isnan(at_month_12(300, 365.25)));
}

TEST_CASE("the last instant: the day a window opens is in it, the day it ends is not") {
  RunBuilder builder(1, 1);
  builder.stay(0, {10, ExitKind::reunified});
  builder.stay(365.25);
  builder.stay(-10, {0, ExitKind::adopted});
  builder.stay(-10, {365.25, ExitKind::guardianship});
  CHECK(builder.outcome("families_entered") == 1);
  CHECK(builder.outcome("adopted_share") == 0.5);
  CHECK(builder.outcome("guardianship_share") == 0);
}

TEST_CASE("the last instant: a birthday on the day the run ends has not been simulated") {
  // Of two children at home one would turn adult as the run ends: both are censored then.
  RunBuilder builder(1, 1);
  for (const SimTime adult : {730.5, forever}) {
    builder.family(0).turns_adult[0] = adult;
    builder.episode(0, {{100, ExitKind::reunified}});
  }
  const auto curves = measure_cumulative(builder.run, 25);
  CHECK(std::isnan(curves.share.back()));
}

TEST_CASE("the last instant: a return home is sustained if the run goes on beyond 12 months after it") {
  const auto sustained = [](SimTime home, SimTime again) {
    RunBuilder builder(1, 1);
    builder.family(0);
    builder.episode(0, {{home, ExitKind::reunified}});
    if (again < forever) builder.episode(again);
    return builder.outcome("sustained_reunifications");
  };
  CHECK(sustained(365, forever) == 1);
  CHECK(sustained(365.25, forever) == 0);    // 12 months later the run ends
  CHECK(sustained(300, 300 + 365.25) == 0);  // came back within 12 months
  CHECK(sustained(300, 300 + 365.26) == 1);
}

TEST_CASE("the last instant: a stay of exactly 8 days is no short one, however it is rounded") {
  const SimTime removal = 0.1 + 0.2;
  RunBuilder builder(1, 1);
  builder.stay(removal, {std::nextafter(removal + 8, 0), ExitKind::reunified});
  CHECK(builder.outcome("permanency_12_months") == 1);
}
