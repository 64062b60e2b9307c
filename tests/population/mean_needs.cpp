#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "sim/population/population.hpp"

using namespace homeward;

namespace {

Trait yes_no(const std::string& name, double share, double stress) {
  Trait trait;
  trait.name = name;
  trait.levels.resize(2);
  trait.levels[0].name = "no";
  trait.levels[0].share = 1 - share;
  trait.levels[1].name = "yes";
  trait.levels[1].share = share;
  trait.levels[1].needs[0] = stress;
  return trait;
}

/// Traits that hang together over three steps and two ways, and one set by age; no need is near 0 or 1.
Scenario entangled() {
  Scenario s;
  s.families.entries_per_year = 20000;
  s.families.children = {0.5, 0.5};
  s.families.sibling_age_correlation = 0.5;
  s.needs.baseline.fill(0.3);
  Trait drugs = yes_no("drugs", 0.4, 0.1);
  Trait work = yes_no("work", 0.5, 0.05);
  work.share_given = {{"drugs", "yes", 0.1}};
  Trait home = yes_no("home", 0.7, 0.2);
  home.share_given = {{"work", "yes", 0.9}, {"drugs", "yes", 0.2}};
  Trait age;
  age.name = "age";
  age.set_by = TraitSetBy::age;
  age.levels.resize(2);
  age.levels[0].name = "young";
  age.levels[1].name = "old";
  age.levels[1].from_years = 6;
  age.levels[1].needs[0] = 0.12;
  s.traits = {drugs, work, home, age};
  return s;
}

}  // namespace

TEST_CASE("mean needs: those of traits that hang together, by hand") {
  Scenario s = entangled();
  s.traits.pop_back();
  const double work = 0.4 * 0.1 + 0.6 * 0.5;
  // drugs and work, drugs alone, work alone, neither
  const double home = 0.4 * (0.1 * 0.9 + 0.9 * 0.2) + 0.6 * (0.5 * 0.9 + 0.5 * 0.7);
  const auto mean = Population(s).mean_needs();
  CHECK(mean[0] == Approx(0.3 + 0.1 * 0.4 + 0.05 * work + 0.2 * home));
  CHECK(mean[1] == 0.3);
}

TEST_CASE("mean needs: the mean over many drawn families, within four standard errors") {
  const Scenario s = entangled();
  const Population population(s);
  const Draws draws(5, 0);
  const auto entries = population.entries(draws);
  double sum = 0, squares = 0;
  for (FamilyNumber i = 1; i <= entries.size(); ++i) {
    std::array<std::uint8_t, 4> levels{};
    const double need = population.profile(i, entries[i - 1], draws, levels.data()).needs_baseline[0];
    sum += need;
    squares += need * need;
  }
  const auto n = static_cast<double>(entries.size());
  const double error = std::sqrt((squares / n - sum / n * sum / n) / n);
  CHECK(population.mean_needs()[0] == Approx(sum / n).margin(4 * error));
  CHECK(error < 0.001);
}

TEST_CASE("mean needs: of a population from CSV, by weight; what a row does not say is as drawn") {
  std::string name = (std::filesystem::temp_directory_path() / "homeward-needs-XXXXXX.csv").string();
  const int file = ::mkstemps(name.data(), 4);
  REQUIRE(file >= 0);
  ::close(file);
  std::ofstream(name) << "weight,drugs,age_1,age_2\n3,yes,2,10\n1,,,\n";
  Scenario s = entangled();
  s.families.csv = name;
  s.traits.erase(s.traits.begin() + 1, s.traits.begin() + 3);
  const double old = 12.0 / 18;
  CHECK(Population(s).mean_needs()[0] ==
        Approx(0.3 + 0.75 * (0.1 + 0.12 / 2) + 0.25 * (0.4 * 0.1 + 0.12 * old)));
  std::filesystem::remove(name);
}
