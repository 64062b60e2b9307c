#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "run_builder.hpp"
#include "sim/core/issues.hpp"

using namespace homeward;

namespace {

// The names that other people's files and scripts depend on.
constexpr std::string_view promised[]{"families_entered",
                                      "children_entered",
                                      "permanency_12_months",
                                      "reunified_12_months",
                                      "more_than_one_episode_5_years",
                                      "coached_share_of_families",
                                      "renege_share_of_families",
                                      "drop_out_share_of_families",
                                      "contact_hours_per_family",
                                      "contact_hours_emotional_per_family",
                                      "contact_hours_informational_per_family",
                                      "contact_hours_instructional_per_family",
                                      "contact_hours_advocacy_per_family",
                                      "naive_reunification_odds_ratio",
                                      "reunified_share",
                                      "adopted_share",
                                      "guardianship_share",
                                      "relative_share",
                                      "emancipated_share",
                                      "other_exit_share",
                                      "median_days_in_care",
                                      "mean_days_in_care",
                                      "reentry_12_months",
                                      "reentry_24_months",
                                      "reentry_36_months",
                                      "reentry_12_months_federal",
                                      "permanency_12_to_23_months",
                                      "permanency_24_months_or_more",
                                      "placement_moves_per_1000_days",
                                      "families_in_care",
                                      "families_coached",
                                      "families_waiting",
                                      "mean_days_to_first_coach",
                                      "p90_days_to_first_coach",
                                      "served_share_of_families",
                                      "coach_use",
                                      "coach_turnover_per_year",
                                      "mean_trust",
                                      "cost_total",
                                      "cost_coaches",
                                      "cost_concrete",
                                      "cost_care",
                                      "cost_care_loaded",
                                      "cost_total_loaded",
                                      "cost_court",
                                      "cost_per_family",
                                      "cost_per_sustained_reunification",
                                      "events"};

bool is_unit(std::string_view units) {
  return std::set<std::string_view>{"d", "h", "months", "1", "usd"}.count(units) == 1;
}

}  // namespace

TEST_CASE("outcome table: every promised outcome is there") {
  for (const std::string_view name : promised) {
    INFO(name);
    CHECK_NOTHROW(outcome_index(name));
  }
}

TEST_CASE("outcome table: every row has a unit, a label and a definition, and a name of its own") {
  std::set<std::string_view> names;
  for (const OutcomeInfo& row : outcome_table()) {
    INFO(row.name);
    CHECK(is_unit(row.units));
    CHECK_FALSE(row.long_name.empty());
    CHECK(row.definition.ends_with('.'));
    CHECK(row.long_name.find('\n') == std::string_view::npos);
    CHECK(names.insert(row.name).second);
    CHECK(outcome_table()[outcome_index(row.name)].name == row.name);
  }
}

TEST_CASE("outcome table: a ratio of means names a numerator and a denominator that are outcomes") {
  for (const OutcomeInfo& row : outcome_table()) {
    INFO(row.name);
    CHECK((row.summary == Summary::ratio_of_means) == !row.numerator.empty());
    if (row.summary != Summary::ratio_of_means) continue;
    CHECK_NOTHROW(outcome_index(row.numerator));
    CHECK_NOTHROW(outcome_index(row.denominator));
  }
}

TEST_CASE(
    "outcome table: every row says what kind of number it is, and whom it rests on where it is of a trait") {
  for (const OutcomeInfo& row : outcome_table()) {
    INFO(row.name);
    CHECK(row.quantity != Quantity::number);
    CHECK(row.rests_on != RestsOn::unstated);
    CHECK_FALSE((row.by_trait && row.rests_on == RestsOn::nobody));
    CHECK((row.units == "usd") == (row.quantity == Quantity::dollars));
    CHECK((row.units == "d") == (row.quantity == Quantity::days));
    CHECK((row.units == "h") == (row.quantity == Quantity::hours));
  }
}

TEST_CASE("outcome table: coaches, costs and events have no traits, children and families have") {
  for (const std::string_view name :
       {"coach_use", "coach_turnover_per_year", "cost_total", "cost_per_family", "events"}) {
    CHECK_FALSE(outcome_table()[outcome_index(name)].by_trait);
  }
  for (const std::string_view name : {"reunified_12_months", "reentry_12_months_federal",
                                      "mean_days_to_first_coach", "mean_trust", "contact_hours_per_family"}) {
    CHECK(outcome_table()[outcome_index(name)].by_trait);
  }
}

TEST_CASE("outcome table: an unknown outcome is refused with the nearest name, if one is near") {
  CHECK_THROWS_AS(outcome_index("reunifed_12_month"), UsageError);
  CHECK_THROWS_WITH(outcome_index("reunifed_12_month"),
                    "\"reunifed_12_month\" is not an outcome; did you mean reunified_12_months?");
  CHECK_THROWS_WITH(outcome_index("zzz"), "\"zzz\" is not an outcome");
}

TEST_CASE("series and cumulative tables: names, units and definitions are there, every stock is a series") {
  std::set<std::string> names;
  for (const SeriesInfo& row : series_table()) {
    CHECK(is_unit(row.units));
    CHECK(row.definition.ends_with('.'));
    CHECK(row.name.ends_with("_by_month"));
    CHECK(names.emplace(row.name).second);
  }
  for (std::size_t stock = 0; stock < stocks; ++stock) {
    CHECK(series_table()[stock].name == std::string(stock_names[stock]) + "_by_month");
  }
  for (const char* flow :
       {"children_reunified_by_month", "children_reentered_by_month", "families_entered_by_month"}) {
    CHECK(names.count(flow) == 1);
  }
  std::set<std::string_view> events;
  for (const CumulativeInfo& row : cumulative_table()) {
    CHECK(row.definition.ends_with('.'));
    events.insert(row.event);
  }
  CHECK(events == std::set<std::string_view>{"reunified", "adopted", "guardianship", "relative",
                                             "emancipated", "other_exit", "reentry"});
}

TEST_CASE("measure: every outcome of the table is set in a run in which everything happens") {
  RunBuilder builder(3, 5);
  builder.scenario.sites.resize(1);
  for (int coached = 0; coached < 2; ++coached) {
    FamilyRecord& family = builder.family(-500);
    family.coached_days = family.trust_days = 100;
    builder.episode(-500);  // in care at the opening for a year, and a year later for two
    builder.family(10);
    EpisodeRecord& episode = builder.episode(10, {{300, ExitKind::reunified}});
    episode.referred_on = 0;
    episode.first_coach = coached == 1 ? 20 : forever;
    builder.stay(10).referred_on = 0;  // not all go home
  }
  builder.run.families.back().contacts_kept = 3;
  builder.run.queue_spells = {{2, 10, 20, QueueEnd::coach, false}};
  builder.run.positions = {{0, 0, 1, 12}};
  builder.run.coaches = {{0, 1, 1, 0, 0, forever}};
  for (auto& stock : builder.run.stock) stock.assign(97, 1);
  builder.run.events = 7;
  const RunResult result = builder.result();
  REQUIRE(result.outcomes.size() == outcome_table().size());
  for (std::size_t outcome = 0; outcome < result.outcomes.size(); ++outcome) {
    INFO(outcome_table()[outcome].name);
    CHECK(std::isfinite(result.outcomes[outcome]));
  }
}

TEST_CASE("measure: a run without families counts zero and has no rates") {
  RunBuilder builder(1, 1);
  CHECK(builder.outcome("families_entered") == 0);
  CHECK(builder.outcome("cost_total") == 0);
  for (const char* name :
       {"reunified_12_months", "reentry_12_months", "mean_days_in_care", "median_days_in_care",
        "reunified_share", "mean_days_to_first_coach", "p90_days_to_first_coach", "mean_trust", "coach_use",
        "cost_per_family", "cost_per_sustained_reunification", "placement_moves_per_1000_days",
        "naive_reunification_odds_ratio"}) {
    INFO(name);
    CHECK(std::isnan(builder.outcome(name)));
  }
}
