#include "sim/model/reference_spell.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/model/needs.hpp"
#include "sim/population/population.hpp"
#include "sim/random/draws.hpp"
#include "tests/model/support.hpp"

using namespace homeward;
using namespace homeward::test;

namespace {

constexpr Days spell_days = 365;

EffectScale scale_of(const Scenario& s) {
  return {s, Population(s).mean_needs()};
}

/// Families that nothing happens to but a spell of coaching like the reference spell: a coach for each at once, the
/// reference plan, misses by chance alone, no traits, noise, setbacks, hazards, turnover or tailoring.
Scenario only_the_spell(double growth, Days half_life, double omega) {
  Scenario s = quiet(1200);
  s.run.entry_years = 1;
  s.run.follow_up_years = 2;
  add_coaches(s, 6000, 1);
  add_support(s);
  s.program.support.hours_per_contact = s.effects.reference_hours_per_contact;
  s.program.support.longest_days = spell_days;
  s.program.support.missed_probability = s.effects.reference_missed = 0.25;
  s.program.coaches.shared_experience_share = s.effects.reference_shared_experience = 0.7;
  s.effects.reference_spell_days = spell_days;
  s.effects.half_life_days = half_life;
  s.effects.without_trust = omega;
  s.trust = {0.10, 0.15, growth, 0.10, 0};
  return s;
}

/// Mean over families and the days of their spell of the gain, from the contacts that each had in a run.
double simulated_mean_gain(const Scenario& s) {
  const Population population(s);
  const Rules rules(s, population);
  const RunRecord record = run(s);
  std::vector<double> trust(record.families.size()), gain_days(record.families.size());
  std::vector<SimTime> since(record.families.size());
  std::vector<Needs> needs(record.families.size(), Needs(rules, population.mean_needs()));
  const auto drift_on = [&](std::size_t i, SimTime now) {
    const double rate = std::log(2) / s.effects.half_life_days;
    gain_days[i] += needs[i].gain(since[i]) * -std::expm1(-rate * (now - since[i])) / rate;
    since[i] = now;
  };
  std::size_t spells = 0;
  double sum = 0;
  for (const auto& row : record.log) {
    if (row.family == 0) continue;
    const std::size_t i = row.family - 1;
    if (kind_of(row) == EventKind::coach_assigned) {
      const bool shares = Draws(5, 0).coach_uniform(site_code(s.sites[0].name), row.position, row.holder,
                                                    Purpose::coach_experience) < 0.7;
      trust[i] = s.trust.at_start + (shares ? s.trust.shared_experience_bonus : 0);
      since[i] = row.day;
    }
    if (kind_of(row) == EventKind::contact_kept) {
      drift_on(i, row.day);
      const double dose = s.program.support.hours_per_contact *
                          (s.effects.without_trust + (1 - s.effects.without_trust) * trust[i]);
      NeedVector relief = rules.program(row.day).hour[support_kinds].relief;
      for (double& x : relief) x *= dose;
      needs[i].support(needs[i].at_contact(row.day), relief);
      trust[i] += s.trust.growth_per_contact * (1 - trust[i]);
    }
    if (kind_of(row) == EventKind::contact_missed) trust[i] *= 1 - s.trust.lost_on_missed;
    if (kind_of(row) == EventKind::service_ended) drift_on(i, row.day), ++spells, sum += gain_days[i] / spell_days;
  }
  REQUIRE(spells > 2000);
  return sum / static_cast<double>(spells);
}

}  // namespace

TEST_CASE("reference spell: families that live it have its mean gain, within a hundredth") {
  for (const auto& [growth, half_life, omega] :
       {std::tuple{0.056, 180.0, 0.3}, std::tuple{0.15, 60.0, 0.0}, std::tuple{0.02, 720.0, 0.6}}) {
    const Scenario s = only_the_spell(growth, half_life, omega);
    INFO("growth " << growth << ", half-life " << half_life << ", omega " << omega);
    CHECK(simulated_mean_gain(s) / scale_of(s).reference_gain == Approx(1).margin(0.01));
  }
}

TEST_CASE("reference spell: with trust from the start, no misses and no drift back the mean gain is a sum") {
  Scenario s = only_the_spell(0, 1e9, 1);
  s.effects.reference_missed = 0;
  s.effects.need_weights = {1, 0, 0, 0, 0};
  s.support_effects.to_needs = {};
  s.support_effects.to_needs[index(SupportKind::emotional)][index(Need::stress)] = 0.05;
  // The mix has a quarter of emotional support. After n contacts of two hours 1 - exp(-0.025 n) of the need is relieved, and
  // without drift the steady state is all of it.
  double sum = 0;
  for (int n = 1; n * 7 < spell_days; ++n) sum += (1 - std::exp(-0.025 * n)) * std::min(7.0, spell_days - 7.0 * n);
  CHECK(scale_of(s).reference_gain == Approx(sum / spell_days).epsilon(1e-5));
}

TEST_CASE("reference spell: a ratio over the spell is its root of grown trust, life for life") {
  Scenario s = quiet(150);
  s.run.entry_years = 3;
  add_support(s);
  add_lives(s);
  add_coaches(s, 20, 8);
  s.trust = {0.1, 0.1, 0.05, 0.1, 0.5};
  s.effects.without_trust = 0.3;
  s.effects.hazard_ratio = {1.3, 0.8, 0.7};
  s.effects.reference_spell_days = spell_days;
  s.effects.reference_missed = 0.2;
  const double gain = scale_of(s).reference_gain;
  REQUIRE(gain > 0.1);
  REQUIRE(gain < 0.9);
  const RunRecord over_spell = run(s);
  s.effects.reference_spell_days = 0;
  for (double* ratio : {&s.effects.hazard_ratio.readiness, &s.effects.hazard_ratio.trial_home_visit_failure,
                        &s.effects.hazard_ratio.reentry})
    *ratio = std::pow(*ratio, 1 / gain);
  const RunRecord grown = run(s);
  REQUIRE(over_spell.log.size() == grown.log.size());
  for (std::size_t i = 0; i < grown.log.size(); ++i) {
    REQUIRE(over_spell.log[i].family == grown.log[i].family);
    REQUIRE(over_spell.log[i].kind == grown.log[i].kind);
    REQUIRE(over_spell.log[i].day == Approx(grown.log[i].day).margin(1e-6));
  }
}

TEST_CASE("reference spell: families without a coach move by no bit, whatever ratios, trust, omega and kind weights") {
  Scenario s = quiet(150);
  s.run.entry_years = 3;
  add_support(s);
  add_lives(s);
  s.trust = {0.1, 0.1, 0.05, 0.1, 0.5};
  s.effects.reference_spell_days = spell_days;
  const RunRecord before = run(s);
  const auto stays = [&](Scenario changed) { CHECK(difference_in_lives(before, run(changed)) == ""); };
  Scenario other = s;
  other.effects.hazard_ratio = {1.5, 0.7, 0.6};
  stays(other);
  other.effects.reference_spell_days = 100;
  stays(other);
  other.effects.reference_missed = 0.4;
  other.effects.reference_shared_experience = 1;
  other.effects.reference.growth_per_contact = 0.2;
  other.effects.reference.half_life_days = 60;
  stays(other);
  other.trust = {0.3, 0, 0.2, 0, 0};
  other.effects.without_trust = 0.7;
  stays(other);
  other.support_effects.kind_weights = {2, 1, 0.5, 0.1};
  stays(other);
}

TEST_CASE("reference spell: a plan whose trust grows faster gains more by the gain alone") {
  Scenario s = only_the_spell(0.056, 180, 0.3);
  s.effects.reference = {0.10, 0.15, 0.056, 0.10, 0.3, 180.0};
  Scenario faster = s;
  faster.trust.growth_per_contact *= 2;
  const EffectScale own = scale_of(s), of_faster = scale_of(faster);
  CHECK(of_faster.reference_gain == own.reference_gain);
  const double ratio = 1.25;
  CHECK(of_faster.per_gain(ratio) == own.per_gain(ratio));
  const double gains = simulated_mean_gain(faster) / simulated_mean_gain(s);
  CHECK(gains > 1.1);
  // Had it been learned from such a program, the same ratio would stand for that larger gain.
  faster.effects.reference.growth_per_contact = faster.trust.growth_per_contact;
  CHECK(scale_of(faster).reference_gain / own.reference_gain == Approx(gains).margin(0.01));
}

TEST_CASE("reference spell: a half-life of the evidence keeps the mean gain where a plan has another") {
  Scenario s = only_the_spell(0.056, 180, 0.3);
  const double gain = scale_of(s).reference_gain;
  s.effects.reference.half_life_days = 180;
  s.effects.half_life_days = 60;
  CHECK(scale_of(s).reference_gain == gain);
  CHECK(scale_of(s).rho != Approx(scale_of(only_the_spell(0.056, 180, 0.3)).rho));
}

TEST_CASE("reference spell: dollars are worth the same whatever the relationship, and less than 0.43 of nothing") {
  Scenario s = only_the_spell(0.056, 180, 0.3);
  CHECK(scale_of(s).dollar_scale == Approx(scale_of(s).reference_gain / 0.43));
  s.effects.reference_spell_days = 0;
  CHECK(scale_of(s).dollar_scale == 1.0);
  CHECK(scale_of(s).reference_gain == 1.0);
}

TEST_CASE("reference spell: ratios over a spell that moves nothing are refused, with the place of the ratio") {
  Scenario s = only_the_spell(0, 180, 0);
  s.trust.at_start = 0.01;
  s.trust.shared_experience_bonus = 0;
  s.origins["effects.readiness_hazard_ratio"] = "plan.toml:7";
  try {
    check_reference_gain(s);
    FAIL("not refused");
  } catch (const InputError& error) {
    REQUIRE(error.issues().size() == 1);
    CHECK(error.issues()[0].place == "plan.toml");
    CHECK(error.issues()[0].line == 7);
    CHECK(error.issues()[0].text.find("moves nothing in the reference spell") != std::string::npos);
  }
  s.trust = {};
  CHECK_NOTHROW(check_reference_gain(s));  // trust held at zero: coaching without a relationship does nothing by intent
  CHECK(scale_of(s).per_gain(1.3) == 0.0);
  s.trust.at_start = 0.01;
  s.effects.hazard_ratio = {};
  CHECK_NOTHROW(check_reference_gain(s));
  CHECK_NOTHROW(check_reference_gain(only_the_spell(0.056, 180, 0.3)));
  Scenario moves_nothing = only_the_spell(0.056, 180, 0.3);
  moves_nothing.support_effects.to_needs = {};
  CHECK_THROWS_AS(check_reference_gain(moves_nothing), InputError);
}

TEST_CASE("reference spell: plans with ratios from unlike evidence are refused, unlike families are not") {
  const Scenario s = only_the_spell(0.056, 180, 0.3);
  Scenario other = s;
  other.name = "other";
  const std::array plans{&s, static_cast<const Scenario*>(&other)};
  CHECK_NOTHROW(check_one_evidence(plans));
  other.needs.baseline[0] = 0.9;
  CHECK_NOTHROW(check_one_evidence(plans));
  other.trust.growth_per_contact = 0.11;
  CHECK_THROWS_AS(check_one_evidence(plans), InputError);
  other.effects.reference.growth_per_contact = 0.056;
  CHECK_NOTHROW(check_one_evidence(plans));
  other.effects.reference_spell_days = 0;
  CHECK_THROWS_AS(check_one_evidence(plans), InputError);
  other.effects.hazard_ratio = {};
  CHECK_NOTHROW(check_one_evidence(plans));
}

TEST_CASE("reference spell: the largest multiplier is that of the steady state at full trust, with all attention") {
  Scenario s = only_the_spell(0.056, 180, 0.3);
  const auto largest = [](const Scenario& of) { return coaching_reach(of).multipliers; };
  const EffectScale scale = scale_of(s);
  CHECK(largest(s)[0] == Approx(std::pow(2, 1 / scale.reference_gain)));
  CHECK(largest(s)[2] == Approx(std::pow(0.5, 1 / scale.reference_gain)));
  s.program.coaches.contact_hours_per_week = 22;
  CHECK(largest(s)[0] == Approx(std::pow(2, 1 / scale.reference_gain)));
  s.program.support.most_attention = 2;
  CHECK(largest(s)[0] > std::pow(2, 1.2 / scale.reference_gain));
}
