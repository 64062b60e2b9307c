#include "sim/experiment/staff_search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/experiment/staff_confirmation.hpp"
#include "tests/experiment/staff_oracles.hpp"

using namespace homeward;
using namespace homeward::staff;

TEST_CASE("staff: the fewest positions are found where the expected value crosses the target") {
  const Oracle oracle{
      {{"mean_days_to_first_coach", falling_wait(0.1, 0.2)}, {"families_waiting", waiting_until(60)}}};
  const double days = GENERATE(59.5, 40.5, 22.5, 21.5, 0.5);
  const auto found = answer(ask({wait_at_most(days)}), oracle);
  INFO(days << " days");
  CHECK(found.status == StaffStatus::found);
  CHECK(found.meets == static_cast<std::uint32_t>(std::ceil(60 - days)));
  CHECK(found.fails == *found.meets - 1);
  CHECK(found.effects == std::vector{PositionsEffect::help});
  CHECK(found.positions == found.meets);  // the search alone gets there, with so little luck in it
}

TEST_CASE("staff: an answer that is called shown is right at least as often as the confidence says") {
  // Around the expected value with 22 positions, 38 days: the closer, the easier it is to err.
  constexpr int questions = 200;
  const double days = GENERATE(38.1, 38.5, 38.9);
  int wrong = 0;
  int found = 0;
  for (int seed = 0; seed < questions; ++seed) {
    const Oracle oracle{{{"mean_days_to_first_coach", falling_wait(0.7, 0.7)}},
                        static_cast<std::uint64_t>(seed)};
    auto question = ask({wait_at_most(days)});
    question.confidence = 0.8;
    question.replications = 10;
    question.most_replications = 80;
    const auto got = answer(question, oracle);
    found += got.status == StaffStatus::found;
    wrong += (got.meets && *got.meets < 22) || (got.fails && *got.fails >= 22);
  }
  INFO(days << " days: " << found << " found, " << wrong << " wrong");
  // At most a fifth may be wrong; the Bonferroni bounds leave far fewer.
  CHECK(wrong <= questions / 5);
  if (days == 38.5) CHECK(found >= questions * 9 / 10);
}

TEST_CASE("staff: where the crossing is as good as at a number its neighbours cannot be told apart") {
  const Oracle oracle{{{"mean_days_to_first_coach", falling_wait(1, 1)}}};
  const auto got = answer(ask({wait_at_most(38.0)}), oracle);  // with 22 positions 38 days exactly
  CHECK(got.status == StaffStatus::not_separated);
  CHECK(got.fails == 21);
  CHECK(got.meets == 23);
}

TEST_CASE("staff: the bracket still holds the truth where the curve is flat and the luck great") {
  int wrong = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Curve flat{[](double n) { return 30 - 0.1 * n; }, 1, 1};
    const auto got = answer(ask({wait_at_most(26.95)}), Oracle{{{"mean_days_to_first_coach", flat}}, seed});
    wrong += (got.meets && *got.meets < 31) || (got.fails && *got.fails >= 31);
  }
  CHECK(wrong <= 2);
}

TEST_CASE("staff: search and confirmation never look at the same replications") {
  std::set<std::uint32_t> search;
  std::set<std::uint32_t> fresh;
  const Oracle oracle{{{"mean_days_to_first_coach", falling_wait()}}};
  auto question = ask({wait_at_most(38.5)});
  StaffRecord record;
  find_staff(
      question,
      [&](std::uint32_t positions, std::uint32_t first, std::uint32_t count) {
        for (auto r = first; r < first + count; ++r) (first == 0 ? search : fresh).insert(r);
        return oracle(positions, first, count);
      },
      record);
  CHECK(*search.rbegin() == question.replications - 1);
  CHECK(*fresh.begin() == question.replications);
  REQUIRE(record.fresh.contains(22));
  CHECK(replications_of(record.fresh.at(22)) == fresh.size());
}

TEST_CASE("staff: a candidate that owes its place to luck is given up for the next number") {
  // In the search two days less are waited than in truth.
  const Oracle truth{{{"mean_days_to_first_coach", falling_wait(0.3, 0.3)}}};
  auto question = ask({wait_at_most(38.5)});
  const auto lucky = [&](std::uint32_t positions, std::uint32_t first, std::uint32_t count) {
    auto columns = truth(positions, first, count);
    if (first == 0)
      for (double& days : columns[question.targets[0].outcome]) days -= 2;
    return columns;
  };
  StaffRecord record;
  const auto got = find_staff(question, lucky, record);
  CHECK(got.positions == 20);
  CHECK(got.status == StaffStatus::found);
  CHECK(got.meets == 22);
}

TEST_CASE("staff: a target that is met without coaches needs none") {
  const Curve home{[](double n) { return 0.34 + 0.0001 * n; }, 0.005, 0.01};
  const Oracle oracle{{{"reunified_12_months", home}}};
  const auto got = answer(ask({target("reunified_12_months", TargetComparison::at_least, 0.30)}), oracle);
  CHECK(got.status == StaffStatus::found);
  CHECK(got.meets == 0);
  CHECK_FALSE(got.fails);
}

TEST_CASE("staff: an outcome that nobody is at risk of is not met") {
  const Oracle oracle{
      {{"mean_days_to_first_coach", {[](double n) { return n < 3 ? nobody_at_risk : 1.0; }}}}};
  const auto got = answer(ask({wait_at_most(14)}), oracle);
  CHECK(got.meets == 3);
  CHECK(got.fails == 2);
}

TEST_CASE("staff: the least and most positions allowed are kept to") {
  std::vector<std::uint32_t> asked;
  Oracle oracle{
      {{"mean_days_to_first_coach", falling_wait(0.1, 0.2)}, {"families_waiting", waiting_until(60)}}};
  oracle.asked = &asked;
  auto question = ask({wait_at_most(38.5)});
  question.least = 30;
  question.most = 40;
  const auto at_least = answer(question, oracle);
  CHECK(at_least.status == StaffStatus::found);
  CHECK(at_least.meets == 30);
  CHECK(*std::min_element(asked.begin(), asked.end()) == 30);

  asked.clear();
  question.least = 0;
  question.most = 15;
  const auto at_most = answer(question, oracle);
  CHECK(at_most.status == StaffStatus::unreachable);
  CHECK(at_most.end == StaffEnd::most_positions);
  CHECK(at_most.positions == 15);
  CHECK(*std::max_element(asked.begin(), asked.end()) == 15);
}

TEST_CASE("staff: where nobody waits any more and nothing comes closer the search ends") {
  const Curve enough{[](double n) { return n == 0 ? nobody_at_risk : std::max(20.0, 60 - n); }, 0, 1};
  const Oracle oracle{{{"mean_days_to_first_coach", enough}, {"families_waiting", waiting_until(40)}}};
  const auto got = answer(ask({wait_at_most(14)}), oracle);
  CHECK(got.status == StaffStatus::unreachable);
  CHECK(got.end == StaffEnd::nothing_changes);
  CHECK(got.positions == 80);  // as many wait with 40
}

TEST_CASE("staff: while more positions still help the search goes on though nobody waits") {
  // Smaller caseloads go on helping up to 300 positions.
  const Curve home{[](double n) { return 0.3 + 0.0002 * std::min(n, 300.0); }, 0.001, 0.01};
  const Oracle oracle{{{"reunified_12_months", home}, {"families_waiting", waiting_until(5)}}};
  const auto got = answer(ask({target("reunified_12_months", TargetComparison::at_least, 0.35)}), oracle);
  REQUIRE(got.meets);
  REQUIRE(got.fails);
  CHECK(*got.fails < 250);
  CHECK(*got.meets >= 250);
}

TEST_CASE("staff: a budget is no reason to look further up") {
  const Curve cost{[](double n) { return 1e6 * n; }, 0, 1e4};
  const Oracle oracle{{{"mean_days_to_first_coach", falling_wait(0.1, 0.2)}, {"cost_coaches", cost}}};
  const auto budget = [&](double dollars) {
    return ask({wait_at_most(38.5), target("cost_coaches", TargetComparison::at_most, dollars)});
  };
  const auto affordable = answer(budget(30e6), oracle);
  CHECK(affordable.status == StaffStatus::found);
  CHECK(affordable.meets == 22);
  CHECK(affordable.effects == std::vector{PositionsEffect::help, PositionsEffect::hurt});

  // Short by little or by much.
  const double dollars = GENERATE(21.5e6, 20e6, 12e6, 1e6);
  const auto short_of = answer(budget(dollars), oracle);
  INFO(dollars << " dollars");
  CHECK(short_of.status == StaffStatus::unreachable);
  CHECK(short_of.end == StaffEnd::targets_conflict);
  CHECK(short_of.positions <= 22);
  CHECK(short_of.positions * 1e6 > dollars);

  // Far apart it is seen without halving down to the crossing.
  std::vector<std::uint32_t> asked;
  auto watched = oracle;
  watched.asked = &asked;
  answer(budget(1e6), watched);
  CHECK(asked.size() <= 5);
}

TEST_CASE("staff: a conflict is shown though the search was off by some positions") {
  const Curve cost{[](double n) { return 1e6 * n; }, 0, 1e4};
  const Oracle oracle{{{"mean_days_to_first_coach", falling_wait(0.5, 6)}, {"cost_coaches", cost}}};
  auto question = ask({wait_at_most(30.5), target("cost_coaches", TargetComparison::at_most, 5e6)});
  question.replications = 5;
  question.most_replications = 40;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    auto lucky = oracle;
    lucky.seed = seed;
    CHECK(answer(question, lucky).status == StaffStatus::unreachable);
  }
}

TEST_CASE("staff: several targets are met where the last of them is") {
  const Curve home{[](double n) { return 0.3 + 0.001 * n; }, 0.0002, 0.001};
  const Oracle oracle{{{"mean_days_to_first_coach", falling_wait(0.1, 0.2)}, {"reunified_12_months", home}}};
  const auto got = answer(
      ask({wait_at_most(50.5), target("reunified_12_months", TargetComparison::above, 0.3305)}), oracle);
  CHECK(got.status == StaffStatus::found);
  CHECK(got.meets == 31);
}

TEST_CASE("staff: a target that is met only on a stretch is not found by halving but by looking everywhere") {
  // Closest with 30 positions; 16, 32 and 64 are too few or too many.
  const Curve valley{[](double n) { return 10 + std::abs(n - 30); }, 0.1, 0.2};
  const Oracle oracle{{{"mean_days_to_first_coach", valley}}};
  auto question = ask({wait_at_most(11.5)});
  question.start = 16;
  StaffRecord record;
  const auto got = find_staff(question, oracle, record);
  CHECK(got.scanned);
  CHECK(got.effects == std::vector{PositionsEffect::both});
  CHECK(got.status == StaffStatus::found);
  CHECK(got.meets == 29);
  CHECK(record.search.size() > 32);  // from end to end, and in the gap below 30

  question.targets = {wait_at_most(9)};
  const auto none = answer(question, oracle);
  CHECK(none.scanned);
  CHECK(none.status == StaffStatus::unreachable);
  CHECK(none.positions == 30);
}

TEST_CASE("staff: numbers that meet between none and the scenario's own positions are not missed") {
  // 120 dollars without coaches, 104 with the 24 of the scenario, 100 with 20: only 18 to 22 will do.
  const Curve valley{[](double n) { return 100 + std::abs(n - 20); }, 0.1, 0.2};
  auto question = ask({target("cost_total", TargetComparison::at_most, 102.5)});
  question.start = 24;
  const auto got = answer(question, Oracle{{{"cost_total", valley}}});
  CHECK(got.scanned);
  CHECK(got.status == StaffStatus::found);
  CHECK(got.meets == 18);
}

TEST_CASE("staff: where only luck met the target the row of numbers that fail comes to an end") {
  const Curve flat{[](double n) { return n == 0 ? nobody_at_risk : 20 + 5 / n; }, 0.1, 0.2};
  std::vector<std::uint32_t> asked;
  Oracle truth{{{"mean_days_to_first_coach", flat}}};
  truth.asked = &asked;
  auto question = ask({wait_at_most(18)});
  question.most = 300;
  const auto lucky = [&](std::uint32_t positions, std::uint32_t first, std::uint32_t count) {
    auto columns = truth(positions, first, count);
    if (first == 0 && positions >= 10)
      for (double& days : columns[question.targets[0].outcome]) days -= 5;
    return columns;
  };
  StaffRecord record;
  const auto got = find_staff(question, lucky, record);
  CHECK(got.positions == 10);
  CHECK(got.status == StaffStatus::not_separated);
  CHECK_FALSE(got.meets);
  CHECK(got.fails == 17);
  CHECK(*std::max_element(asked.begin(), asked.end()) == 17);
}

TEST_CASE("staff: a few runs that are all the same do not show that the others are") {
  const Oracle calm{{{"families_waiting", {[](double n) { return n < 3 ? 10.0 : 0.0; }}}}};
  auto question = ask({target("families_waiting", TargetComparison::at_most, 2)});
  question.replications = 5;
  question.most_replications = 40;
  const auto few = answer(question, calm);
  CHECK(few.status == StaffStatus::not_separated);
  CHECK_FALSE(few.meets);
  CHECK(few.fails == 2);  // of ten families in each of five runs, four of five runs would have to have none
  question.most_replications = 160;
  CHECK(answer(question, calm).meets == 3);
  question.most_replications = 5;
  question.targets[0].fixed = true;
  CHECK(answer(question, calm).meets == 3);
}

TEST_CASE("staff: the looks double up to the most replications, and each takes its share of the doubt") {
  StaffQuestion question;
  question.replications = 20;
  question.most_replications = 160;
  CHECK(looks_of(question) == std::vector<std::uint32_t>{20, 40, 80, 160});
  CHECK(claim_level(question) == Approx(0.05 / 15));
  question.most_replications = 20;
  CHECK(looks_of(question) == std::vector<std::uint32_t>{20});
  question.most_replications = 50;
  CHECK(looks_of(question) == std::vector<std::uint32_t>{20, 40, 50});
}
