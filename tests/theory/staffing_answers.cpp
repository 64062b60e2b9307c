#include <atomic>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <memory>

#include "sim/experiment/staff_runs.hpp"
#include "sim/experiment/staff_search.hpp"
#include "sim/scenario/read.hpp"

/// The staffing question where the answer is known. Gate off, exponential stays, first come: coached and
/// waiting families are the Erlang-A queue (Mandelbaum & Zeltyn 2007), and by Little's law the mean days on
/// the queue until a coach or leaving it are the mean number waiting over the rate of joining. So the
/// smallest number of coaches that keeps them below a target follows from a sum.
namespace homeward {

namespace {

struct Queue {
  double per_day;  ///< families that are referred
  Days stay;       ///< mean
  Days patience;   ///< mean
  std::uint32_t families_per_coach;
};

/// Mean days on the queue with so many positions.
Days mean_wait(const Queue& p, std::uint32_t positions) {
  const double slots = positions * p.families_per_coach;
  double log_weight = 0;
  double total = 1;
  double waiting = 0;
  for (int n = 1; n < 2000; ++n) {
    const double leaving =
        std::min<double>(n, slots) / p.stay + std::max(n - slots, 0.0) * (1 / p.patience + 1 / p.stay);
    log_weight += std::log(p.per_day / leaving);
    total += std::exp(log_weight);
    waiting += std::exp(log_weight) * std::max(n - slots, 0.0);
  }
  return waiting / total / p.per_day;
}

std::uint32_t fewest(const Queue& p, Days target) {
  std::uint32_t positions = 1;
  while (mean_wait(p, positions) > target) ++positions;
  return positions;
}

Checked<Scenario> scenario_of(const Queue& p, std::uint32_t positions) {
  Scenario s;
  s.name = "erlang-a";
  s.families.entries_per_year = p.per_day * days_per_year;
  s.run.warm_up_years = 12 * p.stay / days_per_year;  // what is left of the empty start is exp(-12)
  s.run.entry_years = 6;
  s.run.follow_up_years = 1;
  s.hazards.readiness = Exponential{p.stay};
  s.program.coaches.positions = positions;
  s.program.coaches.families_per_coach = p.families_per_coach;
  s.program.referral.patience_days = Exponential{p.patience};
  return check(std::move(s));
}

StaffAnswer staffed(const Queue& p, Days target, StaffRecord& record) {
  StaffQuestion question;
  question.targets = {{outcome_index("mean_days_on_queue"), TargetComparison::at_most, target}};
  question.replications = 10;
  question.most_replications = 160;
  question.start = 3;
  const std::atomic<bool> stop{false};
  return find_staff(
      question,
      [&](std::uint32_t positions, std::uint32_t first, std::uint32_t count) {
        Progress progress;
        return simulate_replications(scenario_of(p, positions), 20261001, first, count, simulate_and_measure,
                                     {2, 6}, progress, stop);
      },
      record);
}

}  // namespace

TEST_CASE("staffing answers: the fewest coaches that keep the wait are those of the Erlang-A queue") {
  const auto p = GENERATE(Queue{1.0, 90, 45, 6},   // 90 families' worth of load, small caseloads
                          Queue{1.5, 60, 60, 12},  // the same load, twelve a coach
                          Queue{0.8, 100, 30, 9});
  // Half-way between the waits with c - 1 and c coaches: nothing hangs on a hair.
  const auto c = fewest(p, GENERATE(15.0, 4.0));
  const Days target = (mean_wait(p, c) + mean_wait(p, c - 1)) / 2;
  StaffRecord record;
  const auto answer = staffed(p, target, record);
  INFO(p.families_per_coach << " families per coach, target " << target << " days: " << c << " coaches");
  CHECK(answer.status == StaffStatus::found);
  CHECK(answer.meets == c);
  CHECK(answer.fails == c - 1);
  CHECK(answer.effects == std::vector{PositionsEffect::help});
}

TEST_CASE(
    "staffing answers: where the expected wait is the target the number is told from neither neighbour") {
  const Queue p{1.0, 90, 45, 6};
  const auto c = fewest(p, 8);
  StaffRecord record;
  const auto answer = staffed(p, mean_wait(p, c), record);
  // The expected value is on the edge, so that to call c either way would be luck.
  CHECK(answer.status == StaffStatus::not_separated);
  CHECK(answer.fails == c - 1);
  CHECK(answer.meets == c + 1);
}

TEST_CASE("staffing answers: a wait below zero is out of reach, and that is seen once nobody waits") {
  StaffRecord record;
  const auto answer = staffed({0.3, 60, 45, 6}, -1, record);
  CHECK(answer.status == StaffStatus::unreachable);
  CHECK(answer.end == StaffEnd::nothing_changes);
}

}  // namespace homeward
