#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/evidence/closed_forms.hpp"
#include "tests/theory/replications.hpp"

/// Families and coaches as a queue whose answer is known: Erlang-A, where stays in care are exponential, so
/// that a family leaves at the rate mu whether it waits or is coached; one that waits also gives up.
namespace homeward::theory {

namespace {

Scenario scenario_of(const Queue& q) {
  Scenario s = families_only(q.per_day * days_per_year, 15, 1);
  s.run.warm_up_years = 12 * q.stay / days_per_year;  // what is left of the empty start is exp(-12)
  s.hazards.readiness = Exponential{q.stay};
  s.program.coaches.positions = q.positions;
  s.program.coaches.families_per_coach = q.families_per_coach;
  if (q.patience < forever) s.program.referral.patience_days = Exponential{q.patience};
  return s;
}

Figures queue_figures(const RunRecord& run) {
  double waiting = 0, coached = 0;
  for (const auto& family : run.families) {
    waiting += family.waiting_days;
    coached += family.coached_days;
  }
  double joined = 0, served = 0, reneged = 0, at_once = 0, waited = 0;
  for (const auto& spell : run.queue_spells) {
    if (spell.joined < 0 || spell.joined >= run.window_end) continue;
    ++joined;
    if (spell.end == QueueEnd::coach) ++served;
    if (spell.end == QueueEnd::reneged) ++reneged;
    if (spell.end == QueueEnd::coach && spell.ended == spell.joined) ++at_once;
    waited += std::min(spell.ended, run.end) - spell.joined;
  }
  return {{"coached", coached / run.window_end},
          {"waiting", waiting / run.window_end},
          {"joined a day", joined / run.window_end},
          {"share served", served / joined},
          {"share that reneges", reneged / joined},
          {"share served at once", at_once / joined},
          {"mean days until coach or leaving", waited / joined}};
}

}  // namespace

TEST_CASE("waiting: coached and waiting families are the Erlang-A queue") {
  const Queue q = GENERATE(Queue{0.5, 120, 60, 4, 12},      // busy: 60 families' worth of load on 48 slots
                           Queue{0.5, 120, 300, 4, 12},     // the same, more patient
                           Queue{1.0, 60, 30, 7, 9},        // about balanced
                           Queue{0.2, 150, 90, 32, 1},      // roomy, one family a coach
                           Queue{0.4, 100, forever, 6, 6},  // nobody gives up
                           Queue{0.3, 90, 45, 1, 5});       // hardly any coaches
  INFO(q.positions << " coaches, patience " << q.patience);
  const Stationary s = erlang_a(q);
  const double theta = q.patience < forever ? 1 / q.patience : 0;
  const Samples found = replicate(scenario_of(q), 80, queue_figures);
  check_all(found, {{"coached", s.coached},
                    {"waiting", s.waiting},
                    {"joined a day", q.per_day},
                    {"share served", s.coached / q.stay / q.per_day},
                    {"share that reneges", theta * s.waiting / q.per_day},
                    {"share served at once", s.at_once}});
  // Little's law: each of the families that join waits L / lambda.
  CHECK_THAT(found.at("mean days until coach or leaving"), Agrees(s.waiting / q.per_day, 0.05, 0.05));
}

TEST_CASE(
    "waiting: how many have a coach within some days, and how long the others and they wait, is Erlang-A") {
  // As `tests/cases/waits-open-at-end`: nobody leaves care, a coached family drops out at 1/60 a day, one
  // that waits gives up at 1/10; a third of the load of 60 finds a place.
  const double delta = 1.0 / 60, theta = 1.0 / 10;
  const Queue seen{1, 1 / delta, 1 / (theta - delta), 20, 1};
  Scenario s = families_only(days_per_year, 2, 1);
  s.run.warm_up_years = 2;
  s.program.coaches.positions = 20;
  s.program.coaches.families_per_coach = 1;
  s.program.referral.patience_days = Exponential{1 / theta};
  s.program.referral.drop_out = Exponential{1 / delta};
  const std::vector<std::string> names{"coached_within_14_days",  "coached_within_30_days",
                                       "mean_days_on_queue",      "mean_days_to_first_coach",
                                       "renege_share_of_joiners", "served_share_of_families"};
  const auto found = replicate(s, 40, [&](const RunRecord& run) {
    const auto values = outcomes_named(s, run, names);
    Figures figures;
    for (std::size_t i = 0; i < names.size(); ++i) figures[names[i]] = values[i];
    return figures;
  });
  const double on_queue = erlang_a(seen).waiting;
  CHECK(std::abs(on_queue - 6.67) < 0.01);
  CHECK(std::abs(mean_days_to_coach(seen) - 9.6) < 0.05);
  check_all(found, {{"coached_within_14_days", coached_within(seen, 14)},
                    {"coached_within_30_days", coached_within(seen, 30)},
                    {"mean_days_on_queue", on_queue},
                    {"mean_days_to_first_coach", mean_days_to_coach(seen)},
                    {"renege_share_of_joiners", theta * on_queue},
                    {"served_share_of_families", 1 - theta * on_queue}});
}

TEST_CASE("waiting: without coaches nobody joins a queue") {
  const auto found = replicate(scenario_of({0.5, 120, 60, 0, 12}), 3, queue_figures);
  CHECK(found.at("coached").mean() == 0);
  CHECK(found.at("joined a day").mean() == 0);
}

TEST_CASE(
    "waiting: with a share referred that accepts, after a delay, the queue is thinned and those who left in "
    "the meantime never join") {
  const Queue q{1.0, 100, 50, 3, 10};
  Scenario s = scenario_of(q);
  s.program.referral.probability = 0.8;
  s.program.referral.acceptance = 0.7;
  s.program.referral.delay_days = Uniform{0, 80};
  // Still in care after a delay that is even over 0 to d days: (1 - exp(-d/stay)) / (d/stay).
  const double still = (1 - std::exp(-80.0 / q.stay)) / (80.0 / q.stay);
  Queue thinned = q;
  thinned.per_day = q.per_day * 0.8 * 0.7 * still;
  const Stationary expected = erlang_a(thinned);
  check_all(replicate(s, 60, queue_figures), {{"coached", expected.coached},
                                              {"waiting", expected.waiting},
                                              {"joined a day", thinned.per_day},
                                              {"share served", expected.coached / q.stay / thinned.per_day}});
}

TEST_CASE(
    "waiting: with endless patience the number of eligible families is Poisson, however few the coaches") {
  const Queue q =
      GENERATE(Queue{0.5, 60, forever, 2, 8}, Queue{0.1, 45, forever, 1, 2}, Queue{1.5, 30, forever, 50, 8});
  const double mean = q.per_day * q.stay;
  Scenario s = scenario_of(q);
  s.run.entry_years = q.stay / 2;
  const auto every =
      static_cast<std::size_t>(std::ceil(6 * q.stay / days_per_month));  // readings hardly know each other
  const auto figures = [&](const RunRecord& run) {
    const auto& eligible = run.stock[index(Stock::families_eligible)];
    double sum = 0, squares = 0, readings = 0;
    for (std::size_t m = 0; m < eligible.size(); m += every) {
      const auto n = static_cast<double>(eligible[m]);
      sum += n;
      squares += (n - mean) * (n - mean);
      ++readings;
    }
    return Figures{{"mean", sum / readings}, {"variance", squares / readings}};
  };
  const auto found = replicate(s, 60, figures);
  CHECK_THAT(found.at("mean"), Agrees(mean, 0.02));
  CHECK_THAT(found.at("variance"), Agrees(mean, 0.05));
}

TEST_CASE("waiting: a family that gives up or drops out stays eligible, unserved") {
  const Queue q{0.5, 100, 40, 2, 10};
  Scenario s = scenario_of(q);
  s.program.referral.drop_out = Exponential{70};
  const auto figures = [](const RunRecord& run) {
    std::array<double, 4> sum{};
    const std::array stocks_read{Stock::families_eligible, Stock::families_coached, Stock::families_waiting,
                                 Stock::families_unserved};
    double months = 0;
    for (std::size_t m = 0; static_cast<double>(m) * days_per_month < run.window_end; ++m, ++months) {
      for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += static_cast<double>(run.stock[index(stocks_read[i])][m]);
    }
    return Figures{{"eligible", sum[0] / months},
                   {"coached", sum[1] / months},
                   {"waiting", sum[2] / months},
                   {"unserved", sum[3] / months}};
  };
  // Dropping out frees a slot at a rate of its own (trust is 0), so service is mu + 1/70 and abandonment
  // theta + mu: the chain above with patience seen from that service rate.
  const double mu = 1 / q.stay, delta = 1.0 / 70, theta = 1 / q.patience;
  const Queue seen{q.per_day, 1 / (mu + delta), 1 / (theta - delta), q.positions, q.families_per_coach};
  const Stationary expected = erlang_a(seen);
  check_all(replicate(s, 60, figures),
            {{"eligible", q.per_day * q.stay},
             {"coached", expected.coached},
             {"waiting", expected.waiting},
             {"unserved", q.per_day * q.stay - expected.coached - expected.waiting}});
}

}  // namespace homeward::theory
