#include "sim/evidence/validate_patterns.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/evidence/closed_forms.hpp"
#include "sim/model/replication.hpp"
#include "sim/random/draws.hpp"
#include "sim/scenario/read.hpp"

/// What the patterns of coaching are measured with, and the closed forms themselves where they are
/// elementary.
namespace homeward {

namespace {

/// Families in care with a coach from the first day, weekly contacts, some missed, coaches who stay.
Scenario trusting() {
  Scenario s;
  s.families.entries_per_year = 100;
  s.run.entry_years = 4;
  s.hazards.readiness = Exponential{200};
  s.program.coaches.positions = 40;
  s.program.coaches.families_per_coach = 10;
  s.program.coaches.shared_experience_share = 0.5;
  s.program.support.contacts_per_week = {1, 1, 1};
  s.program.support.hours_per_contact = 1;
  s.program.support.missed_probability = 0.3;
  s.program.support.missed_trust_effect = 1;
  s.trust = {0.1, 0.2, 0.06, 0.1, 0.5};
  return s;
}

}  // namespace

TEST_CASE("patterns: trust read from the log is the trust that the run booked") {
  const Scenario s = trusting();
  constexpr std::uint64_t seed = 3;
  const RunRecord run = simulate(check(s), seed, 0, Logging{true, {}});
  std::vector<TrustAt> in_week;
  for (int week = 0; week < 40; ++week) in_week.push_back(trust_after(s, run, seed, 0, 7 * week + 3.5));
  int families = 0;
  for (std::size_t i = 0; i < run.families.size(); ++i) {
    const auto& family = run.families[i];
    const auto& episode = run.episodes[family.first_episode];
    if (episode.exit[0] >= run.window_end || family.coached_days > 39 * 7 || family.coached_days == 0)
      continue;
    const auto weeks = static_cast<std::size_t>(family.coached_days / 7);
    double booked = 0;
    for (std::size_t w = 0; w < weeks; ++w) booked += 7 * in_week[w].trust[i];
    // In the week that is not full, trust stands where the last contact left it.
    const Days rest = family.coached_days - 7 * static_cast<double>(weeks);
    if (rest < 3.6) continue;
    booked += rest * in_week[weeks].trust[i];
    CHECK(family.trust_days == Approx(booked).epsilon(1e-9));
    ++families;
  }
  CHECK(families > 50);
}

TEST_CASE("patterns: before a coach, and after one has gone, there is no trust to read") {
  Scenario s = trusting();
  s.program.referral.delay_days = Fixed{20};
  s.program.support.longest_days = 30;
  const RunRecord run = simulate(check(s), 3, 0, Logging{true, {}});
  const auto early = trust_after(s, run, 3, 0, 10), late = trust_after(s, run, 3, 0, 40);
  double readable = 0;
  for (std::size_t i = 0; i < early.trust.size(); ++i) {
    if (early.assigned[i] == forever) CHECK(std::isnan(early.trust[i]));
    readable += std::isnan(early.trust[i]) ? 0 : 1;
    CHECK(std::isnan(late.trust[i]));
  }
  CHECK(readable > 100);
}

TEST_CASE("patterns: the partial likelihood finds the hazard ratio that made the data") {
  // Exponential times at rates exp(0.4 x), x standard normal by its quantiles, censored at 2.
  const Draws draws(5, 0);
  std::vector<Observed> observed;
  for (std::uint32_t i = 1; i <= 20000; ++i) {
    const double u = draws.uniform(i, Purpose::need_noise), v = draws.uniform(i, Purpose::need_noise, 1);
    const double x = std::sqrt(-2 * std::log(u)) * std::cos(2 * 3.141592653589793 * v);
    const double t = draws.threshold(i, Purpose::readiness) / std::exp(0.4 * x);
    observed.push_back({std::min(t, 2.0), t < 2, 10 + 3 * x});
  }
  CHECK(log_hazard_ratio(observed) == Approx(0.4).margin(0.03));
  for (auto& one : observed) one.x = 1;
  CHECK(std::isnan(log_hazard_ratio(observed)));
}

TEST_CASE("closed forms: where they are elementary they give the elementary answer") {
  using namespace theory;
  const std::vector<Clock> clocks{Exponential{300}, Exponential{900}};
  const std::vector<double> plain{1, 1}, doubled{2, 1};
  const double both = 1.0 / 300 + 1.0 / 900;
  CHECK(incidence(clocks, plain, 0, 365) == Approx(0.75 * (1 - std::exp(-both * 365))).epsilon(1e-6));
  CHECK(incidence(clocks, doubled, 1, 1e5) == Approx(1.0 / 7).epsilon(1e-6));
  CHECK(renewals(distribution_of(Exponential{100}), 350) == Approx(3.5).epsilon(1e-4));
  // With places for all the number coached is Poisson with the offered load; nobody waits.
  const auto roomy = erlang_a({0.5, 60, forever, 20, 10});
  CHECK(roomy.coached == Approx(30));
  CHECK(roomy.waiting == Approx(0).margin(1e-9));
  // One place and patience without end: M/M/1 in which everybody may leave at rate mu is Poisson again.
  const auto single = erlang_a({0.1, 20, forever, 1, 1});
  CHECK(single.coached == Approx(1 - std::exp(-2.0)));
  CHECK(single.coached + single.waiting == Approx(2));
}

}  // namespace homeward
