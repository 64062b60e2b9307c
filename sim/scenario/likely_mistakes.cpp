#include "sim/scenario/likely_mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "sim/scenario/staffing_plan.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

namespace {

bool is_zero(double x) {
  return x <= 0;
}

bool has_coaches(const Scenario& s) {
  const Coaches& coaches = s.program.coaches;
  const auto some = [](const auto& positions, const auto& per_100) {
    return positions.value_or(0) > 0 || per_100.value_or(0) > 0;
  };
  const auto some_change = [&](const std::vector<StaffingChange>& changes) {
    return std::any_of(changes.begin(), changes.end(), [&](const StaffingChange& change) {
      return some(change.positions, change.positions_per_100_entries);
    });
  };
  return some(coaches.positions, coaches.positions_per_100_entries) || some_change(coaches.staffing) ||
         std::any_of(s.sites.begin(), s.sites.end(), [&](const Site& site) {
           return site.positions.value_or(0) > 0 || some_change(site.staffing);
         });
}

void look_at_coaches(const Scenario& s, std::vector<std::string>& notes) {
  const Support& support = s.program.support;
  const auto& contacts = support.contacts_per_week;
  if (std::all_of(contacts.begin(), contacts.end(), is_zero)) {
    notes.emplace_back(
        "coaches meet no family: set support.contacts_per_week.{placed,trial_home_visit,home}, or extend a "
        "scenario "
        "that has them");
  } else if (is_zero(support.hours_per_contact)) {
    notes.emplace_back("contacts last no time and change no need: set support.hours_per_contact");
  } else if (std::all_of(s.support_effects.to_needs.begin(), s.support_effects.to_needs.end(),
                         [](const auto& row) { return std::all_of(row.begin(), row.end(), is_zero); })) {
    notes.emplace_back("support meets no need: set support.to_needs");
  }
  if (is_zero(s.program.referral.probability))
    notes.emplace_back("no family is referred to a coach: referral.probability is 0");
  if (is_zero(s.program.referral.acceptance))
    notes.emplace_back("no family accepts a coach: referral.acceptance is 0");
  if (support.after_reunification_days > 0 && is_zero(contacts[index(Phase::home)])) {
    notes.emplace_back(
        "families keep their coach after going home but meet nobody: support.contacts_per_week.home is 0");
  }
}

void look_at_dates(const Scenario& s, std::vector<std::string>& notes) {
  const auto late = [&](const char* key, double day) {
    if (day < s.end() || day == forever) return;
    notes.push_back(
        fmt::format("{} has day {}, but the run ends on day {}; days count from the opening of the window",
                    key, day, s.end()));
  };
  late("program.start_days", s.program_start_days);
  for (const auto& change : s.program.coaches.staffing) late("coaches.staffing", change.date_days);
  for (const auto& site : s.sites)
    for (const auto& change : site.staffing)
      late(join_path(join_path("sites", site.name), "staffing").c_str(), change.date_days);
}

void look_at_sites(const Scenario& s, std::vector<std::string>& notes) {
  const auto named = std::count_if(s.sites.begin(), s.sites.end(),
                                   [](const Site& site) { return site.positions.has_value(); });
  const Coaches& coaches = s.program.coaches;
  if (named != static_cast<std::ptrdiff_t>(s.sites.size())) return;
  if (!coaches.positions && !coaches.positions_per_100_entries) return;
  const auto by_site = first_positions(s);
  const auto total =
      whole_positions(coaches.positions, coaches.positions_per_100_entries, s.families.entries_per_year);
  if (std::accumulate(by_site.begin(), by_site.end(), 0U) == total) return;
  notes.emplace_back(
      "every site names its own positions, so coaches.positions and coaches.positions_per_100_entries are "
      "not used");
}

/// A ratio that is asked for and comes to nobody.
void look_at_ratios(const Scenario& s, std::vector<std::string>& notes) {
  const auto look = [&](const std::string& key, const std::optional<double>& per_100, double entries) {
    const double exact = per_100.value_or(0) * entries / 100;
    if (!(per_100.value_or(0) > 0) || whole_positions({}, per_100, entries) > 0) return;
    notes.push_back(fmt::format("{} = {} of {} entries a year is {:.3g} of a position, which rounds to none",
                                key, *per_100, entries, exact));
  };
  const double entries = s.families.entries_per_year;
  const Coaches& coaches = s.program.coaches;
  look("coaches.positions_per_100_entries", coaches.positions_per_100_entries, entries);
  const auto look_at_changes = [&](const std::string& path, const auto& changes, double of_entries) {
    for (std::size_t i = 0; i < changes.size(); ++i)
      look(fmt::format("{}[{}].positions_per_100_entries", path, i), changes[i].positions_per_100_entries,
           of_entries);
  };
  look_at_changes("coaches.staffing", coaches.staffing, entries);
  for (const auto& site : s.sites)
    look_at_changes(join_path(join_path("sites", site.name), "staffing"), site.staffing,
                    entries * site.share);
}

/// Positions of all sites by the day from which they hold.
std::map<SimTime, std::int64_t> positions_in_all(const StaffingPlan& plan) {
  std::map<SimTime, std::int64_t> totals;
  for (const auto& site : plan) {
    std::int64_t before = 0;
    for (const auto& target : site) {
      totals[target.from] += target.positions - before;
      before = target.positions;
    }
  }
  std::int64_t sum = 0;
  for (auto& [from, total] : totals) total = sum += total;
  return totals;
}

/// The first day on which a site has no position and another has; nothing where there is none.
std::optional<SimTime> bare_since(const std::vector<StaffingTarget>& site,
                                  const std::map<SimTime, std::int64_t>& totals, SimTime start) {
  for (std::size_t i = 0; i < site.size(); ++i) {
    const SimTime until = i + 1 < site.size() ? site[i + 1].from : forever;
    if (site[i].positions > 0 || until <= start) continue;
    for (auto at = totals.find(site[i].from); at != totals.end() && at->first < until; ++at)
      if (at->second > 0) return at->first;
  }
  return std::nullopt;
}

void look_at_bare_sites(const Scenario& s, std::vector<std::string>& notes) {
  constexpr std::size_t most = 6;
  const auto plan = own_staffing_plan(s);
  const auto totals = positions_in_all(plan);
  std::vector<std::string> bare;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto since = bare_since(plan[i], totals, s.start());
    if (!since || !(s.sites[i].share > 0)) continue;
    bare.push_back(s.sites[i].name + (std::isfinite(*since)
                                          ? fmt::format(" (from {} on)", day_and_date(*since, s.run.opening))
                                          : ""));
  }
  if (bare.empty()) return;
  const auto more = bare.size() - std::min(most, bare.size());
  bare.resize(bare.size() - more);
  notes.push_back(fmt::format("{} no coach while others have: {}{}",
                              bare.size() == 1 ? "a site has" : "sites have", fmt::join(bare, ", "),
                              more > 0 ? fmt::format(" and {} more", more) : ""));
}

}  // namespace

std::vector<std::string> likely_mistakes(const Scenario& s) {
  std::vector<std::string> notes;
  look_at_dates(s, notes);
  look_at_sites(s, notes);
  look_at_ratios(s, notes);
  look_at_bare_sites(s, notes);
  if (has_coaches(s)) look_at_coaches(s, notes);
  const Support& support = s.program.support;
  if (support.concrete_dollars_per_family > 0 && is_zero(support.concrete_per_1000_dollars)) {
    notes.emplace_back(
        "concrete services cost money and change nothing: set support.concrete_per_1000_dollars");
  }
  return notes;
}

}  // namespace homeward
