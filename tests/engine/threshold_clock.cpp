#include "sim/engine/threshold_clock.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/evidence/closed_forms_laws.hpp"
#include "sim/random/draws.hpp"

namespace homeward {

namespace {

const std::vector<Clock> laws{Exponential{100},
                              Weibull{0.7, 150},
                              Weibull{2, 150},
                              LogLogistic{1.5, 120},
                              Gompertz{0.004, 0.003},
                              Gompertz{0.02, -0.001},
                              Piecewise{{0, 40, 90, 200}, {0.01, 0, 0.02, 0.004}}};

/// From a day on the hazard is multiplied by this; 0 stands for a pause.
struct Speed {
  SimTime from;
  double multiplier;
};

/// Multiplied hazard gathered until t.
double gathered(const Clock& law, SimTime origin, const std::vector<Speed>& speeds, SimTime t) {
  double sum = 0;
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    const SimTime to = std::min(t, i + 1 < speeds.size() ? speeds[i + 1].from : forever);
    if (!(to > speeds[i].from)) break;
    sum += speeds[i].multiplier * (theory::cumulative_hazard(law, to - origin) -
                                   theory::cumulative_hazard(law, speeds[i].from - origin));
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "threshold clock: fires when the multiplied hazard has used the threshold up, whatever changes on the "
    "way") {
  const SimTime origin = -30;
  const std::vector<Speed> speeds{{-10, 1.5}, {20, 0.4}, {35, 0}, {60, 3}, {61, 0}, {75, 0.9}};
  for (const Clock& law : laws) {
    const Hazard hazard(law);
    for (const double threshold : {0.05, 0.2, 0.5, 0.9, 1.4}) {
      INFO("law " << law.index() << ", threshold " << threshold);
      ThresholdClock clock;
      clock.start(hazard, origin, speeds[0].from, threshold, speeds[0].multiplier);
      for (std::size_t i = 1; i < speeds.size() && clock.fires() > speeds[i].from; ++i) {
        clock.set_multiplier(speeds[i].from, speeds[i].multiplier);
      }
      REQUIRE(clock.fires() < forever);
      CHECK(gathered(law, origin, speeds, clock.fires()) == Approx(threshold).epsilon(1e-9));
    }
  }
}

TEST_CASE("threshold clock: a pause keeps what is left of the threshold while t runs on") {
  for (const Clock& law : laws) {
    INFO("law " << law.index());
    const Hazard hazard(law);
    const double threshold = theory::cumulative_hazard(law, 20) + 0.3;
    ThresholdClock clock;
    clock.start(hazard, 0, 0, threshold, 1);
    clock.pause(20);
    CHECK(clock.fires() == forever);
    clock.set_multiplier(30, 5);  // has no say until the clock runs again
    CHECK(clock.fires() == forever);
    CHECK(clock.remaining_at(50) == Approx(0.3));
    clock.resume(80, 2);
    const double used = theory::cumulative_hazard(law, clock.fires()) - theory::cumulative_hazard(law, 80);
    CHECK(2 * used == Approx(0.3).epsilon(1e-9));
  }
}

TEST_CASE("threshold clock: a multiplier of 0 stops it and another starts it again") {
  const Hazard hazard(Exponential{10});
  ThresholdClock clock;
  clock.start(hazard, 0, 0, 1, 1);
  CHECK(clock.fires() == Approx(10));
  clock.set_multiplier(4, 0);
  CHECK(clock.fires() == forever);
  clock.set_multiplier(100, 0.5);
  CHECK(clock.fires() == Approx(100 + 0.6 * 20));
}

TEST_CASE("threshold clock: setting the same multiplier again changes no bit") {
  const Hazard hazard(Weibull{0.7, 150});
  ThresholdClock clock;
  clock.start(hazard, 0.1, 0.3, 0.77, 1.3);
  const SimTime fires = clock.fires();
  for (SimTime now = 0.7; now < fires; now += 0.37) clock.set_multiplier(now, 1.3);
  CHECK(clock.fires() == fires);
}

TEST_CASE("threshold clock: stopped, or never, it does not fire; and never before now") {
  const Hazard never, exponential(Exponential{10});
  ThresholdClock clock;
  CHECK(clock.fires() == forever);
  clock.start(never, 0, 0, 1, 1);
  clock.set_multiplier(5, 3);
  CHECK(clock.fires() == forever);
  clock.start(exponential, 0, 0, 1, 1);
  clock.stop();
  CHECK(clock.fires() == forever);
  clock.start(exponential, 0, 50, 1e-300, 1);
  CHECK(clock.fires() >= 50);
}

TEST_CASE("threshold clock: with exponential thresholds survival is exp(-multiplied hazard)") {
  constexpr int n = 20000;
  const std::vector<Speed> speeds{{0, 1}, {50, 2.5}, {120, 0.3}};
  const Draws draws(7, 0);
  for (const Clock& law : laws) {
    INFO("law " << law.index());
    const Hazard hazard(law);
    std::vector<double> scores;  // probability transforms of the days it fires: uniform if the law is right
    for (FamilyNumber i = 1; i <= n; ++i) {
      ThresholdClock clock;
      clock.start(hazard, 0, 0, draws.threshold(i, Purpose::readiness), speeds[0].multiplier);
      for (std::size_t k = 1; k < speeds.size() && clock.fires() > speeds[k].from; ++k) {
        clock.set_multiplier(speeds[k].from, speeds[k].multiplier);
      }
      scores.push_back(1 - std::exp(-gathered(law, 0, speeds, clock.fires())));
    }
    std::sort(scores.begin(), scores.end());
    double distance = 0;
    for (int i = 0; i < n; ++i) {
      // Those who never have the event all share the last score; up to there the distribution is that of a
      // uniform.
      if (i + 1 < n && scores[i + 1] == scores[i]) break;
      distance = std::max(distance, std::abs(scores[i] - (i + 0.5) / n));
    }
    CHECK(distance < 1.95 / std::sqrt(n));  // Kolmogorov's bound at 1 in 1000
  }
}

}  // namespace homeward
