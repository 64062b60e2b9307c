#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

std::size_t in_post(const RunRecord& r, SimTime now) {
  return static_cast<std::size_t>(
      std::count_if(r.coaches.begin(), r.coaches.end(),
                    [&](const CoachRecord& c) { return c.hired <= now && now < c.left; }));
}

}  // namespace

TEST_CASE("workforce: a vacancy takes hiring and training days; the first holders are at work at once") {
  Scenario s = quiet(20);
  add_coaches(s, 30, 5);
  s.program.coaches.annual_turnover = 2;
  s.program.coaches.hiring_days = Fixed{30};
  s.program.coaches.training_days = Fixed{20};
  const RunRecord r = run(s);
  double left = 0;
  double days = 0;
  for (std::size_t i = 0; i < r.coaches.size(); ++i) {
    const CoachRecord& coach = r.coaches[i];
    left += coach.left < forever ? 1 : 0;
    days += std::min(coach.left, r.end) - coach.hired;
    if (coach.holder == 1) {
      CHECK(coach.ready == s.start());
      continue;
    }
    CHECK(coach.hired == r.coaches[i - 1].left + 30);
    if (coach.ready < forever) CHECK(coach.ready == coach.hired + 20);
  }
  REQUIRE(left > 100);
  CHECK(left / days * days_per_year == Approx(2).epsilon(4 / std::sqrt(left)));
}

TEST_CASE("workforce: a new coach starts with the first caseload share and takes the rest when it is over") {
  Scenario s = quiet(400);
  add_coaches(s, 4, 8);
  s.program.coaches.annual_turnover = 1;
  s.program.coaches.hiring_days = Fixed{10};
  s.program.coaches.first_caseload_share = 0.25;
  s.program.coaches.first_caseload_days = 90;
  const RunRecord r = run(s);
  std::size_t seen = 0;
  for (const auto& coach : r.coaches) {
    if (coach.holder == 1 || coach.ready + 90 >= std::min(coach.left, r.end) || coach.ready < 100) continue;
    std::size_t at_first = 0, later = 0;
    for (const auto& row : rows(r, EventKind::coach_assigned)) {
      if (row.position != coach.position || row.holder != coach.holder) continue;
      at_first += row.day == coach.ready ? 1 : 0;
      later += row.day == coach.ready + 90 ? 1 : 0;
    }
    CHECK(at_first == 2);
    CHECK(later == 6);
    ++seen;
  }
  CHECK(seen > 3);
}

TEST_CASE(
    "workforce: a cut by position takes vacancies first, then the highest-numbered positions, that day") {
  Scenario s = quiet(20);
  add_coaches(s, 12, 5);
  s.program.coaches.annual_turnover = 0.5;
  s.program.coaches.hiring_days = Never{};  // a hiring freeze
  s.program.coaches.staffing = {{100, 6U, {}}};
  const RunRecord r = run(s);
  const std::size_t before = in_post(r, 99.999);
  REQUIRE(before > 6);
  REQUIRE(before < 12);
  CHECK(in_post(r, 100) == 6);
  std::uint32_t highest_kept = 0;
  std::uint32_t lowest_cut = ~0U;
  for (const auto& coach : r.coaches) {
    if (coach.left == 100) lowest_cut = std::min(lowest_cut, coach.position);
    if (coach.left > 100) highest_kept = std::max(highest_kept, coach.position);
  }
  CHECK(highest_kept < lowest_cut);
}

TEST_CASE(
    "workforce: a cut by attrition waits until coaches leave, and positions come back when staffing does") {
  Scenario s = quiet(20);
  s.run.entry_years = 6;
  add_coaches(s, 20, 5);
  s.program.coaches.annual_turnover = 1;
  s.program.coaches.cut_by = CutBy::attrition;
  s.program.coaches.staffing = {{100, 8U, {}}, {1500, 15U, {}}};
  const RunRecord r = run(s);
  CHECK(in_post(r, 100) == 20);
  for (const auto& coach : r.coaches) CHECK(coach.left != 100);
  CHECK(in_post(r, 250) < 20);
  CHECK(in_post(r, 250) > 8);
  CHECK(in_post(r, 1499) == 8);
  CHECK(in_post(r, 1500) == 15);
}

TEST_CASE("workforce: overloaded coaches leave more often") {
  Scenario s = quiet(400);
  add_coaches(s, 10, 10);
  s.program.coaches.annual_turnover = 1;
  s.program.coaches.contact_hours_per_week = 5;  // for ten hours planned
  s.program.coaches.overload_effect = 2;
  const RunRecord r = run(s);
  double left = 0;
  double days = 0;
  for (const auto& coach : r.coaches) {  // after the caseloads have filled, which takes half a year
    if (std::min(coach.left, r.end) < 200) continue;
    left += coach.left < forever ? 1 : 0;
    days += std::min(coach.left, r.end) - std::max(200.0, coach.hired);
  }
  CHECK(left / days * days_per_year == Approx(1 + 2 * (10.0 / 5 - 1)).epsilon(4 / std::sqrt(left)));
}

TEST_CASE(
    "workforce: dilution cuts attention, and the hours of a contact, to what a coach has for the whole "
    "caseload") {
  Scenario s = quiet(50);
  add_coaches(s, 1, 8);
  s.program.coaches.contact_hours_per_week = 2;
  s.program.support.mix = {0.5, 0.5, 0, 0};
  const RunRecord r = run(s);
  double expected = 0;
  double carried = 0;
  for (const auto& row : r.log) {
    if (kind_of(row) == EventKind::coach_assigned) ++carried;
    if (kind_of(row) == EventKind::contact_kept) expected += std::min(1.0, 2 / carried);
  }
  double emotional = 0, informational = 0, others = 0;
  for (const auto& family : r.families) {
    emotional += family.hours[0];
    informational += family.hours[1];
    others += family.hours[2] + family.hours[3];
  }
  REQUIRE(carried == 8);
  CHECK(emotional + informational == Approx(expected));
  CHECK(emotional == Approx(informational));
  CHECK(others == 0.0);
}
