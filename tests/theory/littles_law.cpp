#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "sim/evidence/closed_forms_little.hpp"
#include "tests/theory/replications.hpp"

namespace homeward::theory {

namespace {

template <typename Days>
double booked(const RunRecord& run, Days days) {
  double sum = 0;
  for (const auto& family : run.families) sum += family.*days;
  return sum;
}

bool month_counts_match(const RunRecord& run, Stock stock, const std::vector<Spell>& spells) {
  for (std::size_t m = 0; m < run.stock[index(stock)].size(); ++m) {
    const SimTime day = static_cast<double>(m) * days_per_month;
    const auto number = std::count_if(spells.begin(), spells.end(),
                                      [day](const Spell& s) { return s.from <= day && day < s.to; });
    if (number != run.stock[index(stock)][m]) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Little's law: days booked to families are the time averages of the stocks, times the window") {
  const auto scenario = check(busy_scenario());
  for (std::uint32_t r = 0; r < 3; ++r) {
    const auto run = simulate(scenario, test_seed, r, Logging{true, {}});
    const auto care = spells_in_care(run), queue = spells_waiting(run), served = spells_coached(run);
    REQUIRE(queue.size() > 500);
    REQUIRE(served.size() > 300);
    CHECK(booked(run, &FamilyRecord::care_days) ==
          Approx(run.window_end * time_average(care, run.window_end)).epsilon(1e-9));
    CHECK(booked(run, &FamilyRecord::waiting_days) ==
          Approx(run.window_end * time_average(queue, run.window_end)).epsilon(1e-9));
    CHECK(booked(run, &FamilyRecord::coached_days) ==
          Approx(run.window_end * time_average(served, run.window_end)).epsilon(1e-9));
  }
}

TEST_CASE("Little's law: the monthly counts are the numbers of open stays") {
  const auto run = simulate(check(busy_scenario()), test_seed, 5, Logging{true, {}});
  CHECK(month_counts_match(run, Stock::families_in_care, spells_in_care(run)));
  CHECK(month_counts_match(run, Stock::families_waiting, spells_waiting(run)));
  CHECK(month_counts_match(run, Stock::families_coached, spells_coached(run)));
}

TEST_CASE("Little's law: families in care are entries a day times the mean stay") {
  Scenario s = families_only(400, 6, 1);
  s.run.warm_up_years = 8;
  s.hazards.readiness = Weibull{0.7, 100};
  const Days mean_stay = 100 * std::tgamma(1 + 1 / 0.7);
  const auto figures = [](const RunRecord& run) {
    return Figures{{"in care", booked(run, &FamilyRecord::care_days) / run.window_end}};
  };
  check_all(replicate(s, 40, figures), {{"in care", 400 / days_per_year * mean_stay}});
}

}  // namespace homeward::theory
