#include <boost/math/quadrature/exp_sinh.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <vector>

#include "tests/benchmark/arithmetic.hpp"
#include "tests/benchmark/coach_queue.hpp"
#include "tests/benchmark/competing_clocks.hpp"
#include "tests/benchmark/four_ary_heap.hpp"
#include "tests/benchmark/hold.hpp"
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

std::vector<CoachQueueCounts> replications(Reneging reneging) {
  std::vector<CoachQueueCounts> counts;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) counts.push_back(run_coach_queue(w1, reneging, seed));
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
  for (const auto reneging : {Reneging::timed, Reneging::lazy}) {
    const auto runs = replications(reneging);
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
    CHECK(renegings.standard_error < 0.001);  // so that the two above say something
  }
}

TEST_CASE(
    "coach queue: with slots for all nobody leaves unserved, and without slots' worth of work nearly all "
    "do") {
  const auto ample = run_coach_queue({20'000, 2.4, 4000}, Reneging::timed, 1);
  CHECK(ample.renegings == 0);
  CHECK(static_cast<double>(ample.returns) / static_cast<double>(ample.completions) ==
        Approx(0.25).margin(4 * std::sqrt(0.25 * 0.75 / 26'667)));
  const auto scarce = run_coach_queue({20'000, 2.4, 4}, Reneging::timed, 1);
  CHECK(scarce.renegings > scarce.completions * 50);
}

TEST_CASE("coach queue: noticing late who has left changes no mean") {
  const CoachQueue busy{50'000, 2.4, 360};
  std::vector<double> differences;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const auto timed = run_coach_queue(busy, Reneging::timed, seed).renegings;
    const auto lazy = run_coach_queue(busy, Reneging::lazy, 100 + seed).renegings;
    differences.push_back(static_cast<double>(timed) - static_cast<double>(lazy));
  }
  const auto difference = estimate(differences);
  CHECK(std::abs(difference.mean) < 4 * difference.standard_error);
}

TEST_CASE("competing clocks: events and days to closing are those of the equations") {
  const auto expected = expected_life();
  CHECK(expected.events == Approx(12.02).margin(0.01));  // what others reached on the same process
  CHECK(expected.days == Approx(2968).margin(1));
  const auto counts = run_family_major(50'000, 1);
  const auto n = static_cast<double>(counts.families);
  const double events = static_cast<double>(counts.events) / n;
  const double days = counts.days / n;
  CHECK(counts.families == 50'000);
  CHECK(std::abs(events - expected.events) <
        4 * std::sqrt((static_cast<double>(counts.squared_events) / n - events * events) / n));
  CHECK(std::abs(days - expected.days) < 4 * std::sqrt((counts.squared_days / n - days * days) / n));
}

TEST_CASE("competing clocks: one event list gives the same lives as one family after the other") {
  const auto major = run_family_major(20'000, 3);
  const auto ordered = run_time_ordered(20'000, 3);
  CHECK(ordered.families == major.families);
  CHECK(ordered.events == major.events);
  CHECK(ordered.squared_events == major.squared_events);
  CHECK(ordered.days == Approx(major.days).epsilon(1e-12));  // the same terms, added in another order
}

TEST_CASE("hold: n events of rate one come as a Poisson process of rate n, from both queues alike") {
  for (const std::uint32_t pending : {1U, 1000U, 30'000U}) {
    const Hold hold{pending, 100'000};
    const auto yardstick = hold_yardstick(hold, 7);
    const double holds = static_cast<double>(hold.holds);
    CHECK(std::abs(yardstick.last_time - holds / pending) < 4 * std::sqrt(holds) / pending);
    CHECK(hold_engine(hold, 7).last_time == yardstick.last_time);
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

TEST_CASE("arithmetic: every thread draws unit exponentials") {
  constexpr std::uint32_t draws = 200'000;
  for (const unsigned threads : {1U, 2U}) {
    const double n = static_cast<double>(draws) * threads;
    CHECK(std::abs(run_arithmetic(draws, threads) / n - 1) < 4 / std::sqrt(n));
  }
}

}  // namespace homeward::benchmark
