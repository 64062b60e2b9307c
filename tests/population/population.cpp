#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "sim/population/population.hpp"
#include "sim/random/samplers.hpp"

using namespace homeward;

namespace {

Trait trait(const std::string& name, double share) {
  Trait t;
  t.name = name;
  t.levels.resize(2);
  t.levels[0].name = "no";
  t.levels[0].share = 1 - share;
  t.levels[1].name = "yes";
  t.levels[1].share = share;
  return t;
}

Scenario many_families() {
  Scenario s;
  s.families.entries_per_year = 20000;
  s.families.age_out_years = 18;
  return s;
}

struct Drawn {
  std::vector<Entry> entries;
  std::vector<Profile> profiles;
  std::vector<std::vector<std::uint8_t>> levels;
  double n() const { return static_cast<double>(profiles.size()); }
};

Drawn draw(const Scenario& s, std::uint64_t seed = 11, std::uint32_t replication = 0) {
  const Population population(s);
  const Draws draws(seed, replication);
  Drawn d;
  d.entries = population.entries(draws);
  for (FamilyNumber i = 1; i <= d.entries.size(); ++i) {
    std::vector<std::uint8_t> levels(s.traits.size() + 1);
    d.profiles.push_back(population.profile(i, d.entries[i - 1], draws, levels.data()));
    d.levels.push_back(std::move(levels));
  }
  return d;
}

/// Four standard errors of a share: a right program fails one check in 16,000, a wrong one nearly always.
double four_errors(double share, double n) {
  return 4 * std::sqrt(share * (1 - share) / n);
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  const double ma = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mb = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) * (a[i] - ma);
    bb += (b[i] - mb) * (b[i] - mb);
  }
  return ab / std::sqrt(aa * bb);
}

/// Everything about two families that draws decide, the day of entry and what hangs on it left out.
bool same_luck(const Profile& a, const Profile& b) {
  return a.children == b.children && a.age == b.age && a.frailty_readiness == b.frailty_readiness &&
         a.frailty_reentry == b.frailty_reentry && a.acceptance_score == b.acceptance_score &&
         a.needs_baseline == b.needs_baseline;
}

}  // namespace

TEST_CASE(
    "population: traits have their marginal shares, and the share given where an earlier trait says so") {
  Scenario s = many_families();
  Trait region = trait("region", 0.5);
  region.levels.resize(3);
  region.levels[0].share = 0.5;
  region.levels[1].share = 0.3;
  region.levels[2].name = "other";
  region.levels[2].share = 0.2;
  Trait housing = trait("housing", 0.1);
  housing.share_given = {{"region", "other", 0.6}, {"kin", "yes", 0.9}};
  s.traits = {region, trait("kin", 0.25), housing};
  const auto d = draw(s);
  std::array<double, 3> regions{};
  double kin = 0;
  std::array<double, 3> with{}, of{};  // region other; else kin; else neither
  for (const auto& levels : d.levels) {
    ++regions[levels[0]];
    kin += levels[1];
    const std::size_t group = levels[0] == 2 ? 0 : levels[1] == 1 ? 1 : 2;
    ++of[group];
    with[group] += levels[2];
  }
  CHECK(regions[0] / d.n() == Approx(0.5).margin(four_errors(0.5, d.n())));
  CHECK(regions[1] / d.n() == Approx(0.3).margin(four_errors(0.3, d.n())));
  CHECK(kin / d.n() == Approx(0.25).margin(four_errors(0.25, d.n())));
  CHECK(with[0] / of[0] == Approx(0.6).margin(four_errors(0.6, of[0])));
  CHECK(with[1] / of[1] == Approx(0.9).margin(four_errors(0.9, of[1])));
  CHECK(with[2] / of[2] == Approx(0.1).margin(four_errors(0.1, of[2])));
}

TEST_CASE("population: the age trait is that of the youngest child") {
  Scenario s = many_families();
  s.families.entries_per_year = 500;
  s.families.children = {0, 0, 1};
  Trait age;
  age.name = "age";
  age.set_by = TraitSetBy::age;
  age.levels.resize(3);
  age.levels[1].from_years = 1;
  age.levels[2].from_years = 6;
  s.traits = {age};
  const auto d = draw(s);
  for (std::size_t i = 0; i < d.profiles.size(); ++i) {
    const auto& ages = d.profiles[i].age;
    const double youngest = *std::min_element(ages.begin(), ages.begin() + 3);
    CHECK(d.levels[i][0] == (youngest < 1 ? 0 : youngest < 6 ? 1 : 2));
  }
}

TEST_CASE("population: siblings' ages are alike, and each child's age keeps its published distribution") {
  Scenario s = many_families();
  s.families.children = {0, 1};
  s.families.age_shares = std::vector<double>(18, 0.04);
  s.families.age_shares[0] = 0.3;
  s.families.age_shares[17] = 0.06;
  s.families.sibling_age_correlation = 0.6;
  const auto d = draw(s);
  std::vector<double> first, second;
  std::array<std::array<double, 18>, 2> counts{};
  for (const auto& p : d.profiles) {
    first.push_back(p.age[0]);
    second.push_back(p.age[1]);
    for (std::size_t c = 0; c < 2; ++c) ++counts[c][static_cast<std::size_t>(p.age[c])];
  }
  for (std::size_t c = 0; c < 2; ++c) {
    for (std::size_t year = 0; year < 18; ++year) {
      const double share = s.families.age_shares[year];
      CHECK(counts[c][year] / d.n() == Approx(share).margin(four_errors(share, d.n())));
    }
  }
  // The correlation is that of the normal scores; of the ages themselves it is a little less.
  CHECK(correlation(first, second) > 0.45);
  CHECK(correlation(first, second) < 0.6);
  s.families.sibling_age_correlation = 0;
  const auto apart = draw(s);
  for (std::size_t i = 0; i < apart.profiles.size(); ++i) {
    first[i] = apart.profiles[i].age[0];
    second[i] = apart.profiles[i].age[1];
  }
  CHECK(std::abs(correlation(first, second)) < 4 / std::sqrt(apart.n()));
}

TEST_CASE(
    "population: ages at entry stay below the age of ageing out, and numbers of children have their shares") {
  Scenario s = many_families();
  s.families.age_out_years = 15.5;
  s.families.children = {0.5, 0.2, 0.1, 0.1, 0.06, 0.04};
  const auto d = draw(s);
  std::array<double, 7> of{};
  for (const auto& p : d.profiles) {
    ++of[p.children];
    for (std::size_t c = 0; c < p.children; ++c) {
      REQUIRE(p.age[c] < 15.5);
      REQUIRE(p.turns_adult[c] > p.entry);
    }
  }
  for (std::size_t k = 1; k <= 6; ++k) {
    const double share = s.families.children[k - 1];
    CHECK(of[k] / d.n() == Approx(share).margin(four_errors(share, d.n())));
  }
}

TEST_CASE("population: frailties have mean 1, their spread and correlations; acceptance has its share") {
  Scenario s = many_families();
  s.frailty.readiness_sd = 0.5;
  s.frailty.reentry_sd = 0.8;
  s.frailty.correlation_readiness_reentry = -0.4;
  s.frailty.correlation_readiness_acceptance = 0.5;
  s.frailty.correlation_reentry_acceptance = 0.2;
  s.program.referral.acceptance = 0.7;
  const auto d = draw(s);
  std::vector<double> readiness, reentry, willing;
  double accepted = 0;
  double accepted_soon = 0, soon = 0;
  for (const auto& p : d.profiles) {
    readiness.push_back(std::log(p.frailty_readiness));
    reentry.push_back(std::log(p.frailty_reentry));
    willing.push_back(-normal_quantile(p.acceptance_score));
    accepted += p.acceptance_score < 0.7 ? 1 : 0;
    if (p.frailty_readiness > 1.3) {
      ++soon;
      accepted_soon += p.acceptance_score < 0.7 ? 1 : 0;
    }
  }
  double mean1 = 0, mean2 = 0;
  for (const auto& p : d.profiles) {
    mean1 += p.frailty_readiness / d.n();
    mean2 += p.frailty_reentry / d.n();
  }
  const auto error_of_mean = [&](double sd) { return 4 * std::sqrt(std::expm1(sd * sd) / d.n()); };
  CHECK(mean1 == Approx(1).margin(error_of_mean(0.5)));
  CHECK(mean2 == Approx(1).margin(error_of_mean(0.8)));
  const double margin = 4 / std::sqrt(d.n());
  CHECK(correlation(readiness, reentry) == Approx(-0.4).margin(margin));
  CHECK(correlation(readiness, willing) == Approx(0.5).margin(margin));
  CHECK(correlation(reentry, willing) == Approx(0.2).margin(margin));
  CHECK(accepted / d.n() == Approx(0.7).margin(four_errors(0.7, d.n())));
  CHECK(accepted_soon / soon > 0.8);  // those ready sooner accept more
}

TEST_CASE("population: perfect correlation of frailty and acceptance is no division by zero") {
  Scenario s = many_families();
  s.families.entries_per_year = 100;
  s.frailty.readiness_sd = 0.5;
  s.frailty.correlation_readiness_acceptance = 1;
  s.program.referral.acceptance = 0.7;
  for (const auto& p : draw(s).profiles) {
    CHECK(-normal_quantile(p.acceptance_score) ==
          Approx((std::log(p.frailty_readiness) + 0.125) / 0.5).margin(1e-9));
  }
}

TEST_CASE("population: families go to sites by share") {
  Scenario s = many_families();
  s.sites.resize(3);
  const std::array<double, 3> shares{0.2, 0.5, 0.3};
  std::array<double, 3> counts{};
  for (std::size_t i = 0; i < 3; ++i) s.sites[i].share = shares[i];
  const auto d = draw(s);
  for (const auto& entry : d.entries) ++counts[entry.site];
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(counts[i] / d.n() == Approx(shares[i]).margin(four_errors(shares[i], d.n())));
  }
}

TEST_CASE("population: entries follow the season and the trend") {
  Scenario s = many_families();
  s.families.seasonality = std::vector<double>(12, 1.0);
  s.families.seasonality[0] = 3;
  const auto d = draw(s);
  double october = 0;
  for (const auto& entry : d.entries) october += entry.day >= 0 && entry.day < days_per_month ? 1 : 0;
  CHECK(october == Approx(20000 * 3.0 / 14).margin(4 * std::sqrt(20000 * 3.0 / 14)));
  s.families.seasonality.clear();
  s.families.trend_per_year = 0.5;
  s.run.entry_years = 2;
  s.run.follow_up_years = 0;
  std::array<double, 2> by_year{};
  for (const auto& entry : draw(s).entries) ++by_year[entry.day < days_per_year ? 0 : 1];
  CHECK(by_year[1] / by_year[0] == Approx(1.5).epsilon(0.04));  // four standard errors of the ratio
}

TEST_CASE("population: a trend acts from its year on, and to the bit as ever where the run starts later") {
  Scenario s = many_families();
  s.families.entries_per_year = 3000;
  s.families.trend_per_year = 0.2;
  s.run.warm_up_years = 3;
  const auto as_ever = draw(s).entries;
  s.families.trend_from_years = -forever;
  const auto from_ever = draw(s).entries;
  REQUIRE(as_ever.size() == from_ever.size());
  for (std::size_t i = 0; i < as_ever.size(); ++i) REQUIRE(as_ever[i].day == from_ever[i].day);
  s.families.trend_from_years = -1;
  // Two years at 3000 / 1.2, and one in which the rate grows to 3000.
  const auto late = draw(s).entries;
  const auto before =
      std::count_if(late.begin(), late.end(), [](const Entry& e) { return e.day < -days_per_year; });
  CHECK(static_cast<double>(before) == Approx(5000).margin(4 * std::sqrt(5000)));
}

TEST_CASE("population: a change of the rate of entries moves entries and renumbers nobody") {
  Scenario s = many_families();
  s.families.entries_per_year = 200;
  s.families.children = {0.5, 0.5};
  s.frailty.readiness_sd = 0.5;
  s.needs.noise_sd = 0.1;
  s.needs.baseline = {0.5, 0.5, 0.5, 0.5, 0.5};
  s.traits = {trait("kin", 0.4)};
  const auto slow = draw(s);
  s.families.entries_per_year = 300;
  const auto fast = draw(s);
  REQUIRE(fast.profiles.size() > slow.profiles.size());
  for (std::size_t i = 0; i < slow.profiles.size(); ++i) {
    CHECK(same_luck(slow.profiles[i], fast.profiles[i]));
    CHECK(slow.levels[i] == fast.levels[i]);
    CHECK(fast.profiles[i].entry == Approx(slow.profiles[i].entry / 1.5));
  }
}

TEST_CASE("population: another trait leaves the luck of the other traits and of the families alone") {
  Scenario s = many_families();
  s.families.entries_per_year = 200;
  s.frailty.reentry_sd = 0.5;
  s.traits = {trait("kin", 0.4), trait("housing", 0.2)};
  const auto before = draw(s);
  s.traits.insert(s.traits.begin(), trait("new", 0.5));
  const auto after = draw(s);
  REQUIRE(before.profiles.size() == after.profiles.size());
  for (std::size_t i = 0; i < before.profiles.size(); ++i) {
    CHECK(same_luck(before.profiles[i], after.profiles[i]));
    CHECK(before.profiles[i].entry == after.profiles[i].entry);
    CHECK(before.levels[i][0] == after.levels[i][1]);
    CHECK(before.levels[i][1] == after.levels[i][2]);
  }
}

TEST_CASE("population: replications and seeds differ") {
  Scenario s = many_families();
  s.families.entries_per_year = 50;
  CHECK(draw(s, 1, 0).entries.front().day != draw(s, 1, 1).entries.front().day);
  CHECK(draw(s, 1, 0).entries.front().day != draw(s, 2, 0).entries.front().day);
  CHECK(draw(s, 1, 4).entries.front().day == draw(s, 1, 4).entries.front().day);
}

TEST_CASE(
    "population: a trait acts on a family clock through the geometric mean over its children, on other exits "
    "by child") {
  Scenario s = many_families();
  s.families.entries_per_year = 1;
  Trait age;
  age.name = "age";
  age.set_by = TraitSetBy::age;
  age.levels.resize(2);
  age.levels[1].from_years = 10;
  age.levels[0].hazard_ratios = {0.5, 1, 1, 1, 2, 1, 1};
  age.levels[1].hazard_ratios = {2.0, 1, 1, 1, 8, 1, 1};
  Trait prior = trait("prior", 0);
  prior.set_by = TraitSetBy::prior_removal;
  prior.levels[1].hazard_ratios[index(FamilyClock::reentry)] = 3;
  s.traits = {age, prior};
  const Population population(s);
  Profile p;
  p.children = 3;
  p.age = {1, 9, 12};
  const std::array<std::uint8_t, 2> levels{0, 0};
  const std::array<std::uint8_t, 3> all{0, 1, 2};
  const auto factors = population.factors(p, levels.data(), all.data(), 3, 0, false);
  CHECK(factors.family[index(FamilyClock::readiness)] == Approx(std::cbrt(0.5 * 0.5 * 2)));
  CHECK(factors.other_exit[0] == Approx(2));
  CHECK(factors.other_exit[2] == Approx(8));
  CHECK(factors.family[index(FamilyClock::reentry)] == Approx(1));
  // Two years later the second child is eleven, the third has left, and a removal has gone before.
  const std::array<std::uint8_t, 2> two{0, 1};
  const auto later = population.factors(p, levels.data(), two.data(), 2, 2 * days_per_year, true);
  CHECK(later.family[index(FamilyClock::readiness)] == Approx(1));
  CHECK(later.family[index(FamilyClock::reentry)] == Approx(3));
}

TEST_CASE("population: what a scenario leaves no choice is not drawn, and moves no other luck") {
  Scenario s = many_families();
  s.families.entries_per_year = 100;
  s.frailty.readiness_sd = 0.5;
  s.frailty.reentry_sd = 0.8;
  s.frailty.correlation_readiness_acceptance = 0.5;
  s.needs.noise_sd = 0.1;
  Scenario all_accept = s;
  s.program.referral.acceptance = 0.7;
  Scenario none_frail = s;
  none_frail.frailty = {};
  const auto with = draw(s).profiles;
  const auto willing = draw(all_accept).profiles;
  const auto plain = draw(none_frail).profiles;
  for (std::size_t i = 0; i < with.size(); ++i) {
    CHECK(willing[i].acceptance_score < 1);
    CHECK(willing[i].frailty_readiness == with[i].frailty_readiness);
    CHECK(willing[i].frailty_reentry == with[i].frailty_reentry);
    CHECK(plain[i].frailty_readiness == 1);
    CHECK(plain[i].frailty_reentry == 1);
    CHECK(plain[i].acceptance_score != with[i].acceptance_score);
    Profile as_plain = with[i];
    as_plain.frailty_readiness = as_plain.frailty_reentry = 1;
    as_plain.acceptance_score = plain[i].acceptance_score;
    CHECK(same_luck(plain[i], as_plain));
  }
}
