#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/measure/drift.hpp"
#include "sim/measure/measure.hpp"
#include "sim/scenario/read.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

constexpr double entries = 400;
constexpr double adult = 18;

/// Nobody goes home: a child stays until it is adult, which is never longer than 18 years.
Scenario until_adult(double warm_up_years) {
  Scenario s = quiet(entries);
  s.run.warm_up_years = warm_up_years;
  s.run.entry_years = 3;
  s.run.follow_up_years = 0;
  s.families.age_out_years = adult;
  return s;
}

/// Families in care after so many years, of an infinite-server queue that starts empty: entries a year times
/// the integral of the share that stays longer, where stays are uniform on [0, 18] years.
double expected_in_care(double years) {
  const double t = std::min(years, adult);
  return entries * (t - t * t / (2 * adult));
}

/// The same slope as in_care_rise, of expected counts.
double expected_rise(double warm_up_years) {
  double by_month = 0, months = 0;
  for (int month = 0; month < 36; ++month) {
    const double centred = month - 17.5;
    by_month += centred * expected_in_care(warm_up_years + month / 12.0);
    months += centred * centred;
  }
  return by_month / months * 36;
}

struct InCare {
  std::vector<double> rises, in_care;
};

InCare stock_of(const Scenario& scenario, std::uint32_t runs) {
  const auto checked = check(scenario);
  InCare stock;
  for (std::uint32_t replication = 0; replication < runs; ++replication) {
    const RunRecord run = simulate(checked, 20261201, replication);
    stock.rises.push_back(in_care_rise(run));
    stock.in_care.push_back(
        measure(scenario, run, RecordLevel::runs).outcomes[outcome_index("families_in_care")]);
  }
  return stock;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double error(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += (value - mean(values)) * (value - mean(values));
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

}  // namespace

TEST_CASE("warm-up: as long as a child can stay, 18 years, it leaves no drift of the stock; ten leave one") {
  const InCare settled = stock_of(until_adult(18), 20);
  CHECK(error(settled.rises) < 0.004 * entries * adult / 2);
  CHECK(std::abs(mean(settled.rises)) < 4 * error(settled.rises));
  CHECK(std::abs(mean(settled.in_care) - entries * adult / 2) < 4 * error(settled.in_care));
  CHECK(std::isnan(in_care_drift(settled.rises, settled.in_care)));

  const InCare filling = stock_of(until_adult(10), 20);
  CHECK(std::abs(mean(filling.rises) - expected_rise(10)) < 4 * error(filling.rises));
  CHECK(in_care_drift(filling.rises, filling.in_care) == Approx(mean(filling.rises) / mean(filling.in_care)));
  CHECK(in_care_drift(filling.rises, filling.in_care) > 0.1);
}

TEST_CASE(
    "warm-up: a drift is spoken of where chance does not explain it and it is 1 % of the stock or more") {
  const std::vector<double> stocks{100, 100, 100};
  const auto drift = [&](std::vector<double> rises) { return in_care_drift(rises, stocks); };
  CHECK(drift({5, 5.2, 4.8}) == Approx(0.05));
  CHECK(drift({-5, -5.2, -4.8}) == Approx(-0.05));
  CHECK(std::isnan(drift({0.9, 0.91, 0.92})));  // sure, and small
  CHECK(std::isnan(drift({5, 50, -40})));       // large, and chance
  CHECK(std::isnan(in_care_drift(std::vector<double>{5}, std::vector<double>{100})));
}

TEST_CASE("warm-up: a stock that what the file says changes is not held to be stationary") {
  CHECK_FALSE(stock_may_change(until_adult(10)));
  Scenario grows = until_adult(10);
  grows.families.trend_per_year = 0.02;
  CHECK(stock_may_change(grows));
  Scenario seasonal = until_adult(10);
  seasonal.families.seasonality = {2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  CHECK(stock_may_change(seasonal));
  Scenario hires = until_adult(10);
  hires.program.coaches.staffing = {
      StaffingChange{.date_days = -200, .positions = 5, .positions_per_100_entries = {}}};
  CHECK(stock_may_change(hires));
}
