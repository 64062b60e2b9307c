#include <cmath>

#include "sim/evidence/closed_forms.hpp"
#include "sim/evidence/closed_forms_cases.hpp"

namespace homeward::theory {

namespace {

Scenario scenario_of(const Queue& q, double entry_years) {
  Scenario s = families_only(q.per_day * days_per_year, entry_years, 1);
  s.run.warm_up_years = 12 * q.stay / days_per_year;  // what is left of the empty start is exp(-12)
  s.hazards.readiness = Exponential{q.stay};
  s.program.coaches.positions = q.positions;
  s.program.coaches.families_per_coach = q.families_per_coach;
  if (q.patience < forever) s.program.referral.patience_days = Exponential{q.patience};
  return s;
}

KnownCase queue(const std::string& section, const Queue& q) {
  KnownCase known;
  known.section = section;
  known.source = "Erlang-A: Mandelbaum & Zeltyn 2007; Little 1961";
  known.scenario = scenario_of(q, 12);
  known.replications = 60;
  const Stationary s = erlang_a(q);
  known.quantities = {
      {"families with a coach", "1", s.coached},
      {"families waiting", "1", s.waiting},
      {"use of the coaches' places", "1", s.coached / (q.positions * q.families_per_coach)},
      {"share of stays on the queue that end with a coach", "1", s.coached / q.stay / q.per_day},
      {"days on the queue", "d", s.waiting / q.per_day},
      {"share that gives up", "1", s.waiting / q.patience / q.per_day},
      {"share served at once", "1", s.at_once},
      {"share with a coach within 30 days", "1", coached_within(q, 30)},
      {"days to the coach, of those that get one", "d", mean_days_to_coach(q)}};
  known.measure = [](const Scenario& scenario, const RunRecord& run) {
    auto values = outcomes_named(scenario, run,
                                 {"families_coached", "families_waiting", "coach_use",
                                  "served_share_of_families", "mean_days_on_queue"});
    double joined = 0, reneged = 0, at_once = 0;
    for (const auto& spell : run.queue_spells) {
      if (spell.joined < 0 || spell.joined >= run.window_end) continue;
      ++joined;
      if (spell.end == QueueEnd::reneged) ++reneged;
      if (spell.end == QueueEnd::coach && spell.ended == spell.joined) ++at_once;
    }
    values.push_back(reneged / joined);
    values.push_back(at_once / joined);
    for (const double value :
         outcomes_named(scenario, run, {"coached_within_30_days", "mean_days_to_first_coach"}))
      values.push_back(value);
    return values;
  };
  return known;
}

/// With endless patience the number of eligible families is that of M/M/infinity, however few the coaches.
KnownCase eligible() {
  const Queue q{0.5, 60, forever, 2, 8};
  const double mean = q.per_day * q.stay;
  KnownCase known;
  known.section = "Eligible families, M/M/∞";
  known.source = "Poisson: Ross 1996, section 5.3";
  known.scenario = scenario_of(q, 12);
  known.replications = 60;
  known.quantities = {{"mean of the number eligible", "1", mean}, {"its variance", "1", mean}};
  known.measure = [mean](const Scenario&, const RunRecord& run) {
    constexpr std::size_t every = 12;  // months: readings six mean stays apart hardly know each other
    const auto& eligible = run.stock[index(Stock::families_eligible)];
    double sum = 0, squares = 0, readings = 0;
    for (std::size_t m = 0; m < eligible.size(); m += every) {
      const auto n = static_cast<double>(eligible[m]);
      sum += n;
      squares += (n - mean) * (n - mean);
      ++readings;
    }
    return std::vector{sum / readings, squares / readings};
  };
  return known;
}

KnownCase staffing() {
  constexpr double turnover = 0.4, positions = 30;
  constexpr Days vacant = 90, filled = days_per_year / turnover;
  KnownCase known;
  known.section = "Staffing, filled and vacant in turn";
  known.source = "alternating renewal: Ross 1996, section 3.4";
  known.scenario = families_only(0, 10, 0);
  known.scenario.run.warm_up_years = 10;
  known.scenario.program.coaches.positions = static_cast<std::uint32_t>(positions);
  known.scenario.program.coaches.annual_turnover = turnover;
  known.scenario.program.coaches.hiring_days = Exponential{vacant};
  known.replications = 60;
  known.quantities = {{"coaches in post", "1", positions * filled / (filled + vacant)},
                      {"vacant positions", "1", positions * vacant / (filled + vacant)},
                      {"leavings per filled position and year", "1", turnover}};
  known.measure = [](const Scenario& scenario, const RunRecord& run) {
    return outcomes_named(scenario, run, {"coaches_in_post", "positions_vacant", "coach_turnover_per_year"});
  };
  return known;
}

}  // namespace

std::vector<KnownCase> cases_of_coaches() {
  return {queue("Waiting, too few coaches (Erlang-A)", {0.5, 120, 60, 4, 12}),
          queue("Waiting, just enough coaches (Erlang-A)", {1.0, 60, 30, 7, 9}), eligible(), staffing()};
}

}  // namespace homeward::theory
