#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "sim/evidence/closed_forms_laws.hpp"
#include "sim/random/samplers.hpp"
#include "tests/theory/replications.hpp"

/// A position is filled and vacant in turn: an alternating renewal process (Ross 1996, Stochastic Processes,
/// section 3.4). Share of time filled = mean time filled / (mean time filled + mean time vacant).
namespace homeward::theory {

namespace {

Scenario staffed(std::uint32_t positions, double annual_turnover, Duration hiring, double years = 10) {
  Scenario s = families_only(0, years, 0);
  s.run.warm_up_years = 10;
  s.program.coaches.positions = positions;
  s.program.coaches.annual_turnover = annual_turnover;
  s.program.coaches.hiring_days = std::move(hiring);
  return s;
}

double mean_of(const Duration& duration) {
  return integral([&](double u) { return sample(duration, u); }, 0, 1);
}

/// Per position: share of the window filled and leavings a year.
Figures positions_figures(const RunRecord& run) {
  double filled = 0, left = 0;
  for (const auto& coach : run.coaches) {
    filled += std::max(0.0, std::min(coach.left, run.window_end) - std::max(coach.hired, 0.0));
    if (coach.left >= 0 && coach.left < run.window_end) ++left;
  }
  double vacant = 0, in_post = 0, months = 0;
  for (; months * days_per_month < run.window_end; ++months) {
    vacant +=
        static_cast<double>(run.stock[index(Stock::positions_vacant)][static_cast<std::size_t>(months)]);
    in_post +=
        static_cast<double>(run.stock[index(Stock::coaches_in_post)][static_cast<std::size_t>(months)]);
  }
  const double positions = run.positions.front().positions;
  return {{"filled", filled / positions / run.window_end},
          {"leavings", left / positions / run.window_end * days_per_year},
          {"vacant by month", vacant / positions / months},
          {"in post by month", in_post / positions / months}};
}

}  // namespace

TEST_CASE(
    "staffing: positions are filled and vacant as an alternating renewal process, whatever the time to "
    "hire") {
  const double turnover = GENERATE(0.4, 2.0);
  const Duration hiring =
      GENERATE(Duration{Fixed{60}}, Duration{Exponential{90}}, Duration{Weibull{0.7, 50}},
               Duration{Lognormal{60, 0.8}}, Duration{Gamma{3, 40}}, Duration{Uniform{20, 150}});
  INFO("turnover " << turnover << ", law of hiring " << hiring.index());
  const Days filled = days_per_year / turnover, vacant = mean_of(hiring);
  check_all(replicate(staffed(30, turnover, hiring), 40, positions_figures),
            {{"filled", filled / (filled + vacant)},
             {"leavings", days_per_year / (filled + vacant)},
             {"vacant by month", vacant / (filled + vacant)},
             {"in post by month", filled / (filled + vacant)}});
}

TEST_CASE("staffing: all positions start filled and approach the steady state as a two-state chain does") {
  Scenario s = staffed(100, 2, Exponential{120}, 2);
  s.run.warm_up_years = 0;
  const double leave = 2 / days_per_year, hire = 1.0 / 120;
  Figures truth;
  for (const int month : {0, 1, 3, 6, 24}) {
    const double t = month * days_per_month;
    truth["month " + std::to_string(month)] =
        hire / (hire + leave) + leave / (hire + leave) * std::exp(-(hire + leave) * t);
  }
  const auto figures = [&](const RunRecord& run) {
    Figures found;
    for (const int month : {0, 1, 3, 6, 24}) {
      found["month " + std::to_string(month)] =
          static_cast<double>(run.stock[index(Stock::coaches_in_post)][static_cast<std::size_t>(month)]) /
          100;
    }
    return found;
  };
  check_all(replicate(s, 60, figures), truth);
}

TEST_CASE("staffing: without turnover the first holders stay, ready from the start") {
  Scenario s = staffed(7, 0, Fixed{60});
  s.program.coaches.training_days = Fixed{30};
  const auto run = simulate(check(s), test_seed, 0);
  REQUIRE(run.coaches.size() == 7);
  for (const auto& coach : run.coaches) {
    CHECK(coach.ready == s.start());
    CHECK(coach.left == forever);
  }
}

TEST_CASE("staffing: training comes between hiring and the first family, and some leave before its end") {
  Scenario s = staffed(40, 2, Fixed{30});
  s.run.warm_up_years = 1;
  s.run.follow_up_years = 1;
  s.families.entries_per_year = 500;
  s.hazards.readiness = Exponential{300};
  s.program.coaches.families_per_coach = 5;
  s.program.coaches.training_days = Fixed{45};
  const auto figures = [](const RunRecord& run) {
    double hired = 0, left_in_training = 0, wrong = 0;
    for (const auto& coach : run.coaches) {
      if (coach.holder == 1 || coach.hired >= run.window_end) continue;
      ++hired;
      if (coach.ready == forever) ++left_in_training;
      if (coach.ready != forever && std::abs(coach.ready - coach.hired - 45) > 1e-9) ++wrong;
      if (coach.ready == forever && !(coach.left < coach.hired + 45)) ++wrong;
    }
    // The log has no coach on an assignment; but no more can be coached than the ready coaches' slots.
    for (std::size_t m = 0; m < run.stock[0].size(); ++m) {
      if (run.stock[index(Stock::families_coached)][m] > 5 * run.stock[index(Stock::coaches_ready)][m])
        ++wrong;
    }
    return Figures{{"left in training", left_in_training / hired}, {"wrong", wrong}};
  };
  check_all(replicate(s, 30, figures),
            {{"left in training", 1 - std::exp(-45 * 2 / days_per_year)}, {"wrong", 0}});
}

TEST_CASE("staffing: overload raises the rate of leaving by the stated factor") {
  // Families that never leave keep all caseloads full: ten families at a contact of 2 hours a week are 20
  // hours planned.
  const double available = GENERATE(10.0, 16.0, 20.0, 40.0);
  INFO(available << " hours available");
  Scenario s = staffed(10, 1.0, Fixed{0}, 5);
  s.families.entries_per_year = 250;
  s.run.warm_up_years = 1;
  s.program.coaches.families_per_coach = 10;
  s.program.coaches.contact_hours_per_week = available;
  s.program.coaches.overload_effect = 0.8;
  s.program.support.contacts_per_week = {1, 1, 1};
  s.program.support.hours_per_contact = 2;
  const double factor = 1 + 0.8 * std::max(0.0, 20 / available - 1);
  const auto found = replicate(s, 40, positions_figures);
  CHECK_THAT(found.at("leavings"), Agrees(factor));
  CHECK_THAT(found.at("filled"), Agrees(1));
}

TEST_CASE("staffing: a smaller first caseload holds for its time after training") {
  Scenario s = staffed(20, 1.0, Fixed{10}, 5);
  s.families.entries_per_year = 400;
  s.run.warm_up_years = 2;
  s.program.coaches.families_per_coach = 10;
  s.program.coaches.first_caseload_share = 0.4;
  s.program.coaches.first_caseload_days = 60;
  // Everyone's caseload is full, so a coach carries 4 for 60 days and 10 afterwards; nobody leaves but
  // coaches.
  const double leave = 1 / days_per_year;
  const double early = (1 - std::exp(-60 * leave)) / leave;  // mean days of a holder in the first 60
  const double cycle = 1 / leave + 10;
  const double carried = (4 * early + 10 * (1 / leave - early)) / cycle;
  const auto figures = [](const RunRecord& run) {
    double coached = 0;
    for (const auto& family : run.families) coached += family.coached_days;
    return Figures{{"carried a position", coached / run.window_end / 20}};
  };
  check_all(replicate(s, 40, figures), {{"carried a position", carried}});
}

}  // namespace homeward::theory
