#include <catch2/catch.hpp>
#include <cmath>

#include "run_builder.hpp"

using namespace homeward;

namespace {

std::vector<double> series(const RunBuilder& builder, std::string_view name) {
  const RunResult result = builder.result(RecordLevel::series);
  const std::size_t length = months(builder.scenario);
  for (std::size_t row = 0; row < series_table().size(); ++row) {
    if (series_table()[row].name != name) continue;
    const auto first = result.series.begin() + static_cast<std::ptrdiff_t>(row * length);
    return {first, first + static_cast<std::ptrdiff_t>(length)};
  }
  FAIL("no such series");
  return {};
}

std::vector<double> curve(const RunResult& result, const std::vector<double>& of, std::string_view event) {
  const std::size_t length = result.cumulative.size() / cumulative_table().size();
  for (std::size_t row = 0; row < cumulative_table().size(); ++row) {
    if (cumulative_table()[row].event != event) continue;
    const auto first = of.begin() + static_cast<std::ptrdiff_t>(row * length);
    return {first, first + static_cast<std::ptrdiff_t>(length)};
  }
  FAIL("no such curve");
  return {};
}

}  // namespace

TEST_CASE("series: months run from the opening to the end of follow-up, both included") {
  CHECK(months(RunBuilder(3, 5).scenario) == 97);
  CHECK(months(RunBuilder(1, 0).scenario) == 13);
  CHECK(months(RunBuilder(0.1, 0).scenario) == 2);  // 36.5 days
  CHECK(months_since(RunBuilder(3, 5).scenario) == 97);
  CHECK(months_since(RunBuilder(10, 5).scenario) == 121);
  for (int years = 1; years < 60; ++years) CHECK(months(RunBuilder(years, 0).scenario) == 12U * years + 1U);
}

TEST_CASE("series: stocks are the record's, month by month") {
  RunBuilder builder(0.25, 0);
  builder.run.stock[index(Stock::families_waiting)] = {4, 3, 2, 1};
  CHECK(series(builder, "families_waiting_by_month") == std::vector<double>{4, 3, 2, 1});
}

TEST_CASE(
    "series: flows count from each month's opening to the next one's, and end with the last whole month") {
  RunBuilder builder(0.25, 0);
  builder.family(-1, {4, 6});
  builder.episode(-1, {{0, ExitKind::reunified}, {0, ExitKind::reunified}});
  builder.episode(days_per_month, {{2.5 * days_per_month, ExitKind::reunified}, stays_in_care});
  builder.stay(0, {days_per_month, ExitKind::adopted});
  builder.stay(3 * days_per_month);
  builder.stay(-400, {-390, ExitKind::reunified});
  const auto whole = [&](std::string_view name) {
    std::vector<double> values = series(builder, name);
    CHECK(std::isnan(values.back()));
    values.pop_back();
    return values;
  };
  CHECK(whole("families_entered_by_month") == std::vector<double>{1, 0, 0});
  CHECK(whole("children_reunified_by_month") == std::vector<double>{2, 0, 1});
  CHECK(whole("children_reentered_by_month") == std::vector<double>{0, 2, 0});
}

TEST_CASE("cumulative curves: each exit kind since first removal, re-entry since going home") {
  RunBuilder builder(1, 1);
  builder.stay(0, {40, ExitKind::reunified});
  builder.stay(100, {110, ExitKind::other});
  builder.family(0);
  builder.episode(0, {{20, ExitKind::reunified}});
  builder.episode(100, {{110, ExitKind::adopted}});  // a second stay is not of the entry cohort
  builder.stay(0);
  const RunResult result = builder.result(RecordLevel::series);
  CHECK(result.cumulative.size() == cumulative_table().size() * months_since(builder.scenario));
  const std::vector<double> reunified = curve(result, result.cumulative, "reunified");
  CHECK(reunified[0] == 0);
  CHECK(reunified[1] == 0.25);
  CHECK(reunified[2] == 0.5);
  CHECK(reunified[23] == 0.5);
  CHECK(std::isnan(reunified[24]));  // the run ends just then
  CHECK(curve(result, result.cumulative, "other_exit")[1] == 0.25);
  CHECK(curve(result, result.cumulative, "adopted")[23] == 0);
  const std::vector<double> at_risk = curve(result, result.at_risk, "adopted");
  CHECK(at_risk[0] == 4);
  CHECK(at_risk[1] == 2);
  CHECK(at_risk[2] == 1);
  const std::vector<double> reentry = curve(result, result.cumulative, "reentry");
  CHECK(reentry[2] == 0);
  CHECK(reentry[3] == 0.5);  // after 80 days
  CHECK(std::isnan(reentry[24]));
}

TEST_CASE("cumulative curves: agree with the outcomes at their horizons") {
  RunBuilder builder(2, 1);
  for (int family = 0; family < 40; ++family) {
    const double removal = 18 * family;
    builder.family(removal);
    builder.episode(removal, {{removal + 17.0 * (family % 23), ExitKind(family % 3 == 0 ? 1 : 0)}});
    if (family % 4 == 1) builder.episode(removal + 17.0 * (family % 23) + 11 * family);
  }
  const RunResult result = builder.result(RecordLevel::series);
  CHECK(curve(result, result.cumulative, "reunified")[12] ==
        Approx(builder.outcome("reunified_12_months")).epsilon(1e-12));
  CHECK(curve(result, result.cumulative, "reentry")[12] ==
        Approx(builder.outcome("reentry_12_months")).epsilon(1e-12));
}

TEST_CASE("record levels: each keeps what the ones before keep, and no more than it should") {
  RunBuilder builder(1, 1);
  builder.stay(0);
  builder.run.log = {EventRow{0, 1, 0, 0, 0, 1, static_cast<std::int8_t>(EventKind::entry)}};
  const RunResult runs = builder.result(RecordLevel::runs);
  CHECK(runs.series.empty());
  CHECK(runs.cumulative.empty());
  CHECK(runs.families.empty());
  const RunResult with_series = builder.result(RecordLevel::series);
  CHECK(with_series.series.size() == series_table().size() * months(builder.scenario));
  CHECK(with_series.families.empty());
  const RunResult families = builder.result(RecordLevel::families);
  CHECK(families.families.size() == 1);
  CHECK(families.log.empty());
  CHECK(builder.result(RecordLevel::events).log.size() == 1);
}
