#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "sim/model/court.hpp"
#include "sim/random/draws.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

/// Far more families than coaches; a slot is free again after 20 days.
Scenario crowded() {
  Scenario s = quiet(150);
  add_coaches(s, 2, 2);
  s.program.support.longest_days = 20;
  return s;
}

void rule(Scenario& s, QueueRule which) {
  s.program.coaches.queue_weights = {};
  s.program.coaches.queue_weights[index(which)] = 1;
}

/// Families that got a coach while one who comes before them by `better` (waiting, served, day) went on
/// waiting.
std::size_t passed_over(const RunRecord& r,
                        const std::function<bool(FamilyNumber, FamilyNumber, SimTime)>& better) {
  std::size_t count = 0;
  std::size_t compared = 0;
  for (const auto& served : r.queue_spells) {
    if (served.end != QueueEnd::coach) continue;
    for (const auto& waiting : r.queue_spells) {
      if (waiting.joined > served.ended || waiting.ended <= served.ended) continue;
      ++compared;
      count += better(waiting.family, served.family, served.ended) ? 1 : 0;
    }
  }
  REQUIRE(compared > 1000);
  return count;
}

Scenario with_two_needs() {
  Scenario s = crowded();
  Trait hard;
  hard.name = "hard";
  hard.levels.resize(2);
  hard.levels[0].share = 0.8;
  hard.levels[1].share = 0.2;
  hard.levels[1].needs = {0.5, 0, 0, 0, 0};
  s.traits = {hard};
  s.needs.baseline = {0.3, 0.3, 0.3, 0.3, 0.3};
  return s;
}

}  // namespace

TEST_CASE("queue: first come, first served") {
  const RunRecord r = run(crowded());
  CHECK(passed_over(
            r, [&](FamilyNumber waiting, FamilyNumber served, SimTime) { return waiting < served; }) == 0);
}

TEST_CASE("queue: families in greatest need first, also where need outweighs waiting in a mix") {
  Scenario s = with_two_needs();
  const auto needier = [](const RunRecord& r) {
    return passed_over(r, [&](FamilyNumber waiting, FamilyNumber served, SimTime) {
      return r.trait_levels[waiting - 1] > r.trait_levels[served - 1];
    });
  };
  CHECK(needier(run(s)) > 0);
  rule(s, QueueRule::highest_need);
  CHECK(needier(run(s)) == 0);
  s.program.coaches.queue_weights = {0.001, 0.999, 0, 0, 0};
  CHECK(needier(run(s)) == 0);
  s.program.coaches.queue_weights = {0.999, 0.001, 0, 0, 0};
  CHECK(needier(run(s)) > 0);
}

TEST_CASE("queue: families with the nearest hearing first") {
  Scenario s = crowded();
  s.court.gate = true;
  rule(s, QueueRule::nearest_hearing);
  const RunRecord r = run(s);
  CHECK(passed_over(r, [&](FamilyNumber waiting, FamilyNumber served, SimTime now) {
          const auto next = [&](FamilyNumber f) {
            return next_calendar_hearing(s.court, r.families[f - 1].entry, now);
          };
          return next(waiting) < next(served) - 1e-6;
        }) == 0);
}

TEST_CASE("queue: families before reunification first, or after it first") {
  Scenario s = crowded();
  s.hazards.readiness = Exponential{150};
  s.program.support.after_reunification_days = 1000;
  const auto home = [](const RunRecord& r, FamilyNumber f, SimTime now) {
    return r.episodes[r.families[f - 1].first_episode].exit[0] <= now;
  };
  rule(s, QueueRule::before_reunification_first);
  const RunRecord before = run(s);
  CHECK(passed_over(before, [&](FamilyNumber waiting, FamilyNumber served, SimTime now) {
          return !home(before, waiting, now) && home(before, served, now);
        }) == 0);
  rule(s, QueueRule::after_reunification_first);
  const RunRecord after = run(s);
  CHECK(passed_over(after, [&](FamilyNumber waiting, FamilyNumber served, SimTime now) {
          return home(after, waiting, now) && !home(after, served, now);
        }) == 0);
}

TEST_CASE("queue: families whose coach left come before all others, with new patience") {
  Scenario s = quiet(300);
  add_coaches(s, 150, 1);
  s.program.referral.patience_days = Exponential{30};
  s.program.coaches.staffing = {{400, 0U, {}}};
  const RunRecord r = run(s);
  double days = 0;
  double n = 0;
  for (const auto& spell : r.queue_spells) {
    if (!spell.handed_back) continue;
    CHECK(spell.joined == 400);
    CHECK(spell.end == QueueEnd::reneged);
    days += spell.ended - spell.joined;
    ++n;
  }
  REQUIRE(n == 150);
  CHECK(days / n == Approx(30).margin(4 * 30 / std::sqrt(n)));
}

TEST_CASE(
    "queue: of families that join at one instant, those for whom there is no room have patience from then "
    "on") {
  Scenario s = quiet(250);
  add_coaches(s, 1000, 2);
  s.program.referral.patience_days = Exponential{30};
  s.program.coaches.staffing = {{400, 80U, {}}};  // with a family each, so that there is room for 80 more
  const RunRecord r = run(s);
  std::size_t served = 0;
  std::vector<Days> patience;
  for (const auto& spell : r.queue_spells) {
    if (!spell.handed_back) continue;
    if (spell.end == QueueEnd::coach) {
      CHECK(spell.ended == 400);
      ++served;
    } else {
      CHECK(spell.end == QueueEnd::reneged);
      patience.push_back(spell.ended - spell.joined);
    }
  }
  CHECK(served == 80);
  REQUIRE(patience.size() > 50);
  const auto n = static_cast<double>(patience.size());
  CHECK(std::accumulate(patience.begin(), patience.end(), 0.0) / n ==
        Approx(30).margin(4 * 30 / std::sqrt(n)));
}

TEST_CASE("queue: patience is new at every wait, however long the family waited before") {
  Scenario s = quiet(4000);
  add_coaches(s, 0, 1);
  s.run.entry_years = 1;
  s.program.referral.patience_days = Exponential{60};
  s.program.coaches.staffing = {{100, 1000U, {}}, {200, 0U, {}}};
  const RunRecord r = run(s);
  std::vector<Days> first(r.families.size() + 1, 0);
  double n = 0, soon = 0;
  for (const auto& spell : r.queue_spells) {
    if (!spell.handed_back && spell.end == QueueEnd::coach) first[spell.family] = spell.ended - spell.joined;
    if (!spell.handed_back || first[spell.family] < 40) continue;
    ++n;
    soon += spell.end == QueueEnd::reneged && spell.ended - spell.joined < 40 ? 1 : 0;
  }
  REQUIRE(n > 150);
  const double chance = 1 - std::exp(-40 / 60.0);
  CHECK(soon / n == Approx(chance).margin(4 * std::sqrt(chance * (1 - chance) / n)));
}

TEST_CASE(
    "assignment: with best match a coach who shares the experience goes before others, else the least "
    "loaded") {
  Scenario s = quiet(60);
  add_coaches(s, 60, 3);
  s.program.coaches.shared_experience_share = 0.5;
  const auto without_experience = [&](AssignmentRule which) {
    s.program.coaches.assignment_rule = which;
    const Draws draws(5, 0);
    std::size_t count = 0;
    for (const auto& row : rows(run(s), EventKind::coach_assigned)) {
      const double u = draws.coach_uniform(site_code(s.sites[0].name), row.position, row.holder,
                                           Purpose::coach_experience);
      if (row.day < 365) count += u < 0.5 ? 0 : 1;
    }
    return count;
  };
  CHECK(without_experience(AssignmentRule::best_match) == 0);
  CHECK(without_experience(AssignmentRule::least_loaded) > 10);
}

TEST_CASE(
    "referral: answered after the delay, with its probability and acceptance; who refuses is asked no more "
    "in that phase") {
  Scenario s = quiet(600);
  add_coaches(s, 5, 10);
  s.program.referral.delay_days = Fixed{12};
  s.program.referral.probability = 0.6;
  s.program.referral.acceptance = 0.3;
  const RunRecord r = run(s);
  double accepted = 0;
  const auto answers = rows(r, EventKind::referral_answered);
  for (const auto& row : answers) {
    CHECK(row.day == r.families[row.family - 1].entry + 12);
    accepted += row.detail;
  }
  const auto n = static_cast<double>(answers.size());
  const auto families = static_cast<double>(r.families.size());
  CHECK(n / families ==
        Approx(0.6).margin(4 * std::sqrt(0.24 / families) + 0.01));  // a few enter in the last 12 days
  CHECK(accepted / n == Approx(0.3).margin(4 * std::sqrt(0.21 / n)));
}

TEST_CASE(
    "referral: a family is asked once in care, once on going home if coaching goes on there, and again on "
    "re-entry") {
  Scenario s = quiet(100);
  add_coaches(s, 5, 10);
  s.hazards.readiness = Exponential{60};
  s.hazards.reentry = Exponential{200};
  s.program.referral.acceptance = 0;  // everyone refuses
  for (const double after : {0.0, 100.0}) {
    s.program.support.after_reunification_days = after;
    const RunRecord r = run(s);
    REQUIRE(rows(r, EventKind::reentry).size() > 50);
    CHECK(rows(r, EventKind::joined_queue).empty());
    for (const auto& episode : r.episodes) {
      std::size_t asked = 0;
      for (const auto& row : rows_of(r, episode.family)) {
        asked += row.episode == episode.number && kind_of(row) == EventKind::referral_answered ? 1 : 0;
      }
      REQUIRE(asked == (after > 0 && episode.exit[0] < forever ? 2 : 1));
    }
  }
}

TEST_CASE("referral: who dropped out is asked again at home only while there is time with a coach left") {
  Scenario s = quiet(300);
  add_coaches(s, 2000, 1);
  s.hazards.readiness = Exponential{60};
  s.program.referral.drop_out = Exponential{15};
  s.program.referral.delay_days = Fixed{10};
  s.program.support.longest_days = 60;
  s.program.support.after_reunification_days = 1000;
  const RunRecord r = run(s);
  std::size_t asked = 0, over = 0;
  for (const auto& family : r.families) {
    const auto& episode = r.episodes[family.first_episode];
    if (!family.ever_dropped_out || episode.first_coach == forever || episode.exit[0] + 10 >= r.end) continue;
    bool again = false;
    for (const auto& row : rows_of(r, family.number)) {
      again = again || (kind_of(row) == EventKind::referral_answered && row.day > episode.exit[0]);
    }
    const bool time_left = episode.exit[0] + 10 < episode.first_coach + 60;
    asked += again ? 1 : 0;
    over += time_left ? 0 : 1;
    CHECK((!again || time_left));
  }
  CHECK(asked > 50);
  CHECK(over > 50);
  for (const auto& spell : r.queue_spells)
    CHECK_FALSE((spell.end == QueueEnd::left && spell.ended == spell.joined));
}
