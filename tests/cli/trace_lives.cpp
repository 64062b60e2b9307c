#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sim/cli/trace_family.hpp"
#include "sim/cli/trace_life.hpp"
#include "sim/cli/trace_parting.hpp"
#include "sim/model/replication.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;

namespace {

constexpr std::uint64_t seed = 11;

Checked<Scenario> small(const std::string& name) {
  const std::vector<Override> overrides{{"families.entries_per_year", "60"},
                                        {"run.warm_up_years", "2"},
                                        {"run.entry_years", "2"},
                                        {"run.follow_up_years", "4"},
                                        {"families.age_out_years", "12"},
                                        {"coaches.annual_turnover", "0.5"}};
  return read_scenario(std::string(HOMEWARD_SOURCE_DIR) + "/scenarios/" + name + ".toml", overrides);
}

/// Every family of a run under one scenario.
struct Told {
  explicit Told(const std::string& name)
      : scenario(small(name)), run(simulate(scenario, seed, 0, {.on = true, .families = {}})) {
    const Draws draws(seed, 0);
    for (const auto& family : run.families) lives.push_back(tell_life(*scenario, run, family.number, draws));
  }
  Checked<Scenario> scenario;
  RunRecord run;
  std::vector<Life> lives;
};

const Told& coached() {
  static const Told told("ratio-1-to-12");
  return told;
}

Days length(const Life& life, BandKind kind, SimTime from, SimTime to) {
  Days days = 0;
  for (const auto& band : life.bands)
    if (band.kind == kind) days += std::max(0.0, std::min(band.to, to) - std::max(band.from, from));
  return days;
}

}  // namespace

TEST_CASE("trace: days in care, waiting and with a coach are those that the run counts, for every family") {
  const auto& told = coached();
  double waiting = 0;
  double with_coach = 0;
  for (std::size_t i = 0; i < told.lives.size(); ++i) {
    const auto& life = told.lives[i];
    const auto& family = told.run.families[i];
    INFO("family " << family.number);
    // Days in care are kept to a sixteenth of a day.
    CHECK(length(life, BandKind::in_care, -forever, forever) == Approx(life.days_in_care).margin(1.0 / 16));
    CHECK(length(life, BandKind::in_care, 0, told.run.window_end) == Approx(family.care_days).margin(1e-6));
    CHECK(length(life, BandKind::waiting, 0, told.run.window_end) ==
          Approx(family.waiting_days).margin(1e-6));
    CHECK(length(life, BandKind::coached, 0, told.run.window_end) ==
          Approx(family.coached_days).margin(1e-6));
    waiting += family.waiting_days;
    with_coach += family.coached_days;
  }
  CHECK(waiting > 1000);
  CHECK(with_coach > 1000);
}

TEST_CASE("trace: every contact is told once, and trust lies between 0 and 1") {
  const auto& told = coached();
  for (std::size_t i = 0; i < told.lives.size(); ++i) {
    std::uint32_t kept = 0;
    std::uint32_t missed = 0;
    for (const auto& line : told.lives[i].lines) {
      if (!line.contacts) continue;
      kept += line.contacts->kept;
      missed += line.contacts->missed;
      CHECK(line.contacts->trust >= 0);
      CHECK(line.contacts->trust <= 1);
      CHECK(line.contacts->first <= line.day);
    }
    CHECK(kept == told.run.families[i].contacts_kept);
    CHECK(missed == told.run.families[i].contacts_missed);
  }
}

TEST_CASE("trace: trust is what the rules of the scenario make of the contacts") {
  auto overrides = std::vector<Override>{{"families.entries_per_year", "40"},
                                         {"run.warm_up_years", "1"},
                                         {"run.entry_years", "1"},
                                         {"run.follow_up_years", "1"},
                                         {"coaches.contact_hours_per_week", "inf"},
                                         {"coaches.annual_turnover", "0"}};
  const auto scenario =
      read_scenario(std::string(HOMEWARD_SOURCE_DIR) + "/scenarios/ratio-1-to-12.toml", overrides);
  const auto run = simulate(scenario, seed, 0, {.on = true, .families = {}});
  const auto& rules = scenario->trust;
  std::size_t followed = 0;
  for (const auto& family : run.families) {
    // From the first contact on, as long as the coach stays: growth at a kept one, a loss at a missed one.
    double trust = -1;
    for (const auto& row : run.log) {
      if (row.family != family.number) continue;
      const auto kind = static_cast<EventKind>(row.kind);
      if (kind == EventKind::coach_assigned) trust = -1;
      if (kind != EventKind::contact_kept && kind != EventKind::contact_missed) continue;
      if (trust >= 0) {
        trust = kind == EventKind::contact_kept ? trust + rules.growth_per_contact * (1 - trust)
                                                : trust * (1 - rules.lost_on_missed);
        // Started from a rounded percent, whose error no contact makes larger.
        CHECK(row.detail == Approx(100 * trust).margin(1.01));
        ++followed;
      } else {
        trust = row.detail / 100.0;
      }
    }
  }
  CHECK(followed > 100);
}

TEST_CASE("trace: lines stand by day, begin with the removal and end with the run") {
  for (const auto& life : coached().lives) {
    REQUIRE(life.lines.size() >= 2);
    CHECK(std::is_sorted(life.lines.begin(), life.lines.end(),
                         [](const LifeLine& a, const LifeLine& b) { return a.day < b.day; }));
    CHECK(life.lines.front().kind == "entry");
    CHECK(life.lines.back().kind == "end");
    CHECK(life.lines.back().day == coached().run.end);
    CHECK(std::none_of(life.lines.begin(), life.lines.end(),
                       [](const LifeLine& line) { return line.text.empty(); }));
  }
}

TEST_CASE("trace: who a family is agrees with what the run knows of it") {
  const auto& told = coached();
  const Draws draws(seed, 0);
  const auto entries = count_entries(*told.scenario, draws);
  CHECK(entries.families == told.run.families.size());
  CHECK(told.run.families[entries.first_in_window - 1].entry >= 0);
  CHECK(told.run.families[entries.first_in_window - 2].entry < 0);
  CHECK(told.run.families[entries.last_in_window - 1].entry < told.run.window_end);
  for (const auto number : {FamilyNumber{1}, entries.first_in_window, entries.last_in_window}) {
    const auto family = portray(*told.scenario, draws, number);
    const auto& record = told.run.families[number - 1];
    CHECK(family.entry == record.entry);
    REQUIRE(family.ages.size() == record.children);
    CHECK(static_cast<float>(family.ages.front()) == record.age_at_entry.front());
    REQUIRE(family.traits.size() == told.run.traits);
    CHECK(family.traits.front().second ==
          told.scenario->traits.front().levels[told.run.trait_levels[(number - 1) * told.run.traits]].name);
  }
}

TEST_CASE("trace: what is said of families one by one adds up to what compare says of all") {
  const Told baseline("us-baseline");
  const auto& plan = coached();
  const auto cohort_a = measure_cohort_families(baseline.run);
  const auto cohort_b = measure_cohort_families(plan.run);
  const auto changes = family_changes(cohort_b, cohort_a);
  double home = 0;
  double spared = 0;
  double home_under_both = 0;  // and followed for 12 months after it: of whom re-entries are told
  double days = 0;
  std::size_t families = 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < plan.lives.size(); ++i) {
    const auto& a = baseline.lives[i];
    const auto& b = plan.lives[i];
    if (!a.in_cohort) continue;
    const auto gains = gains_of(b.measured, a.measured, 0);
    const auto in_cohort = gains_of(cohort_b, cohort_a, families);
    CHECK(gains.days_saved == in_cohort.days_saved);
    CHECK(gains.home_only_under_plan == in_cohort.home_only_under_plan);
    home += gains.home_only_under_plan ? 1 : 0;
    spared += gains.spared_reentry ? 1 : 0;
    const int both = cohort_b.state[families] & cohort_a.state[families];
    home_under_both += (both & home_followed_12_months) != 0 ? 1 : 0;
    days += gains.days_saved;
    ++families;
    const auto lines = pair_lines(a, b);
    if (!parting_day(lines)) ++same;
    // Both lives are told in full.
    CHECK(static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const PairedLine& line) {
            return line.first != nullptr;
          })) == a.lines.size());
    CHECK(static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const PairedLine& line) {
            return line.second != nullptr;
          })) == b.lines.size());
  }
  const auto of = [&](FamilyChange change) { return changes[static_cast<std::size_t>(change)]; };
  const auto all = static_cast<double>(families);
  CHECK(families > 80);
  CHECK(1000 * home / all == Approx(of(FamilyChange::home_only_under_plan)));
  CHECK(1000 * spared / home_under_both == Approx(of(FamilyChange::spared_reentry)));
  CHECK(days / all == Approx(of(FamilyChange::days_saved_per_family)));
  CHECK(same > 0);  // those who are never offered a coach, or decline
  CHECK(same < families);
}
