#include <catch2/catch.hpp>

#include "run_builder.hpp"

using namespace homeward;

TEST_CASE("family rows: one row per episode, NaN for what has not happened") {
  RunBuilder builder(1, 2);
  builder.trait("kin");
  FamilyRecord& family = builder.family(10, {2, 9}, {1});
  family.site = 3;
  family.accepts = true;
  EpisodeRecord& first = builder.episode(10, {{110, ExitKind::reunified}, {110, ExitKind::reunified}});
  first.referred_on = 0;
  first.first_coach = 40;
  first.moves = 2;
  builder.episode(10 + 365.25).child[0] = 1;
  builder.family(20);
  builder.episode(20);
  const RunResult result = builder.result(RecordLevel::families);
  REQUIRE(result.families.size() == 3);
  const FamilyRow& row = result.families[0];
  CHECK(row.family == 1);
  CHECK(row.site == 3);
  CHECK(row.episode == 1);
  CHECK(row.children == 2);
  CHECK(row.exit_kind == static_cast<std::int8_t>(ExitKind::reunified));
  CHECK(row.accepts == 1);
  CHECK(row.referred == 1);
  CHECK(row.youngest_age_years == 2);
  CHECK(row.moves == 2);
  CHECK(row.removal_day == 10);
  CHECK(row.exit_day == 110);
  CHECK(row.first_coach_day == 40);
  CHECK(row.reentry_day == 375.25);
  const FamilyRow& again = result.families[1];
  CHECK(again.episode == 2);
  CHECK(again.youngest_age_years == 10);  // only the older child, a year later
  CHECK(again.exit_kind == -1);
  CHECK(std::isnan(again.exit_day));
  CHECK(std::isnan(again.first_coach_day));
  CHECK(std::isnan(again.reentry_day));
  CHECK(std::isnan(result.families[2].reentry_day));
  CHECK(result.family_traits == std::vector<std::int8_t>{1, 1, 0});
}

TEST_CASE("family rows: the exit is the family's joint exit, else that of the last child to leave") {
  const auto exit_kind = [](std::vector<Leaves> children) {
    RunBuilder builder(1, 2);
    builder.family(0, std::vector<float>(children.size(), 5));
    builder.episode(0, std::move(children));
    return static_cast<int>(builder.result(RecordLevel::families).families.front().exit_kind);
  };
  const auto code = [](ExitKind kind) { return static_cast<int>(kind); };
  CHECK(exit_kind({{50, ExitKind::emancipated}, {90, ExitKind::adopted}}) == code(ExitKind::adopted));
  CHECK(exit_kind({{50, ExitKind::emancipated}, {90, ExitKind::other}}) == code(ExitKind::other));
  CHECK(exit_kind({{90, ExitKind::other}, {50, ExitKind::emancipated}}) == code(ExitKind::other));
  CHECK(exit_kind({{50, ExitKind::emancipated}, stays_in_care}) == -1);
}
