#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms_laws.hpp"
#include "tests/theory/replications.hpp"

/// First removals are a Poisson process of a rate that may have seasons and a trend.
namespace homeward::theory {

namespace {

/// Entries a day at a time, as MODEL.md words them.
double rate(const Families& f, SimTime day) {
  double season = 1;
  if (!f.seasonality.empty()) {
    double sum = 0;
    for (const double x : f.seasonality) sum += x;
    const auto month = static_cast<long>(std::floor(day / days_per_month));
    season = f.seasonality[static_cast<std::size_t>((month % 12 + 12) % 12)] / (sum / 12);
  }
  const double years = std::max(day / days_per_year, f.trend_from_years) - std::max(0.0, f.trend_from_years);
  return f.entries_per_year / days_per_year * season * std::pow(1 + f.trend_per_year, years);
}

/// Expected entries between two days, month by month.
double expected(const Families& f, SimTime from, SimTime to) {
  double sum = 0;
  for (SimTime a = from; a < to;) {
    SimTime b = std::min(to, (std::floor(a / days_per_month) + 1) * days_per_month);
    const SimTime trend_from = f.trend_from_years * days_per_year;
    if (a < trend_from && trend_from < b) b = trend_from;
    sum += integral([&](SimTime day) { return rate(f, std::clamp(day, a, std::nexttoward(b, a))); }, a, b);
    a = b;
  }
  return sum;
}

Scenario with(double trend, std::vector<double> seasonality, double per_year = 600,
              double trend_from_years = -10) {
  Scenario s = families_only(per_year, 2, 1);
  s.run.warm_up_years = 1.5;
  s.families.trend_per_year = trend;
  s.families.seasonality = std::move(seasonality);
  s.families.trend_from_years = trend_from_years;
  return s;
}

const std::vector<double> summer_peak{8, 6, 5, 6, 7, 8, 10, 12, 14, 12, 0, 9};

}  // namespace

TEST_CASE("entries: counts are Poisson with the mean of the integrated rate, in any season and trend") {
  const Scenario s =
      GENERATE(with(0, {}), with(0.2, {}), with(-0.3, {}), with(0, summer_peak), with(0.15, summer_peak),
               with(0.5, {}, 600, -0.7), with(-0.4, summer_peak, 600, 0.3));
  INFO("trend " << s.families.trend_per_year << ", seasons " << s.families.seasonality.size());
  // Stretches of unequal length before and after the opening, one across it.
  const std::array<SimTime, 7> ends{s.start(), -400.5, -100, 75, 300, 720.25, s.end()};
  const auto figures = [&](const RunRecord& run) {
    Figures found;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
      const auto n = static_cast<double>(
          std::count_if(run.families.begin(), run.families.end(),
                        [&](const FamilyRecord& f) { return ends[i] <= f.entry && f.entry < ends[i + 1]; }));
      const double mean = expected(s.families, ends[i], ends[i + 1]);
      found["entries, stretch " + std::to_string(i)] = n / mean;
      found["dispersion, stretch " + std::to_string(i)] = (n - mean) * (n - mean) / mean;
    }
    return found;
  };
  const auto found = replicate(s, 200, figures);
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    INFO("stretch " << i);
    CHECK_THAT(found.at("entries, stretch " + std::to_string(i)), Agrees(1, 0.01));
    CHECK_THAT(found.at("dispersion, stretch " + std::to_string(i)), Agrees(1, 0.15));
  }
}

TEST_CASE("entries: nobody enters in a month of rate 0, and all months of a season are hit") {
  const auto run = simulate(check(with(0, summer_peak)), test_seed, 0);
  std::array<int, 12> found{};
  for (const auto& f : run.families) {
    const auto month = static_cast<long>(std::floor(f.entry / days_per_month));
    ++found[static_cast<std::size_t>((month % 12 + 12) % 12)];
  }
  CHECK(found[10] == 0);
  for (const std::size_t month : {0U, 5U, 9U, 11U}) CHECK(found[month] > 0);
}

TEST_CASE("entries: families are numbered in order of entry") {
  const auto run = simulate(check(with(0.15, summer_peak)), test_seed, 1);
  for (std::size_t i = 0; i < run.families.size(); ++i) {
    REQUIRE(run.families[i].number == i + 1);
    if (i > 0) REQUIRE(run.families[i].entry >= run.families[i - 1].entry);
  }
  CHECK(run.families.front().entry >= check(with(0, {}))->start());
  CHECK(run.families.back().entry < run.end);
}

TEST_CASE("entries: a change of rate moves entries and renumbers nobody") {
  // What has gathered of the rate when family i enters is E_1 + ... + E_i, whatever the rate.
  const Scenario plain = with(0, {}, 100);
  const auto reference = simulate(check(plain), test_seed, 2);
  const Scenario other =
      GENERATE(with(0, {}, 250), with(0.2, {}, 100), with(0, summer_peak, 100), with(-0.2, summer_peak, 170));
  const auto run = simulate(check(other), test_seed, 2);
  const std::size_t n = std::min(reference.families.size(), run.families.size());
  REQUIRE(n > 250);
  for (std::size_t i = 0; i < n; i += 5) {
    INFO("family " << i + 1);
    const double sum = expected(plain.families, plain.start(), reference.families[i].entry);
    CHECK(expected(other.families, other.start(), run.families[i].entry) == Approx(sum).epsilon(1e-7));
    CHECK(run.families[i].age_at_entry[0] == reference.families[i].age_at_entry[0]);
  }
}

}  // namespace homeward::theory
