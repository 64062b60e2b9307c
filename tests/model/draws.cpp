#include <tbb/global_control.h>

#include <catch2/catch.hpp>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

Scenario three_sites() {
  Scenario s = quiet(200);
  add_support(s);
  add_lives(s);
  add_coaches(s, 12, 4);
  s.trust.growth_per_contact = 0.05;
  s.program.coaches.annual_turnover = 1;
  s.program.coaches.hiring_days = Fixed{20};
  s.program.support.after_reunification_days = 200;
  s.sites.resize(3);
  for (std::size_t i = 0; i < 3; ++i) {
    s.sites[i].name = std::string(1, static_cast<char>('a' + i));
    s.sites[i].share = i == 0 ? 0.5 : 0.25;
  }
  return s;
}

/// What a family's life is until it first meets the queue: its own luck, whatever the others do.
std::vector<EventRow> before_the_queue(const RunRecord& r, FamilyNumber family) {
  std::vector<EventRow> found;
  for (const auto& row : rows_of(r, family)) {
    if (kind_of(row) == EventKind::joined_queue) break;
    found.push_back(row);
  }
  return found;
}

}  // namespace

TEST_CASE(
    "draws: the same seed gives the same run to the last bit, also with sites in parallel on 1, 2 and 5 "
    "threads") {
  const Scenario s = three_sites();
  const RunRecord once = run(s);
  CHECK(difference(once, run(s)) == "");
  for (const std::size_t threads : {1, 2, 5}) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    CHECK(difference(once, run(s)) == "");
  }
}

TEST_CASE("draws: seeds and replications differ, and a replication is the same whatever ran before it") {
  const Scenario s = three_sites();
  const RunRecord third = run(s, 5, 3);
  CHECK(difference(third, run(s, 5, 2)) != "");
  CHECK(difference(third, run(s, 6, 3)) != "");
  CHECK(difference(third, run(s, 5, 3)) == "");
}

TEST_CASE("draws: a scenario is run by its own rules, whatever scenario was run before it") {
  const Scenario s = three_sites();
  Scenario other = s;
  other.hazards.readiness = Exponential{50};
  other.program.coaches.positions = 30;
  const auto a = Checked<Scenario>::vouch(s);
  const auto b = Checked<Scenario>::vouch(other);
  const RunRecord alone_a = run(s);
  const RunRecord alone_b = run(other);
  REQUIRE(difference(alone_a, alone_b) != "");
  const Logging all{true, {}};
  for (const auto& copy : {a, b, a, a, b}) {
    const bool first = copy.identity() == a.identity();
    CHECK(difference(simulate(copy, 5, 0, all), first ? alone_a : alone_b) == "");
  }
}

TEST_CASE("draws: logging, of all or of some, changes nothing else") {
  const Scenario s = three_sites();
  RunRecord logged = run(s);
  logged.log.clear();
  CHECK(difference(logged, simulate(Checked<Scenario>::vouch(s), 5, 0)) == "");
  const std::vector<FamilyNumber> some{3, 17};
  const RunRecord few = simulate(Checked<Scenario>::vouch(s), 5, 0, Logging{true, some});
  REQUIRE(few.log.size() == rows_of(run(s), 3).size() + rows_of(run(s), 17).size());
}

TEST_CASE("draws: more coaches leave each family's luck alone until it meets the queue") {
  Scenario s = three_sites();
  const RunRecord few = run(s);
  s.program.coaches.positions = 30;
  const RunRecord many = run(s);
  REQUIRE(few.families.size() == many.families.size());
  for (const auto& family : few.families) {
    const auto a = before_the_queue(few, family.number);
    const auto b = before_the_queue(many, family.number);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) REQUIRE((a[i].day == b[i].day && a[i].kind == b[i].kind));
  }
}

TEST_CASE("draws: renaming a site changes the luck of its own coaches and of nobody else") {
  Scenario s = three_sites();
  const RunRecord before = run(s);
  s.sites[1].name = "renamed";
  const RunRecord after = run(s);
  bool other_coaches = false;
  for (const auto& family : before.families) {
    const auto a = rows_of(before, family.number);
    const auto b = rows_of(after, family.number);
    if (family.site != 1) {
      REQUIRE(a.size() == b.size());
      for (std::size_t i = 0; i < a.size(); ++i) REQUIRE((a[i].day == b[i].day && a[i].kind == b[i].kind));
    }
    REQUIRE(a.front().day == b.front().day);
  }
  for (std::size_t i = 0; i < std::min(before.coaches.size(), after.coaches.size()); ++i) {
    other_coaches = other_coaches || before.coaches[i].left != after.coaches[i].left;
  }
  CHECK(other_coaches);
}

TEST_CASE("draws: a trait that acts on nothing changes nothing") {
  Scenario s = three_sites();
  const RunRecord before = run(s);
  Trait idle;
  idle.name = "idle";
  idle.levels.resize(2);
  idle.levels[0].share = idle.levels[1].share = 0.5;
  s.traits.push_back(idle);
  const RunRecord after = run(s);
  CHECK(difference_in_lives(before, after) == "");
}

TEST_CASE("program.start_days: two plans share one past to the bit, until that day and no longer") {
  Scenario baseline = three_sites();
  baseline.run.warm_up_years = 1;
  Scenario plan = baseline;
  plan.program.coaches.positions = 30;
  plan.program.coaches.families_per_coach = 8;
  plan.program.support.contacts_per_week = {2, 2, 1};
  plan.program.referral.acceptance = 0.6;
  plan.program_before = baseline.program;
  for (const double start : {-100.0, 0.0, 250.5}) {
    plan.program_start_days = start;
    const RunRecord a = run(baseline);
    const RunRecord b = run(plan);
    std::size_t i = 0;
    while (i < std::min(a.log.size(), b.log.size()) && a.log[i].day == b.log[i].day &&
           a.log[i].kind == b.log[i].kind && a.log[i].family == b.log[i].family &&
           a.log[i].position == b.log[i].position && a.log[i].detail == b.log[i].detail) {
      ++i;
    }
    REQUIRE(i < a.log.size());
    CHECK(a.log[i].day >= start);
    CHECK(b.log[i].day >= start);
    CHECK(std::min(a.log[i].day, b.log[i].day) < start + 30);
  }
  baseline.program.coaches.annual_turnover =
      0;                            // of coaches who stay, the last bit of when they leave may change
  plan.program = baseline.program;  // the same program after that day as before
  plan.program_before = baseline.program;
  CHECK(difference_in_lives(run(baseline), run(plan)) == "");
}
