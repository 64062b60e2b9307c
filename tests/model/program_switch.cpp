#include <catch2/catch.hpp>

#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Coaches for a third of the families; some wait, some have given up, some are at home.
Scenario scarce() {
  Scenario s = quiet(200);
  s.run.warm_up_years = 1;
  s.hazards.readiness = Exponential{200};
  s.hazards.reentry = Exponential{900};
  add_coaches(s, 20, 4);
  s.program.referral.patience_days = Exponential{150};
  s.program.support.after_reunification_days = 120;
  return s;
}

/// A plan that goes another way from day 200 on.
Scenario plan_from_day_200(Scenario s) {
  s.program_before = s.program;
  s.program_start_days = 200;
  return s;
}

std::int64_t at_month(const RunRecord& run, Stock stock, std::size_t month) {
  return run.stock[index(stock)][month];
}

}  // namespace

TEST_CASE("program that closes: nobody waits, is served or stands as unserved from that day on") {
  Scenario plan = plan_from_day_200(scarce());
  plan.program.coaches.positions = 0;
  const RunRecord r = run(plan);
  REQUIRE(at_month(r, Stock::families_waiting, 6) > 0);
  REQUIRE(at_month(r, Stock::families_unserved, 6) > 0);
  for (std::size_t month = 7; month < r.stock[0].size(); ++month) {  // opens on day 213
    CHECK(at_month(r, Stock::families_eligible, month) == 0);
    CHECK(at_month(r, Stock::families_waiting, month) == 0);
  }
  for (const auto& spell : r.queue_spells) {
    CHECK(spell.joined < 200);
    CHECK(spell.ended <= 200);
  }
  CHECK(difference_in_lives(r, run(scarce())) == "");  // these coaches change nothing
}

TEST_CASE(
    "program that closes by attrition: coaches serve until they leave, and no family waits for another") {
  Scenario plan = scarce();
  plan.program.coaches.annual_turnover = 0.7;
  plan = plan_from_day_200(plan);
  plan.program.coaches.positions = 0;
  plan.program.coaches.cut_by = CutBy::attrition;
  const RunRecord r = run(plan);
  CHECK(at_month(r, Stock::families_coached, 9) > 0);
  for (std::size_t month = 7; month < r.stock[0].size(); ++month) {
    CHECK(at_month(r, Stock::families_waiting, month) == 0);
    CHECK(at_month(r, Stock::families_unserved, month) == 0);
  }
}

TEST_CASE(
    "program that changes its time after going home: unserved families too are eligible by the new rules") {
  for (const double after : {0.0, 30.0, 120.0, 1000.0}) {
    Scenario plan = plan_from_day_200(scarce());
    plan.program.support.after_reunification_days = after;
    const RunRecord r = run(plan);
    // At the opening of month 8 (day 243.5) whoever is eligible at home went home less than `after` days
    // before.
    const SimTime now = 8 * days_per_month;
    std::int64_t most = 0;
    for (const auto& family : r.families) {
      for (std::uint32_t e = family.first_episode; e < family.first_episode + family.episodes; ++e) {
        const EpisodeRecord& episode = r.episodes[e];
        const bool in_care = episode.removal <= now && episode.exit[0] > now;
        const bool last = e + 1 == family.first_episode + family.episodes || r.episodes[e + 1].removal > now;
        const bool at_home = episode.exit[0] <= now && now < episode.exit[0] + after && last;
        if ((in_care || at_home) && episode.referred_on <= now) ++most;
      }
    }
    CHECK(at_month(r, Stock::families_eligible, 8) <= most);
    CHECK(at_month(r, Stock::families_eligible, 8) > most * 9 / 10);
  }
}

TEST_CASE("a site without a position refers nobody; the others do") {
  Scenario s = scarce();
  s.sites = {Site{}, Site{}};
  s.sites[0].name = "north";
  s.sites[1].name = "south";
  s.sites[0].share = s.sites[1].share = 0.5;
  s.sites[0].positions = 10;
  s.sites[1].positions = 0;
  const RunRecord r = run(s);
  std::size_t in_north = 0;
  for (const auto& row : rows(r, EventKind::referral_answered)) {
    CHECK(row.site == 0);
    ++in_north;
  }
  CHECK(in_north > 100);
}
