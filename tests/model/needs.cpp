#include "sim/model/needs.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/population/population.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

constexpr std::size_t stress = index(Need::stress);
constexpr std::size_t material = index(Need::material_hardship);
constexpr std::size_t confidence = index(Need::parenting_confidence);

/// Rules of a scenario, with what they refer to kept alive.
struct Ready {
  explicit Ready(Scenario s) : scenario(std::move(s)), population(scenario), rules(scenario, population) {}
  Scenario scenario;
  Population population;
  Rules rules;
};

Scenario with_support() {
  Scenario s = quiet();
  add_support(s);
  return s;
}

/// Effect on each need of hours of one kind of support at full trust.
NeedVector relief_of(const Rules& rules, SupportKind kind, double hours) {
  NeedVector relief = rules.to_needs[index(kind)];
  for (double& x : relief) x *= hours;
  return relief;
}

/// Gain that a first contact of `hours`, all of one kind, gives a family with these needs.
double first_gain(const Ready& ready, SupportKind kind, double hours, const NeedVector& needs) {
  Needs family(ready.rules, needs);
  family.support(family.at_contact(0), relief_of(ready.rules, kind, hours));
  return family.gain(0);
}

constexpr std::array kinds{SupportKind::emotional, SupportKind::informational, SupportKind::instructional,
                           SupportKind::advocacy};

}  // namespace

TEST_CASE("needs: with equal kind weights every pure mix moves the gain by the same amount at a small dose") {
  const Ready ready(with_support());
  const double first = first_gain(ready, kinds[0], 1e-4, ready.population.mean_needs());
  REQUIRE(first > 0);
  for (const SupportKind kind : kinds) {
    CHECK(first_gain(ready, kind, 1e-4, ready.population.mean_needs()) == Approx(first).epsilon(1e-4));
  }
}

TEST_CASE(
    "needs: a kind weight of two makes its kind worth twice as much, and draws of weights leave rho alone") {
  Scenario s = with_support();
  const Ready equal(s);
  s.support_effects.kind_weights = {2, 1, 0.5, 0.5};
  const Ready drawn(s);
  CHECK(drawn.rules.rho == equal.rules.rho);
  for (const SupportKind kind : kinds) {
    const double weight = s.support_effects.kind_weights[index(kind)];
    CHECK(first_gain(drawn, kind, 1e-4, drawn.population.mean_needs()) ==
          Approx(weight * first_gain(equal, kind, 1e-4, equal.population.mean_needs())).epsilon(1e-3));
  }
}

TEST_CASE(
    "needs: rho makes the mean gain 1 at the steady state of the reference plan, balanced mix, full trust") {
  const Ready ready(with_support());
  Needs family(ready.rules, ready.population.mean_needs());
  NeedVector contact{};
  for (const SupportKind kind : kinds) {
    const auto part = relief_of(ready.rules, kind, 2.0 / 4);
    for (std::size_t k = 0; k < needs_count; ++k) contact[k] += part[k];
  }
  constexpr int weeks = 1000;
  for (int w = 0; w < weeks; ++w) family.support(family.at_contact(7.0 * w), contact);
  double mean = 0;
  constexpr int parts = 1000;  // midpoint rule over the week after the last contact
  for (int i = 0; i < parts; ++i) mean += family.gain(7.0 * (weeks - 1) + 7.0 * (i + 0.5) / parts) / parts;
  CHECK(mean == Approx(1).epsilon(1e-4));
}

TEST_CASE("needs: rho is 1 where no support can move needs") {
  Scenario s = with_support();
  s.effects.reference_contacts_per_week = 0;
  CHECK(Ready(s).rules.rho == 1.0);
  s = with_support();
  s.support_effects.to_needs = {};
  CHECK(Ready(s).rules.rho == 1.0);
}

TEST_CASE("needs: what a setback lifts and support lowers drifts back by half in every half-life") {
  Scenario s = with_support();
  s.setbacks = {0.5, 0.5, 0};
  const Ready ready(s);
  Needs family(ready.rules, {0.4, 0.5, 0.5, 0.5, 0.2});
  family.setback(10);
  CHECK(family.need(stress, 10) == Approx(0.7));
  CHECK(family.need(material, 10) == Approx(0.6));
  CHECK(family.need(stress, 190) == Approx(0.55));
  CHECK(family.need(stress, 370) == Approx(0.475));
  const double load = family.setback_load(10);
  CHECK(family.setback_load(190) == Approx(load / 2));
  CHECK(family.gain(10) == 0.0);
  family.support(family.at_contact(370), relief_of(ready.rules, SupportKind::emotional, 5));
  const double gain = family.gain(370);
  CHECK(gain > 0);
  CHECK(family.gain(550) == Approx(gain / 2));
  CHECK(family.setback_load(370) == Approx(load / 4));
}

TEST_CASE("needs: without a half-life needs stay where they are put") {
  Scenario s = with_support();
  s.effects.half_life_days = forever;
  const Ready ready(s);
  Needs family(ready.rules, {0.4, 0.5, 0.5, 0.5, 0.2});
  family.support(family.at_contact(0), relief_of(ready.rules, SupportKind::emotional, 5));
  CHECK(family.need(stress, 10000) == family.need(stress, 0));
}

TEST_CASE(
    "needs: setbacks hit families with confident parents less, and support that builds confidence shields") {
  Scenario s = with_support();
  s.setbacks = {0.5, 0.5, 1};
  const Ready ready(s);
  const auto raised = [&](double lack_of_confidence, double hours) {
    Needs family(ready.rules, {0.4, 0.5, 0.5, lack_of_confidence, 0.2});
    if (hours > 0) family.support(family.at_contact(0), relief_of(ready.rules, SupportKind::instructional, hours));
    const double before = family.need(stress, 0);
    family.setback(0);
    return family.need(stress, 0) - before;
  };
  CHECK(raised(1, 0) == Approx(0.3));  // no confidence: half of the way to 1
  CHECK(raised(0, 0) == Approx(0));    // full confidence, full resilience
  CHECK(raised(0.5, 0) == Approx(0.15));
  CHECK(raised(0.5, 10) < 0.9 * raised(0.5, 0));
}

TEST_CASE("needs: concrete help lowers material hardship by exp(-c dollars / 1000) and nothing else") {
  const Ready ready(with_support());
  Needs family(ready.rules, {0.4, 0.5, 0.5, 0.5, 0.8});
  family.concrete(0, 0.3 * 1.5);
  CHECK(family.need(material, 0) == Approx(0.8 * std::exp(-0.45)));
  CHECK(family.need(stress, 0) == 0.4);
  CHECK(family.need(confidence, 0) == 0.5);
}

TEST_CASE("needs: where material hardship counts for nothing, concrete help changes no bit of the gain") {
  Scenario s = with_support();
  s.effects.need_weights = {0.3, 0.3, 0.1, 0.3, 0};
  s.effects.half_life_days = 45;
  const Ready ready(s);
  Needs with(ready.rules, {0.4, 0.5, 0.6, 0.7, 0.8});
  Needs without = with;
  const auto same = [&](SimTime day) {
    INFO("day " << day);
    REQUIRE(with.gain(day) == without.gain(day));
    REQUIRE(with.largest_relief(day) == without.largest_relief(day));
    REQUIRE(with.weighted(day) == without.weighted(day));
  };
  const auto kept = [&](SimTime day, SupportKind kind) {
    for (Needs* one : {&with, &without}) one->support(one->at_contact(day), relief_of(ready.rules, kind, 2));
  };
  SimTime day = 0;
  for (int round = 0; round < 20; ++round) {
    kept(day, kinds[static_cast<std::size_t>(round) % kinds.size()]);
    for (int missed = 0; missed < 3; ++missed) {  // looks at needs, relieves none
      day += 5.3;
      with.at_contact(day);
      without.at_contact(day);
      with.concrete(day + 1, 0.4);
      same(day + 2);
    }
  }
  CHECK(with.need(material, day) < 0.9 * without.need(material, day));
  // However long after the last contact: 60 half-lives, when nothing is left that one could tell, and 1000.
  for (const double half_lives : {60.0, 1000.0}) {
    const SimTime later = day + half_lives * 45;
    with.concrete(later, 0.4);
    same(later + 1);
    CHECK(with.need(material, later) == Approx(0.8 * std::exp(-0.4)));
    with.at_contact(later + 2);
    without.at_contact(later + 2);
    kept(later + 3, SupportKind::emotional);
    same(later + 4);
  }
}

TEST_CASE("needs: an hour of support is worth more to a family with greater needs") {
  const Ready ready(with_support());
  for (const SupportKind kind : kinds) {
    CHECK(first_gain(ready, kind, 1, {0.9, 0.9, 0.9, 0.9, 0.9}) >
          2 * first_gain(ready, kind, 1, {0.3, 0.3, 0.3, 0.3, 0.3}));
  }
}

TEST_CASE("needs: whatever happens, needs stay between 0 and 1") {
  Scenario s = with_support();
  s.setbacks = {0.9, 0.9, 0.5};
  const Ready ready(s);
  Needs family(ready.rules, {1, 0, 0.5, 1, 1});
  for (int i = 0; i < 300; ++i) {
    if (i % 3 == 0) family.setback(i * 5.0);
    family.support(family.at_contact(i * 5.0), relief_of(ready.rules, kinds[static_cast<std::size_t>(i) % 4], 3.0));
    for (std::size_t k = 0; k < needs_count; ++k) {
      REQUIRE(family.need(k, i * 5.0) >= 0);
      REQUIRE(family.need(k, i * 5.0) <= 1);
    }
    REQUIRE(family.gain(i * 5.0) >= 0);
  }
}
