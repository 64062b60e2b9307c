#include <boost/math/quadrature/exp_sinh.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "tests/benchmark/arithmetic.hpp"
#include "tests/benchmark/coach_queue.hpp"
#include "tests/benchmark/competing_clocks.hpp"
#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/hold.hpp"
#include "tests/benchmark/ladder_queue.hpp"
#include "tests/benchmark/plain_generator.hpp"

/// A yardstick that did less work than it says would make the engine look slow, or fast: each is held against
/// what is known of it. Statistical checks allow four standard errors.
namespace homeward::benchmark {

namespace {

struct Estimate {
  double mean{};
  double standard_error{};
};

Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double value : values) {
    sum += value;
    squares += value * value;
  }
  return {sum / n, std::sqrt((squares / n - sum / n * sum / n) / (n - 1))};
}

constexpr CoachQueue w1{100'000, 2.4, 400};

std::vector<CoachQueueCounts> replications(QueueMethod method) {
  std::vector<CoachQueueCounts> counts;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) counts.push_back(run_coach_queue(w1, method, seed));
  return counts;
}

template <typename Count>
Estimate per_family(const std::vector<CoachQueueCounts>& runs, Count count) {
  std::vector<double> values;
  for (const auto& run : runs)
    values.push_back(static_cast<double>(count(run)) / static_cast<double>(w1.families));
  return estimate(values);
}

/// Mean days in each state and the chance that its first clock decides, by quadrature; then the equations of
/// the first step.
struct Expected {
  double events{};
  double days{};
};
Expected expected_life() {
  std::array<double, 5> stay{}, first{}, events{}, days{};
  boost::math::quadrature::exp_sinh<double> integrator;
  for (std::size_t state = 0; state < 5; ++state) {
    const auto& [a, b] = state_clocks[state];
    const auto survival = [](const StateClock& clock, double t) {
      return std::exp(-std::pow(t / clock.scale_days, clock.shape));
    };
    stay[state] = integrator.integrate([&](double t) { return survival(a, t) * survival(b, t); });
    // In units of the first clock's cumulative hazard, which is Exp(1).
    first[state] = integrator.integrate(
        [&](double h) { return std::exp(-h) * survival(b, a.scale_days * std::pow(h, 1 / a.shape)); });
  }
  // A life closes for certain, so iterating converges.
  for (int i = 0; i < 2000; ++i) {
    for (std::size_t state = 0; state < 5; ++state) {
      const auto next = [&](const std::array<double, 5>& of, std::size_t clock) {
        const auto to = static_cast<std::size_t>(state_clocks[state][clock].leads_to);
        return to == closed_state ? 0.0 : of[to];
      };
      events[state] = 1 + first[state] * next(events, 0) + (1 - first[state]) * next(events, 1);
      days[state] = stay[state] + first[state] * next(days, 0) + (1 - first[state]) * next(days, 1);
    }
  }
  return {events[0], days[0]};
}

}  // namespace

TEST_CASE("coach queue: returns, completions and renegings are those of W1") {
  for (const auto method : {QueueMethod::timed, QueueMethod::lazy, QueueMethod::lazy_ladder}) {
    const auto runs = replications(method);
    for (const auto& run : runs) {
      CHECK(run.arrivals == w1.families);
      CHECK(run.completions + run.renegings ==
            run.arrivals + run.returns);  // whoever joins is served or leaves
    }
    const auto returns = per_family(runs, [](const auto& run) { return run.returns; });
    const auto completions = per_family(runs, [](const auto& run) { return run.completions; });
    const auto renegings = per_family(runs, [](const auto& run) { return run.renegings; });
    CHECK(std::abs(returns.mean - 0.331) <
          4 * returns.standard_error + 0.0005);  // the check value is rounded
    CHECK(std::abs(completions.mean - 1.321) < 4 * completions.standard_error + 0.0005);
    CHECK(renegings.mean > 0.008 - 4 * renegings.standard_error);
    CHECK(renegings.mean < 0.010 + 4 * renegings.standard_error);
    CHECK(renegings.standard_error < 0.0005);  // so that the two above say something
  }
}

TEST_CASE(
    "coach queue: with slots for all nobody leaves unserved, and without slots' worth of work nearly all "
    "do") {
  const auto ample = run_coach_queue({20'000, 2.4, 4000}, QueueMethod::timed, 1);
  CHECK(ample.renegings == 0);
  CHECK(static_cast<double>(ample.returns) / static_cast<double>(ample.completions) ==
        Approx(0.25).margin(4 * std::sqrt(0.25 * 0.75 / 26'667)));
  const auto scarce = run_coach_queue({20'000, 2.4, 4}, QueueMethod::timed, 1);
  CHECK(scarce.renegings > scarce.completions * 50);
}

TEST_CASE("coach queue: noticing late who has left changes no mean") {
  const CoachQueue busy{50'000, 2.4, 360};
  std::vector<double> differences;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const auto timed = run_coach_queue(busy, QueueMethod::timed, seed).renegings;
    const auto lazy = run_coach_queue(busy, QueueMethod::lazy, 100 + seed).renegings;
    differences.push_back(static_cast<double>(timed) - static_cast<double>(lazy));
  }
  const auto difference = estimate(differences);
  CHECK(std::abs(difference.mean) < 4 * difference.standard_error);
}

TEST_CASE("competing clocks: events and days to closing are those of the equations") {
  const auto expected = expected_life();
  CHECK(expected.events == Approx(12.02).margin(0.01));  // what others reached on the same process
  CHECK(expected.days == Approx(2968).margin(1));
  const auto counts = run_family_major(400'000, 1);
  const auto n = static_cast<double>(counts.families);
  const double events = static_cast<double>(counts.events) / n;
  const double days = counts.days / n;
  CHECK(counts.families == 400'000);
  CHECK(std::abs(events - expected.events) <
        4 * std::sqrt((static_cast<double>(counts.squared_events) / n - events * events) / n));
  CHECK(std::abs(days - expected.days) < 4 * std::sqrt((counts.squared_days / n - days * days) / n));
}

TEST_CASE("coach queue: a ladder gives the same events as a heap") {
  const auto heap = run_coach_queue(w1, QueueMethod::lazy, 9);
  const auto ladder = run_coach_queue(w1, QueueMethod::lazy_ladder, 9);
  CHECK(ladder.returns == heap.returns);
  CHECK(ladder.completions == heap.completions);
  CHECK(ladder.renegings == heap.renegings);
  CHECK(ladder.last_day == heap.last_day);
}

TEST_CASE("competing clocks: one event list gives the same lives as one family after the other") {
  const auto major = run_family_major(20'000, 3);
  for (const auto run_ordered : {&run_in_heap, &run_in_ladder}) {
    const auto ordered = run_ordered(20'000, 3);
    CHECK(ordered.families == major.families);
    CHECK(ordered.events == major.events);
    CHECK(ordered.squared_events == major.squared_events);
    CHECK(ordered.days == Approx(major.days).epsilon(1e-12));  // the same terms, added in another order
  }
}

TEST_CASE("hold: n events of rate one come as a Poisson process of rate n, from every queue alike") {
  for (const std::uint32_t pending : {1U, 1000U, 30'000U}) {
    const Hold hold{pending, 100'000};
    const auto heap = hold_heap(hold, 7);
    const double holds = static_cast<double>(hold.holds);
    CHECK(std::abs(heap.last_time - holds / pending) < 4 * std::sqrt(holds) / pending);
    CHECK(hold_ladder(hold, 7).last_time == heap.last_time);
    CHECK(hold_engine(hold, 7).last_time == heap.last_time);
  }
}

TEST_CASE("four-ary heap: gives out in order of time what was put in, moved and taken out") {
  constexpr std::uint32_t ids = 300;
  PlainGenerator random(5);
  FourAryHeap<Places> heap(ids);
  std::map<double, std::uint32_t> expected;
  std::vector<double> time(ids, -1);  // -1: not in
  for (int i = 0; i < 20'000; ++i) {
    const auto id = static_cast<std::uint32_t>(random.uniform() * ids);
    const double later = random.uniform();
    const bool in = time[id] >= 0;
    if (in) expected.erase(time[id]);
    if (in && random.uniform() < 0.4) {
      heap.erase(id);
      time[id] = -1;
    } else {
      if (in) {
        heap.move(id, later);
      } else {
        heap.push(id, later);
      }
      time[id] = later;
      expected[later] = id;
    }
    REQUIRE(heap.empty() == expected.empty());
    if (!expected.empty()) REQUIRE(heap.top() == expected.begin()->second);
  }
  while (!expected.empty()) {
    REQUIRE(heap.top_time() == expected.begin()->first);
    heap.pop();
    expected.erase(expected.begin());
  }
  CHECK(heap.empty());
}

TEST_CASE("ladder queue: gives out in order of time, however unevenly times lie") {
  for (const double shape : {0.05, 1.0, 20.0}) {  // over forty powers of ten; evenly; nearly all at once
    PlainGenerator random(5);
    LadderQueue<> ladder;
    std::multiset<double> expected;
    double now = 0;
    const auto push = [&](std::uint32_t id) {
      const double time =
          now + (random.uniform() < 0.1 ? 0.0 : random.weibull(1 / shape, 1));  // some at once
      ladder.push(id, time);
      expected.insert(time);
    };
    for (std::uint32_t id = 0; id < 5'000; ++id) push(id);
    for (int i = 0; i < 50'000 && !expected.empty(); ++i) {
      now = *expected.begin();
      REQUIRE(ladder.top_time() == now);
      ladder.pop();
      expected.erase(expected.begin());
      REQUIRE(ladder.empty() == expected.empty());
      if (i < 30'000) push(0);
    }
    CHECK(expected.empty());
  }
}

TEST_CASE("arithmetic: every thread draws unit exponentials") {
  constexpr std::uint32_t draws = 200'000;
  for (const unsigned threads : {1U, 2U}) {
    const double n = static_cast<double>(draws) * threads;
    CHECK(std::abs(run_arithmetic(draws, threads) / n - 1) < 4 / std::sqrt(n));
  }
}

}  // namespace homeward::benchmark
