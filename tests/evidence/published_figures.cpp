#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/evidence/published.hpp"
#include "tests/measure/run_builder.hpp"

/// Published figures on runs built by hand.
namespace homeward {
namespace {

constexpr Days month = days_per_month;

double figure(const RunBuilder& builder, std::string_view name) {
  const auto result = builder.result();
  const auto values = measure_published({builder.scenario, builder.run, result});
  const auto* found = find_published(name);
  REQUIRE(found != nullptr);
  return values[static_cast<std::size_t>(found - published_figures().data())];
}

TEST_CASE("published figures: each has a name of its own, a value in its band and a source") {
  std::set<std::string_view> names;
  for (const auto& one : published_figures()) {
    CAPTURE(one.name);
    CHECK(names.insert(one.name).second);
    CHECK(one.low < one.value);
    CHECK(one.value < one.high);
    CHECK_FALSE(one.source.empty());
    CHECK_FALSE(one.definition.empty());
    CHECK(is_in_band(one, one.value));
    if (one.measure == nullptr) CHECK_NOTHROW(outcome_index(one.name));
  }
  CHECK(find_published("reunified") == nullptr);
}

TEST_CASE("published figures: exits fall into bands of months") {
  RunBuilder builder(3, 5);
  builder.stay(10, {10 + 0.99 * month});
  builder.stay(10, {10 + 1 * month});
  builder.stay(10, {10 + 5.99 * month, ExitKind::adopted});
  builder.stay(10, {10 + 12 * month});
  builder.stay(-1500, {10});
  builder.stay(10);
  CHECK(figure(builder, "exits_under_1_month") == Approx(1.0 / 5));
  CHECK(figure(builder, "exits_1_to_5_months") == Approx(2.0 / 5));
  CHECK(figure(builder, "exits_6_to_11_months") == 0);
  CHECK(figure(builder, "exits_12_to_17_months") == Approx(1.0 / 5));
  CHECK(figure(builder, "exits_36_months_or_more") == Approx(1.0 / 5));
}

TEST_CASE("published figures: monthly chances to go home are among those still in care") {
  RunBuilder builder(3, 5);
  for (int i = 0; i < 20; ++i) builder.stay(0, {0.5 * month});
  for (int i = 0; i < 40; ++i)
    builder.stay(0, {1.5 * month, i < 20 ? ExitKind::reunified : ExitKind::adopted});
  for (int i = 0; i < 40; ++i) builder.stay(0);
  // Month 1: 20 of 100; month 2: 20 of 80; month 3: none of 40.
  CHECK(figure(builder, "reunification_months_2_3_to_1") == Approx((20.0 / 80 + 0) / 2 / (20.0 / 100)));
  CHECK(figure(builder, "reunification_months_4_6_to_1") == 0);
}

TEST_CASE("published figures: the odds of infants and of teenagers are held against those of 9 to 11 years") {
  RunBuilder builder(3, 5);
  const auto children = [&](float age, int home, int not_home) {
    for (int i = 0; i < home + not_home; ++i) {
      builder.family(5, {age});
      builder.episode(5, {i < home ? Leaves{100} : Leaves{100, ExitKind::adopted}});
    }
  };
  children(10.0F, 3, 1);  // odds 3
  children(0.1F, 2, 2);   // odds 1
  children(16.0F, 1, 2);  // odds 1/2
  CHECK(figure(builder, "odds_ratio_home_under_3_months") == Approx(1.0 / 3));
  CHECK(figure(builder, "odds_ratio_home_15_to_17_years") == Approx(0.5 / 3));
}

TEST_CASE("published figures: the gap of substance use is among children under four") {
  RunBuilder builder(3, 5);
  builder.trait("substance_use");
  const auto child = [&](float age, bool substance_use, Leaves leaves) {
    builder.family(5, {age}, {static_cast<std::uint8_t>(substance_use ? 1 : 0)});
    builder.episode(5, {leaves});
  };
  child(2, false, {100});
  child(2, true, {100});
  child(2, true, {900});
  child(8, true, {900});
  CHECK(figure(builder, "substance_use_gap_12_months") == Approx(0.5));
  CHECK(figure(builder, "toddlers_ever_home_substance_use") == 1);
  CHECK(figure(builder, "substance_use") == Approx(0.75));
  RunBuilder without(3, 5);
  without.stay(5, {100});
  CHECK(std::isnan(figure(without, "substance_use_gap_12_months")));
}

TEST_CASE("published figures: re-entry is followed for as long as the figure says, or not measured") {
  RunBuilder builder(3, 5);
  builder.stay(0, {100});
  builder.episode(100 + 4.9 * days_per_year);
  builder.stay(0, {100});
  CHECK(figure(builder, "reentry_60_months") == Approx(0.5));
  CHECK(figure(builder, "reentry_12_months") == 0);
  CHECK(std::isnan(figure(builder, "reentry_10_years")));  // no run before the opening
  RunBuilder brief(1, 1);
  brief.stay(0, {100});
  CHECK(std::isnan(figure(brief, "reentry_60_months")));
}

TEST_CASE("published figures: those in care on the first day of each year are told by how long") {
  RunBuilder builder(2, 5);
  builder.stay(-3 * month, {3 * month});    // 3 months on day 0
  builder.stay(-13 * month, {13 * month});  // 13 on day 0, 25 a year later
  CHECK(figure(builder, "in_care_under_6_months") == Approx(1.0 / 3));
  CHECK(figure(builder, "in_care_12_to_23_months") == Approx(1.0 / 3));
  CHECK(figure(builder, "in_care_24_months_or_more") == Approx(1.0 / 3));
  CHECK(figure(builder, "mean_months_so_far") == Approx((3 + 13 + 25) / 3.0));
}

}  // namespace
}  // namespace homeward
