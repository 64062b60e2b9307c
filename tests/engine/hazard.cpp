#include "sim/engine/hazard.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms_laws.hpp"

namespace homeward {

namespace {

const std::vector<std::pair<std::string, Clock>>& laws() {
  static const std::vector<std::pair<std::string, Clock>> all{
      {"exponential", Exponential{120}},
      {"Weibull, falling", Weibull{0.6, 300}},
      {"Weibull, rising", Weibull{2.5, 300}},
      {"Weibull of shape 1", Weibull{1, 80}},
      {"log-logistic, falling", LogLogistic{0.8, 200}},
      {"log-logistic, rising then falling", LogLogistic{3, 200}},
      {"Gompertz, rising", Gompertz{0.001, 0.004}},
      {"Gompertz, falling", Gompertz{0.004, -0.003}},
      {"Gompertz, level", Gompertz{0.002, 0}},
      {"piecewise", Piecewise{{0, 30, 100, 400}, {0.01, 0.002, 0.02, 0.001}}},
      {"piecewise with pauses", Piecewise{{0, 30, 100, 400}, {0, 0.02, 0, 0.005}}}};
  return all;
}

}  // namespace

TEST_CASE("hazard: the cumulative hazard is the integral of the hazard") {
  for (const auto& [name, clock] : laws()) {
    INFO(name);
    const Hazard hazard(clock);
    REQUIRE(hazard.runs());
    for (const Days t : {0.01, 5.0, 29.0, 61.0, 250.0, 900.0, 3000.0}) {
      INFO("at day " << t);
      double sum = 0;
      Days from = 0;
      auto ends = theory::jumps(clock, t);
      ends.push_back(t);
      for (const Days to : ends) {
        // A little inside, so that no end is evaluated on the other side of a jump.
        const Days a = from + (from > 0 ? 1e-9 : 0), b = to - (to < t ? 1e-9 : 0);
        sum += theory::integral([&](Days x) { return theory::hazard_at(clock, x); }, a, b);
        from = to;
      }
      CHECK(hazard.cumulative(t) == Approx(sum).epsilon(1e-6).margin(1e-9));
      CHECK(hazard.cumulative(t) == Approx(theory::cumulative_hazard(clock, t)).epsilon(1e-12).margin(1e-12));
    }
  }
}

TEST_CASE("hazard: before its origin nothing has gathered") {
  for (const auto& [name, clock] : laws()) {
    INFO(name);
    CHECK(Hazard(clock).cumulative(0) == 0);
    CHECK(Hazard(clock).cumulative(-10) == 0);
  }
}

TEST_CASE("hazard: the inverse of the cumulative hazard gives the day back") {
  for (const auto& [name, clock] : laws()) {
    INFO(name);
    const Hazard hazard(clock);
    for (double t = 0.5; t < 4000; t *= 1.7) {
      // Where the hazard is 0 or nearly used up many days share one value.
      if (theory::hazard_at(clock, t) < 1e-8) continue;
      INFO("at day " << t);
      CHECK(hazard.inverse(hazard.cumulative(t)) == Approx(t).epsilon(1e-9));
    }
  }
}

TEST_CASE("hazard: the cumulative hazard of the inverse gives the threshold back") {
  for (const auto& [name, clock] : laws()) {
    INFO(name);
    const Hazard hazard(clock);
    for (const double h : {1e-12, 1e-3, 0.2, 0.69, 1.0, 1.3}) {
      INFO("threshold " << h);
      const Days t = hazard.inverse(h);
      REQUIRE(t > 0);
      REQUIRE(t < forever);
      CHECK(hazard.cumulative(t) == Approx(h).epsilon(1e-9).margin(1e-13));
    }
  }
}

TEST_CASE("hazard: a falling Gompertz hazard leaves some who never have the event") {
  const Hazard hazard(Gompertz{0.004, -0.002});  // 2 in all
  CHECK(hazard.inverse(1.999) < forever);
  CHECK(hazard.inverse(2.0) == forever);
  CHECK(hazard.inverse(7.0) == forever);
  CHECK(hazard.cumulative(1e7) == Approx(2));
}

TEST_CASE("hazard: nothing happens in a piece of rate 0") {
  const Hazard pause_first(Piecewise{{0, 50}, {0, 0.1}});
  CHECK(pause_first.inverse(1e-9) >= 50);
  CHECK(pause_first.inverse(0.5) == Approx(55));

  const Hazard pause_between(Piecewise{{0, 10, 50}, {0.1, 0, 0.1}});
  CHECK(pause_between.inverse(0.999) == Approx(9.99));
  CHECK(pause_between.inverse(1.001) == Approx(50.01));

  const Hazard pause_at_the_end(Piecewise{{0, 10}, {0.1, 0}});
  CHECK(pause_at_the_end.inverse(0.5) == Approx(5));
  CHECK(pause_at_the_end.inverse(1.001) == forever);
  CHECK(pause_at_the_end.cumulative(1e6) == Approx(1));
}

TEST_CASE("hazard: never does not run") {
  CHECK_FALSE(Hazard(Clock{Never{}}).runs());
  CHECK_FALSE(Hazard().runs());
  CHECK(Hazard().inverse(0.1) == forever);
  CHECK(Hazard().cumulative(100) == 0);
}

}  // namespace homeward
