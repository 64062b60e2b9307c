#include "sim/model/court.hpp"

#include <catch2/catch.hpp>

using namespace homeward;

namespace {

Court with_gate() {
  Court court;
  court.gate = true;
  return court;
}

}  // namespace

TEST_CASE("court: the calendar is first hearing, disposition, reviews and permanency hearings, once a day") {
  Court court = with_gate();
  court.first_hearing_days = 3;
  court.disposition_days = 60;
  court.review_interval_days = 100;
  court.permanency_hearing_days = 300;
  std::vector<double> days;
  for (SimTime now = 1000; days.size() < 7;) {
    now = next_calendar_hearing(court, 1000, now);
    days.push_back(now - 1000);
  }
  CHECK(days == std::vector<double>{3, 60, 100, 200, 300, 400, 500});
  court.gate = false;
  CHECK(next_calendar_hearing(court, 1000, 1000) == forever);
}

TEST_CASE("court: the petition is due after 15 months in placement, whatever the day of removal") {
  // The days differ in how they round; a stay that lasts long enough must always be found.
  const Court court = with_gate();
  for (int i = 0; i < 2000; ++i) {
    const SimTime removal = -4000 + 3.7182818284590452 * i;
    const SimTime day = petition_day(court, {}, removal);
    REQUIRE(day == Approx(removal + court.petition_after_days).margin(1e-4));
  }
}

TEST_CASE("court: earlier stays count while they lie in the last 22 months, trial visits do not") {
  Court court = with_gate();
  court.petition_after_days = 400;
  court.petition_window_days = 600;
  CHECK(petition_day(court, {{0, 300}}, 350) == Approx(450).margin(1e-4));
  // From day 600 on the earlier stay leaves the window as fast as the new one enters it.
  CHECK(petition_day(court, {{0, 300}}, 550) == Approx(950).margin(1e-4));
  CHECK(petition_day(court, {{0, 450}}, 500) == 500);
  court.petition_window_days = 399;
  CHECK(petition_day(court, {}, 0) == forever);
}
