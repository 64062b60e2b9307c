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

TEST_CASE("family rows: the first stay on the queue that an offer began in the episode") {
  RunBuilder builder(1, 2);
  const auto queued = [&](FamilyNumber family, SimTime joined, SimTime ended, QueueEnd end,
                          bool handed_back) {
    builder.run.queue_spells.push_back({family, joined, ended, end, handed_back});
  };
  builder.stay(-50, {20, ExitKind::adopted});
  queued(1, -40, -10, QueueEnd::left, false);
  builder.family(10);
  builder.episode(10, {{110, ExitKind::reunified}}).first_coach = 130;
  queued(2, 30, 90, QueueEnd::reneged, false);
  queued(2, 120, 130, QueueEnd::coach, false);  // at home: a second stay of the same episode
  queued(2, 140, 150, QueueEnd::coach, true);
  builder.episode(200).first_coach = 200;
  queued(2, 210, 215, QueueEnd::coach, true);  // handed back: it has had a coach
  builder.episode(300);
  queued(2, 320, forever, QueueEnd::open, false);
  const auto rows = builder.result(RecordLevel::families).families;
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].joined_day == -40);
  CHECK(rows[0].left_queue_day == -10);
  CHECK(rows[1].joined_day == 30);
  CHECK(rows[1].left_queue_day == 90);
  CHECK(rows[1].first_coach_day == 130);
  CHECK(queue_end_names[static_cast<std::size_t>(rows[0].queue_end)] == "left");
  CHECK(queue_end_names[static_cast<std::size_t>(rows[1].queue_end)] == "gave_up");
  CHECK(rows[2].queue_end == -1);
  CHECK(queue_end_names[static_cast<std::size_t>(rows[3].queue_end)] == "still_waiting");
  CHECK(std::isnan(rows[2].joined_day));
  CHECK(std::isnan(rows[2].left_queue_day));
  CHECK(rows[3].joined_day == 320);
  CHECK(std::isnan(rows[3].left_queue_day));
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
