#include "sim/engine/drifting_clock.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/random/draws.hpp"

namespace homeward {

namespace {

const std::vector<Clock> laws{Exponential{100},       Weibull{0.6, 150},
                              Weibull{2, 150},        LogLogistic{1.5, 120},
                              Gompertz{0.004, 0.003}, Gompertz{0.02, -0.001},
                              Gompertz{1e-4, 0.05},   Piecewise{{0, 40, 90, 200}, {0.01, 0, 0.02, 0.004}}};

constexpr Days step = 7;
constexpr double left_after_step = 0.92;
constexpr double negligible = 0.01;
constexpr Days reach = 3000;

/// From a day on: base, exponent and distance of the pushes.
struct Change {
  SimTime from;
  double base;
  DriftingClock::Push kept, passing;
};

/// The same clock, walked through cell by cell: at each moment of the grid a push is what is left of it since
/// it was last read, in closed form.
class Walk {
 public:
  Walk(const Clock& law, SimTime origin, double threshold)
      : hazard_(law), origin_(origin), remaining_(threshold) {}

  void set(const Change& change) {
    base_ = change.base;
    kept_ = {change.kept, change.from};
    set_passing(change.from, change.passing);
  }
  void set_passing(SimTime now, const DriftingClock::Push& passing) {
    passing_ = {passing, now};
    now_ = now;
  }
  /// Walks from the last change until `to`; the day it fires, or forever.
  SimTime go(SimTime to) {
    double k = std::floor((now_ - origin_) / step);
    while (now_ < to) {
      const SimTime moment = origin_ + (k + 1) * step;
      const SimTime next = std::min(to, moment);
      const double multiplier = base_ * std::exp(kept_.push.exponent + passing_.push.exponent);
      const double from = hazard_.cumulative(now_ - origin_);
      const double gathered = multiplier * (hazard_.cumulative(next - origin_) - from);
      if (gathered >= remaining_) return origin_ + hazard_.inverse(from + remaining_ / multiplier);
      remaining_ -= gathered;
      now_ = next;
      if (next < moment) break;
      if (std::max(kept_.push.distance, passing_.push.distance) > negligible) {
        kept_.drift(now_);
        passing_.drift(now_);
      }
      ++k;
    }
    return forever;
  }

 private:
  struct Read {
    DriftingClock::Push push;
    SimTime at;
    void drift(SimTime now) {
      const double left = std::pow(left_after_step, (now - at) / step);
      push.exponent *= left;
      push.distance *= left;
      at = now;
    }
  };

  Hazard hazard_;
  SimTime origin_;
  double remaining_;
  double base_{1};
  Read kept_{}, passing_{};
  SimTime now_{};
};

const std::vector<std::vector<Change>> histories{
    {{3, 1, {0.3, 0.4}, {}}},
    {{0, 0.8, {-0.6, 1}, {}}, {61, 0.8, {-0.2, 0.5}, {0.1, 0.3}}},
    {{10, 0.5, {2.5, 1}, {-0.4, 0.2}}, {12, 1.5, {0, 0}, {0, 0}}, {90, 0.7, {-3, 0.6}, {}}},
    {{5, 0, {0.3, 0.4}, {}}, {200, 0.6, {0.4, 0.02}, {}}},
};

}  // namespace

TEST_CASE("drifting clock: fires on the day that a walk through all cells of the grid finds") {
  for (const Clock& law : laws) {
    const Hazard hazard(law);
    const DriftGrid grid(hazard, step, left_after_step, negligible, reach);
    for (std::size_t h = 0; h < histories.size(); ++h) {
      for (const double threshold : {0.001, 0.05, 0.3, 0.9, 2.5}) {
        INFO("law " << law.index() << ", history " << h << ", threshold " << threshold);
        const auto& changes = histories[h];
        const SimTime origin = changes[0].from - 2.5;
        DriftingClock clock;
        Walk walk(law, origin, threshold);
        clock.start(grid, origin, changes[0].from, threshold);
        SimTime expected = forever;
        SimTime found = forever;
        for (std::size_t i = 0; i < changes.size() && expected == forever; ++i) {
          const SimTime next = i + 1 < changes.size() ? changes[i + 1].from : reach;
          clock.set(changes[i].from, changes[i].base, changes[i].kept, changes[i].passing);
          walk.set(changes[i]);
          expected = walk.go(next);
          found = clock.fires_before(next);
          if (expected == forever) CHECK(found >= next);
        }
        if (expected < forever) CHECK(found == Approx(expected).epsilon(1e-9).margin(1e-9));
      }
    }
  }
}

TEST_CASE("drifting clock: a passing push comes on top of the other, which drifts on from where it was") {
  const Hazard hazard(Weibull{0.6, 150});
  const DriftGrid grid(hazard, step, left_after_step, negligible, reach);
  for (const double threshold : {0.2, 0.5, 1.0, 1.6}) {
    DriftingClock clock;
    Walk walk(Weibull{0.6, 150}, 0, threshold);
    clock.start(grid, 0, 0, threshold);
    clock.set(0, 1, {0.5, 0.8}, {});
    walk.set({0, 1, {0.5, 0.8}, {}});
    SimTime expected = walk.go(6.3);
    for (SimTime now = 6.3; expected == forever && now < reach; now += 7.1) {
      CHECK(clock.fires_before(now) >= now);
      clock.set_passing(now, 1, {0.2, 0.3});
      walk.set_passing(now, {0.2, 0.3});
      expected = walk.go(now + 7.1);
    }
    CHECK(clock.fires_before(reach) == Approx(expected).epsilon(1e-10));
  }
}

TEST_CASE(
    "drifting clock: being asked how far it is safe, and setting what is there already, changes no bit") {
  const Hazard hazard(Weibull{0.52, 28000});
  const DriftGrid grid(hazard, step, left_after_step, negligible, reach);
  const Draws draws(3, 0);
  for (FamilyNumber i = 1; i <= 200; ++i) {
    const double threshold = 0.3 * draws.threshold(i, Purpose::reentry);
    DriftingClock asked, quiet;
    for (DriftingClock* clock : {&asked, &quiet}) {
      clock->start(grid, 1.7, 1.7, threshold);
      clock->set(1.7, 1.1, {0.4, 0.9}, {});
    }
    const SimTime fires = quiet.fires_before(reach);
    for (SimTime now = 2; now < std::min(fires, reach); now += 3.3) {
      const SimTime before = asked.fires_before(now);
      CHECK((before == forever || before == fires));
      asked.set_passing(now, 1.1, {});
    }
    CHECK(asked.fires_before(reach) == fires);
  }
}

TEST_CASE(
    "drifting clock: stopped, or never, or with base 0 it does not fire; beyond the grid it still does") {
  const DriftGrid never(Hazard{}, step, left_after_step, negligible, reach);
  const DriftGrid short_grid(Hazard(Exponential{10}), step, left_after_step, negligible, 20);
  DriftingClock clock;
  CHECK(clock.fires_before(forever) == forever);
  clock.start(never, 0, 0, 1);
  CHECK(clock.fires_before(forever) == forever);
  clock.start(short_grid, 0, 0, 90);
  CHECK(clock.fires_before(forever) == Approx(900));
  clock.set(5, 0, {}, {});
  CHECK(clock.fires_before(forever) == forever);
  clock.set(500, 1, {}, {});
  CHECK(clock.fires_before(forever) == Approx(500 + 895));
  clock.stop();
  CHECK(clock.fires_before(forever) == forever);
}

TEST_CASE(
    "drifting clock: it does not fire before it can at the earliest, whatever is pushed below the limit") {
  constexpr double greatest = 0.6;
  const Draws draws(11, 0);
  for (const Clock& law : laws) {
    const Hazard hazard(law);
    const DriftGrid grid(hazard, step, left_after_step, negligible, reach);
    for (FamilyNumber i = 1; i <= 60; ++i) {
      INFO("law " << law.index() << ", clock " << i);
      DriftingClock clock;
      clock.start(grid, 0, 1, draws.threshold(i, Purpose::readiness));
      clock.set(2, 1.3, {draws.uniform(i, Purpose::setback) - 0.7, 0.9}, {0.2, 0.4});
      const SimTime horizon = 2 + 400 * draws.uniform(i, Purpose::visit_days);
      const SimTime earliest = clock.fires_at_earliest(horizon, greatest);
      REQUIRE(earliest <= horizon);
      for (SimTime now = 2; now < earliest; now += 5.5) {
        REQUIRE(clock.fires_before(std::min(earliest, now + 5.5)) >= earliest - 1e-9);
        clock.set_passing(
            now, {greatest * (2 * draws.uniform(i, Purpose::contact, 1, static_cast<std::uint32_t>(now)) - 1),
                  0.7});
      }
    }
  }
}

}  // namespace homeward
