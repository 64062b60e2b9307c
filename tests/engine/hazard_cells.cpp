#include "sim/engine/hazard_cells.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

namespace homeward {

namespace {

constexpr Days step = 7;
constexpr std::size_t cells = 600;

const std::vector<Clock> laws{Exponential{100},       Weibull{0.52, 28000},
                              Weibull{0.9, 280},      Weibull{2, 150},
                              LogLogistic{1.5, 120},  Gompertz{0.004, 0.003},
                              Gompertz{0.02, -0.001}, Piecewise{{0, 40, 90, 200}, {0.01, 0, 0.02, 0.004}}};

}  // namespace

TEST_CASE("hazard cells: give the cumulative hazard of every law to some units in the last place") {
  for (const Clock& law : laws) {
    const Hazard hazard(law);
    const HazardCells table(hazard, step, cells);
    for (std::size_t k = 0; k < cells + 2; ++k) {
      const double end = hazard.cumulative(static_cast<double>(k + 1) * step);
      for (const double part : {0.0, 0.013, 0.21, 0.5, 0.77, 0.999}) {
        const Days t = (static_cast<double>(k) + part) * step;
        INFO("law " << law.index() << ", cell " << k << " + " << part);
        CHECK(std::abs(table.cumulative(k, t) - hazard.cumulative(t)) <= 2e-15 * end);
      }
    }
  }
}

TEST_CASE("hazard cells: a break of a piecewise law, and what has no series, are left to the law itself") {
  const Hazard broken(Piecewise{{0, 10}, {0.01, 0.5}});
  const HazardCells table(broken, step, cells);
  for (const Days t : {9.9, 10.0, 10.1, 13.0}) CHECK(table.cumulative(1, t) == broken.cumulative(t));
  const Hazard steep(Weibull{0.1, 50});
  CHECK(HazardCells(steep, step, cells).cumulative(0, 1e-9) == steep.cumulative(1e-9));
}

}  // namespace homeward
