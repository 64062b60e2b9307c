#include <catch2/catch.hpp>
#include <cmath>

#include "run_builder.hpp"
#include "sim/measure/identification.hpp"

using namespace homeward;

TEST_CASE("queue: time averages are the families' days in the window over its length") {
  RunBuilder builder(2, 1);
  FamilyRecord& first = builder.family(-50);
  first.care_days = 730.5;
  first.coached_days = 365.25;
  first.waiting_days = 73.05;
  first.trust_days = 0.5 * 365.25;
  FamilyRecord& second = builder.family(100);
  second.care_days = 365.25;
  second.coached_days = 3 * 365.25;
  second.trust_days = 0.7 * 3 * 365.25;
  CHECK(builder.outcome("families_in_care") == Approx(1.5));
  CHECK(builder.outcome("families_coached") == Approx(2));
  CHECK(builder.outcome("families_waiting") == Approx(0.1));
  CHECK(builder.outcome("mean_trust") == Approx(0.65));  // weighted by coached days
}

namespace {

/// A year's window and a year of follow-up; families 1 to 8 enter on its first day.
RunBuilder with_spells(std::vector<QueueSpell> spells) {
  RunBuilder builder(1, 1);
  for (int family = 0; family < 8; ++family) builder.family(0);
  builder.run.queue_spells = std::move(spells);
  return builder;
}

}  // namespace

TEST_CASE("queue: waits of all that joined by referral in the window, until a coach or leaving the queue") {
  RunBuilder builder =
      with_spells({{1, -5, 100, QueueEnd::coach, false},  // joined before the window
                   {2, 0, 10, QueueEnd::coach, false},
                   {2, 300, 320, QueueEnd::reneged, false},
                   {3, 10, 10, QueueEnd::coach, false},  // at once
                   {4, 50, 250, QueueEnd::coach, true},  // handed back by a coach who left
                   {5, 100, 130, QueueEnd::left, false},
                   {6, 330.5, 370.5, QueueEnd::coach, false},
                   {7, 365.25, 400, QueueEnd::coach, false}});  // joined as the window closes
  CHECK(builder.outcome("mean_days_on_queue") == Approx((10 + 20 + 0 + 30 + 40) / 5.0));
  CHECK(builder.outcome("mean_days_to_first_coach") == Approx((10 + 0 + 40) / 3.0));
  CHECK(builder.outcome("served_share_of_families") == Approx(3.0 / 5));
  CHECK(builder.outcome("renege_share_of_joiners") == Approx(1.0 / 5));
  CHECK(builder.outcome("p90_days_on_queue") == 40);
  CHECK(builder.outcome("p90_days_to_first_coach") == 40);
}

TEST_CASE(
    "queue: a coach within so many days is a share of all that joined, who leave without one included") {
  RunBuilder builder = with_spells({{1, 0, 0, QueueEnd::coach, false},
                                    {2, 0, 14, QueueEnd::coach, false},  // the last instant counts
                                    {3, 0, 15, QueueEnd::coach, false},
                                    {4, 0, 5, QueueEnd::reneged, false},
                                    {5, 0, 80, QueueEnd::left, false}});
  CHECK(builder.outcome("coached_within_14_days") == Approx(2.0 / 5));
  CHECK(builder.outcome("coached_within_30_days") == Approx(3.0 / 5));
  CHECK(builder.outcome("coached_within_90_days") == Approx(3.0 / 5));
}

TEST_CASE("queue: a wait that is open at the end is censored, not taken for a short one") {
  // 200 families wait 10 days; one joined 100 days before the end and still waits; one waited 200 days.
  RunBuilder builder(1, 0.5);
  std::vector<QueueSpell> spells;
  for (std::uint32_t family = 1; family <= 202; ++family) builder.family(0);
  const SimTime end = builder.run.end;
  for (FamilyNumber family = 1; family <= 200; ++family)
    spells.push_back({family, 0, 10, QueueEnd::coach, false});
  spells.push_back({201, end - 200, forever, QueueEnd::open, false});
  spells.push_back({202, 0, 300, QueueEnd::coach, false});
  builder.run.queue_spells = spells;
  // The mass of the censored wait goes to the one that lasts longer: as if two had waited 300 days.
  CHECK(builder.outcome("mean_days_on_queue") == Approx((200 * 10 + 2 * 300) / 202.0));
  CHECK(builder.outcome("mean_days_to_first_coach") == Approx((200 * 10 + 2 * 300) / 202.0));
}

TEST_CASE("queue: no mean of waits where more than one in a hundred is open at the end, and the reason") {
  RunBuilder builder =
      with_spells({{1, 0, 10, QueueEnd::coach, false}, {2, 0, forever, QueueEnd::open, false}});
  const RunResult result = measure(builder.scenario, builder.run, RecordLevel::runs);
  for (const std::string_view name : {"mean_days_on_queue", "p90_days_on_queue", "mean_days_to_first_coach",
                                      "p90_days_to_first_coach", "served_share_of_families"}) {
    INFO(name);
    const auto outcome = outcome_index(name);
    CHECK(std::isnan(result.outcomes[outcome]));
    CHECK(result.reasons[outcome] == static_cast<std::int8_t>(Reason::open_waits));
  }
  CHECK(builder.outcome("coached_within_14_days") == Approx(0.5));
  CHECK(result.diagnostics[static_cast<std::size_t>(Diagnostic::open_waits)] == Approx(0.5));
}

TEST_CASE("queue: the rise of the wait is its slope on the day of joining times the window") {
  RunBuilder builder = with_spells({{1, 0, 10, QueueEnd::coach, false},
                                    {2, 100, 130, QueueEnd::coach, false},
                                    {3, 200, 250, QueueEnd::reneged, false},
                                    {4, 300, 370, QueueEnd::coach, false}});
  const RunResult result = measure(builder.scenario, builder.run, RecordLevel::runs);
  CHECK(result.diagnostics[static_cast<std::size_t>(Diagnostic::wait_rise)] == Approx(0.2 * 365.25));
  CHECK(result.diagnostics[static_cast<std::size_t>(Diagnostic::wait)] == Approx(40));
}

TEST_CASE("queue: eligible and unserved families are means over the months of the window") {
  RunBuilder builder(0.25, 1);
  builder.run.stock[index(Stock::families_eligible)] = {10, 20, 60, 1000, 1000};
  builder.run.stock[index(Stock::families_unserved)] = {1, 2, 3, 1000, 1000};
  CHECK(builder.outcome("families_eligible") == Approx(30));
  CHECK(builder.outcome("families_unserved") == Approx(2));
}
