#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>

#include "sim/evidence/closed_forms.hpp"
#include "tests/theory/replications.hpp"

/// Moves between placements renew at each placement, setbacks at each setback, and re-entry begins anew at
/// each exit.
namespace homeward::theory {

namespace {

/// Logged happenings in the first t days of each family seen so long: mean and variance over families.
auto counted(EventKind kind, Days t) {
  return [kind, t](const RunRecord& run) {
    std::vector<double> counts(run.families.size(), 0);
    for (const auto& row : run.log) {
      const auto& family = run.families[row.family - 1];
      if (static_cast<EventKind>(row.kind) == kind && row.day <= family.entry + t) ++counts[row.family - 1];
    }
    double n = 0, sum = 0, squares = 0;
    for (const auto& family : run.families) {
      if (family.entry + t > run.end) continue;
      const double count = counts[family.number - 1];
      ++n;
      sum += count;
      squares += count * count;
    }
    return Figures{{"mean", sum / n}, {"variance", squares / n - sum / n * sum / n}};
  };
}

const Logging logged{true, {}};

/// Shares of first episodes from the window, ended like this, that came back within so many months.
Figures came_back_from(ExitKind kind, const RunRecord& run) {
  Figures figures;
  for (const double months : {3.0, 12.0, 24.0}) {
    double home = 0, back = 0;
    for (std::size_t i = 0; i < run.episodes.size(); ++i) {
      const auto& e = run.episodes[i];
      if (e.number > 1 || e.removal >= run.window_end || e.exit[0] == forever) continue;
      if (e.exit_kind[0] != kind || e.exit[0] + months * days_per_month > run.end) continue;
      ++home;
      const bool again = i + 1 < run.episodes.size() && run.episodes[i + 1].family == e.family;
      if (again && run.episodes[i + 1].removal <= e.exit[0] + months * days_per_month) ++back;
    }
    figures[std::to_string(months)] = back / home;
  }
  return figures;
}

Figures came_back(const RunRecord& run) {
  return came_back_from(ExitKind::reunified, run);
}

}  // namespace

TEST_CASE(
    "renewal: the expected number of placement moves is the renewal function of the time in a placement") {
  const Clock move = GENERATE(Clock{Exponential{150}}, Clock{Weibull{0.65, 150}}, Clock{Weibull{1.8, 200}},
                              Clock{Piecewise{{0, 30, 120}, {0.01, 0, 0.004}}});
  const Days t = GENERATE(60.0, 500.0);
  INFO("law " << move.index() << " within " << t << " days");
  Scenario s = families_only(500, 1, 1);
  s.hazards.placement_move = move;
  const auto found = replicate(s, 40, counted(EventKind::placement_move, t), logged);
  CHECK_THAT(found.at("mean"), Agrees(renewals(distribution_of(move), t)));
}

TEST_CASE("renewal: exponential moves are t over the mean, and moves in the record are those of the log") {
  Scenario s = families_only(500, 1, 1);
  s.hazards.placement_move = Exponential{100};
  const auto figures = [](const RunRecord& run) {
    double moves = 0, days = 0, logged_moves = 0;
    for (const auto& e : run.episodes) {
      moves += e.moves;
      days += run.end - e.removal;
    }
    for (const auto& row : run.log)
      logged_moves += static_cast<EventKind>(row.kind) == EventKind::placement_move ? 1 : 0;
    return Figures{{"moves a day", moves / days}, {"logged", logged_moves / moves}};
  };
  check_all(replicate(s, 40, figures, logged), {{"moves a day", 0.01}, {"logged", 1}});
}

TEST_CASE("renewal: each placement draws its kind anew, and the kind sets the hazard of the next move") {
  Scenario s = families_only(500, 1, 1);
  s.hazards.placement_move = Weibull{0.8, 120};
  s.placement.kin_probability = 0.3;
  s.placement.congregate_probability = 0.25;
  s.placement.move_hazard_ratio = {0.4, 1, 2.5};
  const auto mixture = [&](Days t) {
    const auto one = [&](double ratio) { return distribution_of(s.hazards.placement_move, ratio)(t); };
    return 0.3 * one(0.4) + 0.7 * (0.25 * one(2.5) + 0.75 * one(1));
  };
  for (const Days t : {90.0, 600.0}) {
    INFO("within " << t << " days");
    const auto found = replicate(s, 40, counted(EventKind::placement_move, t), logged);
    CHECK_THAT(found.at("mean"), Agrees(renewals(mixture, t)));
  }
}

TEST_CASE(
    "renewal: setbacks are a Poisson process from the first removal, whatever else happens to the family") {
  Scenario s = families_only(500, 1, 1.5);
  s.hazards.setback = Exponential{120};
  s.hazards.readiness = Exponential{100};
  s.hazards.reentry = Exponential{200};
  const Days t = GENERATE(100.0, 700.0);
  const auto found = replicate(s, 40, counted(EventKind::setback, t), logged);
  CHECK_THAT(found.at("mean"), Agrees(t / 120));
  CHECK_THAT(found.at("variance"), Agrees(t / 120));
}

TEST_CASE("renewal: families come back as the re-entry law says, counted from the exit") {
  const Clock reentry =
      GENERATE(Clock{Weibull{0.6, 1500}}, Clock{Weibull{1.7, 900}}, Clock{Exponential{700}});
  Scenario s = families_only(700, 1, 4);
  s.hazards.readiness = Exponential{40};
  s.hazards.reentry = reentry;
  Figures truth;
  for (const double months : {3.0, 12.0, 24.0}) {
    truth[std::to_string(months)] = distribution_of(reentry)(months * days_per_month);
  }
  check_all(replicate(s, 60, came_back), truth);
}

TEST_CASE(
    "renewal: frailty of re-entry, its setback of a prior removal and guardianship ratios multiply the "
    "hazard") {
  Scenario s = families_only(700, 1, 4);
  s.hazards.readiness = Exponential{40};
  s.hazards.reentry = Weibull{0.6, 1500};
  s.frailty.reentry_sd = 0.9;
  Figures truth;
  for (const double months : {3.0, 12.0, 24.0}) {
    const double gathered = cumulative_hazard(s.hazards.reentry, months * days_per_month);
    truth[std::to_string(months)] = integral(
        [&](double z) {
          return (1 - std::exp(-gathered * std::exp(0.9 * z - 0.405))) * std::exp(-z * z / 2) /
                 std::sqrt(2 * std::numbers::pi);
        },
        -8, 8);
  }
  check_all(replicate(s, 60, came_back), truth);
}

TEST_CASE(
    "renewal: families come back from guardianship and relatives at their own ratio, and never after "
    "adoption") {
  Scenario s = families_only(2000, 1, 3);
  s.hazards.other_permanency = Exponential{40};
  s.hazards.reentry = Weibull{0.8, 900};
  s.hazards.reentry_after_guardianship_hazard_ratio = 0.4;
  s.permanency.shares = {0.3, 0.4, 0.3};
  for (const ExitKind kind : {ExitKind::adopted, ExitKind::guardianship, ExitKind::relative}) {
    INFO(exit_kind_names[index(kind)]);
    Figures truth;
    for (const double months : {3.0, 12.0, 24.0}) {
      const double back = distribution_of(s.hazards.reentry, 0.4)(months * days_per_month);
      truth[std::to_string(months)] = kind == ExitKind::adopted ? 0 : back;
    }
    check_all(replicate(s, 40, [kind](const RunRecord& run) { return came_back_from(kind, run); }), truth);
  }
}

TEST_CASE("renewal: a prior removal is a trait of every later episode") {
  Scenario s = families_only(700, 1, 4);
  s.hazards.readiness = Exponential{30};
  s.hazards.reentry = Exponential{400};
  Trait prior;
  prior.name = "prior_removal";
  prior.set_by = TraitSetBy::prior_removal;
  TraitLevel no{.name = "no", .share = 0.8}, yes{.name = "yes", .share = 0.2};
  yes.hazard_ratios[index(FamilyClock::reentry)] = 1.8;
  prior.levels = {no, yes};
  s.traits = {prior};
  const Days year = 12 * days_per_month;
  // Of families that came back within a year and went home again: all have a prior removal now.
  const auto second = [year](const RunRecord& run) {
    double home = 0, back = 0;
    for (std::size_t i = 0; i + 1 < run.episodes.size(); ++i) {
      const auto& e = run.episodes[i];
      if (e.number != 2 || e.removal >= 2 * year || e.exit[0] + year > run.end) continue;
      ++home;
      if (run.episodes[i + 1].family == e.family && run.episodes[i + 1].removal <= e.exit[0] + year) ++back;
    }
    return Figures{{"second time", back / home}};
  };
  const auto within_a_year = [&](double ratio) { return distribution_of(s.hazards.reentry, ratio)(year); };
  check_all(replicate(s, 60, second), {{"second time", within_a_year(1.8)}});
  check_all(replicate(s, 60, came_back),
            {{std::to_string(12.0), 0.8 * within_a_year(1) + 0.2 * within_a_year(1.8)}});
}

TEST_CASE("renewal: a child that turns 18 at home does not come back") {
  Scenario s = families_only(700, 1, 4);
  s.families.age_out_years = 18;
  s.families.age_shares = std::vector<double>(18, 0.0);
  for (const std::size_t age : {15U, 16U, 17U}) s.families.age_shares[age] = 1 / 3.0;
  s.hazards.readiness = Exponential{60};
  s.hazards.reentry = Weibull{0.8, 900};
  // Ages are even over three years, so is the time R left at removal. Home with D days left means a stay R -
  // D, and the density of D among those who go home is proportional to the chance of a stay of at most (3
  // years - D).
  const Days most = 3 * days_per_year;
  const auto density = [&](Days d) { return 1 - std::exp(-(most - d) / 60); };
  const double all = integral(density, 0, most);
  Figures truth;
  for (const double months : {3.0, 12.0, 24.0}) {
    const Days t = months * days_per_month;
    const auto back = [&](Days d) { return density(d) * distribution_of(s.hazards.reentry)(std::min(t, d)); };
    truth[std::to_string(months)] = (integral(back, 0, t) + integral(back, t, most)) / all;
  }
  check_all(replicate(s, 60, came_back), truth);
}

}  // namespace homeward::theory
