#include <catch2/catch.hpp>

#include "run_builder.hpp"

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

TEST_CASE("queue: waits of all that joined by referral in the window, until a coach or leaving the queue") {
  RunBuilder builder(1, 1);
  for (int family = 0; family < 7; ++family) builder.family(0);
  builder.run.queue_spells = {{1, -5, 100, QueueEnd::coach, false},  // joined before the window
                              {2, 0, 10, QueueEnd::coach, false},    //
                              {2, 300, 320, QueueEnd::reneged, false},
                              {3, 10, 10, QueueEnd::coach, false},  // at once
                              {4, 50, 250, QueueEnd::coach, true},  // handed back by a coach who left
                              {5, 100, 130, QueueEnd::left, false},
                              {6, 330.5, forever, QueueEnd::open, false},  // 400 days to the end of the run
                              {7, 365.25, 400, QueueEnd::coach, false}};   // joined as the window closes
  CHECK(builder.outcome("mean_days_to_first_coach") == Approx((10 + 20 + 0 + 30 + 400) / 5.0));
  CHECK(builder.outcome("served_share_of_families") == Approx(2.0 / 5));
  // 0 10 20 30 400: rank 0.9 * 4 = 3.6 lies 0.6 of the way from 30 to 400.
  CHECK(builder.outcome("p90_days_to_first_coach") == Approx(30 + 0.6 * 370));
}

TEST_CASE("queue: eligible and unserved families are means over the months of the window") {
  RunBuilder builder(0.25, 1);
  builder.run.stock[index(Stock::families_eligible)] = {10, 20, 60, 1000, 1000};
  builder.run.stock[index(Stock::families_unserved)] = {1, 2, 3, 1000, 1000};
  CHECK(builder.outcome("families_eligible") == Approx(30));
  CHECK(builder.outcome("families_unserved") == Approx(2));
}
