#include <array>
#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("traits: every level has its own outcomes, and the whole is what it is without traits") {
  RunBuilder builder(1, 3);
  builder.trait("kin");
  builder.trait("housing");
  const auto stay = [&](std::uint8_t kin, std::uint8_t housing, Leaves leaves) {
    builder.family(0, {5}, {kin, housing});
    builder.episode(0, {leaves});
  };
  stay(1, 0, {100, ExitKind::reunified});
  stay(1, 0, {200, ExitKind::adopted});
  stay(0, 0, {50, ExitKind::reunified});
  stay(0, 0, stays_in_care);
  stay(0, 0, stays_in_care);
  CHECK(trait_level_names(builder.scenario) ==
        std::vector<std::string>{"kin=no", "kin=yes", "housing=no", "housing=yes"});
  CHECK(builder.outcome("reunified_12_months") == Approx(2.0 / 5));
  CHECK(builder.outcome("reunified_12_months", "kin=yes") == Approx(1.0 / 2));
  CHECK(builder.outcome("reunified_12_months", "kin=no") == Approx(1.0 / 3));
  CHECK(builder.outcome("reunified_12_months", "housing=no") == Approx(2.0 / 5));
  CHECK(std::isnan(builder.outcome("reunified_12_months", "housing=yes")));
  CHECK(builder.outcome("median_days_in_care", "kin=yes") == 150);
  CHECK(builder.outcome("children_entered", "kin=no") == 3);
  CHECK(builder.outcome("adopted_share", "kin=yes") == 0.5);
}

TEST_CASE("traits: censoring is redistributed within a level only") {
  RunBuilder builder(1, 1 / days_per_year);  // a day beyond the horizon of who enters at once
  builder.trait("kin");
  for (const std::uint8_t kin : std::array<std::uint8_t, 2>{0, 1}) {
    builder.family(0, {5}, {kin});
    builder.episode(0, {{300, ExitKind::reunified}});
    builder.family(0, {5}, {kin});
    builder.episode(0);
  }
  builder.family(200, {5}, {1});
  builder.episode(200);
  builder.family(200, {5}, {1});
  builder.episode(200, {{250, ExitKind::adopted}});
  CHECK(builder.outcome("reunified_12_months", "kin=no") == Approx(1.0 / 2));
  // Four with kin: adopted after 50 days, censored after 166.25, then one of two: 3/4 * 1/2.
  CHECK(builder.outcome("reunified_12_months", "kin=yes") == Approx(3.0 / 8));
}

TEST_CASE("traits: by age a child counts under its own age at entry, a family under its youngest child's") {
  RunBuilder builder(1, 3);
  builder.age_trait({{"0-5", 0}, {"6-12", 6}, {"13-17", 13}});
  FamilyRecord& family = builder.family(0, {2, 6, 15.5F}, {0});
  family.ever_coached = true;
  builder.episode(0, {{100, ExitKind::reunified}, {100, ExitKind::reunified}, {50, ExitKind::other}});
  CHECK(builder.outcome("children_entered", "age=0-5") == 1);
  CHECK(builder.outcome("children_entered", "age=6-12") == 1);
  CHECK(builder.outcome("reunified_12_months", "age=13-17") == 0);
  CHECK(builder.outcome("reunified_12_months", "age=6-12") == 1);
  CHECK(builder.outcome("families_entered", "age=0-5") == 1);
  CHECK(builder.outcome("families_entered", "age=13-17") == 0);
  CHECK(builder.outcome("coached_share_of_families", "age=0-5") == 1);
}

TEST_CASE("traits: families' outcomes go by level too") {
  RunBuilder builder(1, 1);
  builder.trait("kin");
  builder.family(0, {5}, {1});
  builder.family(0, {5}, {0}).coached_days = 365.25;
  builder.run.queue_spells = {{1, 0, 10, QueueEnd::left, false}, {2, 0, 30, QueueEnd::coach, false}};
  CHECK(builder.outcome("families_coached", "kin=no") == 1);
  CHECK(builder.outcome("families_coached", "kin=yes") == 0);
  CHECK(builder.outcome("mean_days_on_queue", "kin=yes") == 10);
  CHECK(builder.outcome("p90_days_to_first_coach", "kin=no") == 30);
  CHECK(builder.outcome("served_share_of_families", "kin=no") == 1);
}

TEST_CASE("traits: the matrix has a row for each outcome with traits and a column for each level") {
  RunBuilder builder(1, 1);
  builder.trait("kin");
  std::size_t rows = 0;
  for (const OutcomeInfo& row : outcome_table()) rows += row.by_trait ? 1 : 0;
  CHECK(builder.result().by_trait.size() == rows * 2);
  CHECK(RunBuilder(1, 1).result().by_trait.empty());
}

TEST_CASE("traits: several sites are groups too, one is none, and a trait named site keeps its name") {
  RunBuilder builder(1, 3);
  builder.trait("kin");
  builder.scenario.sites = {Site{.name = "town", .share = 1, .positions = {}, .staffing = {}},
                            Site{.name = "rural", .share = 1, .positions = {}, .staffing = {}}};
  const auto stay = [&](SiteIndex site, Leaves leaves) {
    builder.family(0).site = site;
    builder.episode(0, {leaves});
  };
  stay(0, {100, ExitKind::reunified});
  stay(1, {100, ExitKind::reunified});
  stay(1, stays_in_care);
  CHECK(trait_level_names(builder.scenario) ==
        std::vector<std::string>{"kin=no", "kin=yes", "site=town", "site=rural"});
  CHECK(builder.outcome("reunified_12_months", "site=town") == 1);
  CHECK(builder.outcome("reunified_12_months", "site=rural") == Approx(1.0 / 2));
  CHECK(builder.outcome("children_entered", "site=rural") == 2);
  CHECK(builder.outcome("families_entered", "kin=no") == 3);
  builder.scenario.sites.pop_back();
  CHECK(trait_level_names(builder.scenario) == std::vector<std::string>{"kin=no", "kin=yes"});
  builder.trait("site");
  builder.scenario.sites.push_back(Site{.name = "rural", .share = 1, .positions = {}, .staffing = {}});
  CHECK(trait_level_names(builder.scenario).back() == "site=yes");
}
