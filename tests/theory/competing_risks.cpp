#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/evidence/closed_forms.hpp"
#include "tests/theory/replications.hpp"

/// Leaving care without a court gate is a race of three clocks; who wins when is an integral of the
/// cause-specific hazard times the chance to be still in care (Kalbfleisch & Prentice 2002, section 8.2).
namespace homeward::theory {

namespace {

/// Multipliers of the hazards of going home, of other permanency and of one child's other exit.
using Multipliers = std::array<double, 3>;

/// A child's chance to have left by this way within t days.
double incidence(const Scenario& s, const Multipliers& m, std::size_t way, Days t) {
  const std::array clocks{s.hazards.readiness, s.hazards.other_permanency, s.hazards.other_exit};
  return theory::incidence(clocks, m, way, t);
}

constexpr std::array<Days, 4> horizons{30.4375, 182.625, 365.25, 730.5};

std::string name_of(ExitKind kind, Days t) {
  return std::string(exit_kind_names[index(kind)]) + " within " + std::to_string(t) + " days";
}

/// Shares of the children that were removed early enough to be seen for so long.
Figures left_by(const RunRecord& run) {
  Figures figures;
  for (const Days t : horizons) {
    std::array<double, exit_kinds> left{};
    double children = 0;
    for (const auto& episode : run.episodes) {
      if (episode.number > 1 || episode.removal + t > run.end) continue;
      children += episode.children;
      for (std::size_t i = 0; i < episode.children; ++i) {
        if (episode.exit[i] <= episode.removal + t) ++left[index(episode.exit_kind[i])];
      }
    }
    for (std::size_t k = 0; k < exit_kinds; ++k)
      figures[name_of(static_cast<ExitKind>(k), t)] = left[k] / children;
  }
  return figures;
}

constexpr std::array<double, 3> permanency_shares{0.5, 0.3, 0.2};

/// Theory for families with these chances of these multipliers.
Figures theory_of(const Scenario& s, const std::vector<std::pair<double, Multipliers>>& mixture) {
  Figures figures;
  for (const Days t : horizons) {
    std::array<double, 3> way{};
    for (const auto& [share, multipliers] : mixture) {
      for (std::size_t i = 0; i < 3; ++i) way[i] += share * incidence(s, multipliers, i, t);
    }
    figures[name_of(ExitKind::reunified, t)] = way[0];
    figures[name_of(ExitKind::adopted, t)] = way[1] * permanency_shares[0];
    figures[name_of(ExitKind::guardianship, t)] = way[1] * permanency_shares[1];
    figures[name_of(ExitKind::relative, t)] = way[1] * permanency_shares[2];
    figures[name_of(ExitKind::other, t)] = way[2];
    figures[name_of(ExitKind::emancipated, t)] = 0;
  }
  return figures;
}

Scenario race(Clock readiness, Clock other_permanency, Clock other_exit) {
  Scenario s = families_only(1200, 1, 2);
  s.hazards.readiness = std::move(readiness);
  s.hazards.other_permanency = std::move(other_permanency);
  s.hazards.other_exit = std::move(other_exit);
  s.permanency.shares = permanency_shares;
  return s;
}

constexpr std::uint32_t replications = 60;
const Multipliers plain{1, 1, 1};

Trait yes_or_no(const std::string& name, double share, double readiness, double other_permanency,
                double other_exit) {
  Trait trait;
  trait.name = name;
  TraitLevel no{.name = "no", .share = 1 - share}, yes{.name = "yes", .share = share};
  yes.hazard_ratios[index(FamilyClock::readiness)] = readiness;
  yes.hazard_ratios[index(FamilyClock::other_permanency)] = other_permanency;
  yes.hazard_ratios[index(FamilyClock::other_exit)] = other_exit;
  trait.levels = {no, yes};
  return trait;
}

}  // namespace

TEST_CASE(
    "competing risks: without a gate children leave as the cause-specific hazards say, whatever the law") {
  const Scenario s = GENERATE(race(Exponential{300}, Exponential{900}, Exponential{2500}),
                              race(Weibull{0.7, 400}, Weibull{1.8, 700}, Exponential{2000}),
                              race(LogLogistic{1.6, 250}, LogLogistic{0.9, 900}, Exponential{1500}),
                              race(Gompertz{0.004, -0.006}, Gompertz{0.0002, 0.004}, Exponential{3000}),
                              race(Piecewise{{0, 20, 60, 300}, {0.008, 0, 0.003, 0.001}},
                                   Piecewise{{0, 365.25}, {0, 0.003}}, Weibull{0.8, 2000}));
  INFO("law of readiness " << s.hazards.readiness.index());
  check_all(replicate(s, replications, left_by), theory_of(s, {{1, plain}}));
}

TEST_CASE("competing risks: traits multiply each hazard by the product of their ratios") {
  Scenario s = race(Weibull{0.7, 400}, Weibull{1.8, 700}, Exponential{2000});
  s.traits = {yes_or_no("housing", 0.4, 0.5, 1.5, 2), yes_or_no("neglect", 0.25, 2.5, 0.6, 1)};
  check_all(replicate(s, replications, left_by), theory_of(s, {{0.6 * 0.75, plain},
                                                               {0.4 * 0.75, {0.5, 1.5, 2}},
                                                               {0.6 * 0.25, {2.5, 0.6, 1}},
                                                               {0.4 * 0.25, {1.25, 0.9, 2}}}));
}

TEST_CASE(
    "competing risks: siblings share the geometric mean of their ages' ratios, and other exits are each "
    "child's own") {
  Scenario s = race(Exponential{300}, Weibull{1.5, 600}, Exponential{900});
  s.families.children = {0, 1};
  const std::array<Multipliers, 3> by_age{{{0.5, 2, 1}, {1, 1, 0.25}, {1.5, 0.4, 3}}};
  Trait age;
  age.name = "age";
  age.set_by = TraitSetBy::age;
  for (std::size_t i = 0; i < 3; ++i) {
    TraitLevel level{.name = "from " + std::to_string(6 * i), .from_years = 6.0 * static_cast<double>(i)};
    level.hazard_ratios[index(FamilyClock::readiness)] = by_age[i][0];
    level.hazard_ratios[index(FamilyClock::other_permanency)] = by_age[i][1];
    level.hazard_ratios[index(FamilyClock::other_exit)] = by_age[i][2];
    age.levels.push_back(level);
  }
  s.traits = {age};
  // Ages are even over 18 years, so each of nine pairs of levels has the same chance.
  std::vector<std::pair<double, Multipliers>> pairs;
  for (const auto& own : by_age) {
    for (const auto& sibling : by_age) {
      pairs.push_back({1 / 9.0, {std::sqrt(own[0] * sibling[0]), std::sqrt(own[1] * sibling[1]), own[2]}});
    }
  }
  check_all(replicate(s, replications, left_by), theory_of(s, pairs));
}

TEST_CASE("competing risks: lognormal frailty of mean 1 acts on readiness alone") {
  const double sd = GENERATE(0.5, 1.2);
  Scenario s = race(Weibull{0.9, 250}, Exponential{900}, Exponential{2500});
  s.frailty.readiness_sd = sd;
  std::vector<std::pair<double, Multipliers>> mixture;
  constexpr double step = 0.125;  // the sum over a normal density converges faster than any power of the step
  for (double z = -6; z <= 6; z += step) {
    const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    mixture.push_back({step * density, {std::exp(sd * z - sd * sd / 2), 1, 1}});
  }
  check_all(replicate(s, replications, left_by), theory_of(s, mixture));
}

}  // namespace homeward::theory
