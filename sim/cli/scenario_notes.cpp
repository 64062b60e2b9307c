#include "sim/cli/scenario_notes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "sim/cli/numbers.hpp"
#include "sim/core/units.hpp"
#include "sim/measure/identification.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"
#include "sim/scenario/likely_mistakes.hpp"
#include "sim/scenario/staffing_plan.hpp"

namespace homeward {

namespace {

constexpr std::array<std::string_view, supported_clocks> clock_words{"readiness", "trial visit failure", "re-entry"};

/// A ratio that multiplies a hazard by more than any program was seen to do.
std::vector<std::string> far_multipliers(const Scenario& scenario) {
  constexpr double most = 5, least = 0.2;
  std::vector<std::string> notes;
  if (!is_on_reference_scale(scenario)) return notes;
  const auto multipliers = coaching_reach(scenario).multipliers;
  for (std::size_t c = 0; c < supported_clocks; ++c)
    if (multipliers[c] > most || multipliers[c] < least)
      notes.push_back(fmt::format("coaching can multiply the hazard of {} by {:.2g}, which is beyond what any program was seen "
                                  "to do: look at effects.{}_hazard_ratio and support.contacts_per_week",
                                  clock_words[c], multipliers[c], supported_clock_names[c]));
  return notes;
}

}  // namespace

std::vector<std::string> notes_of(const Scenario& scenario) {
  auto notes = scenario.notes;
  for (auto& note : far_multipliers(scenario)) notes.push_back(std::move(note));
  for (auto& note : likely_mistakes(scenario)) notes.push_back(std::move(note));
  for (auto& note : population_notes(scenario)) notes.push_back(std::move(note));
  return notes;
}

std::vector<std::string> notes_of(const std::vector<const Scenario*>& scenarios, std::size_t baseline) {
  constexpr std::size_t most_notes = 12, most_names = 3;
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> names;
  for (const auto* scenario : scenarios)
    for (const auto& note : notes_of(*scenario)) {
      auto& of_note = names[note];
      if (of_note.empty()) order.push_back(note);
      of_note.push_back(scenario->name);
    }
  std::vector<std::string> notes = notes_beside(scenarios, baseline);
  for (std::size_t i = 0; i < std::min(most_notes, order.size()); ++i) {
    const auto& of_note = names[order[i]];
    if (of_note.size() == scenarios.size()) {
      notes.push_back(order[i]);
      continue;
    }
    const std::vector<std::string> first(
        of_note.begin(), of_note.begin() + static_cast<std::ptrdiff_t>(std::min(most_names, of_note.size())));
    const auto more = of_note.size() - first.size();
    notes.push_back(fmt::format("{}{}: {}", fmt::join(first, ", "),
                                more > 0 ? fmt::format(" and {} more", more) : "", order[i]));
  }
  if (order.size() > most_notes)
    notes.push_back(fmt::format("and {} more notes on single scenarios; homeward check shows those of a file",
                                order.size() - most_notes));
  return notes;
}

namespace {

constexpr std::size_t most_plans = 8;

/// When the programs begin, by plan; "" where all begin together.
std::string starts_in_words(const std::vector<const Scenario*>& scenarios, std::size_t baseline) {
  std::set<double> days;
  std::string plans;
  std::size_t named = 0;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const Scenario& scenario = *scenarios[i];
    const double day = scenario.program_start_days;
    if (i == baseline && !std::isfinite(day)) continue;
    days.insert(day);
    if (++named > most_plans) continue;
    plans += fmt::format("{}{} {}", plans.empty() ? "" : ", ", scenario.name,
                         std::isfinite(day) ? "on " + day_and_date(day, scenario.run.opening)
                                            : "with the run, warm-up included");
  }
  if (days.size() < 2) return "";
  if (named > most_plans) plans += fmt::format(" and {} more", named - most_plans);
  return fmt::format(
      "the programs of these plans begin on different days, so that they act for unequal times: {}", plans);
}

/// How long warm-up, window and follow-up are, by plan; "" where all are of one length.
std::string lengths_in_words(const std::vector<const Scenario*>& scenarios) {
  const RunSpan first = span_of(*scenarios.front());
  bool warm_ups_differ = false, others_differ = false;
  for (const auto* scenario : scenarios) {
    RunSpan span = span_of(*scenario);
    warm_ups_differ = warm_ups_differ || span.warm_up_years != first.warm_up_years;
    span.warm_up_years = first.warm_up_years;
    others_differ = others_differ || span != first;
  }
  if (!warm_ups_differ && !others_differ) return "";
  std::string plans;
  for (std::size_t i = 0; i < std::min(most_plans, scenarios.size()); ++i) {
    const auto span = span_of(*scenarios[i]);
    plans += fmt::format("{}{} {} + {} + {} years", i > 0 ? ", " : "", scenarios[i]->name, span.warm_up_years,
                         span.entry_years, span.follow_up_years);
  }
  if (scenarios.size() > most_plans) plans += fmt::format(" and {} more", scenarios.size() - most_plans);
  const auto* pairs = warm_ups_differ ? "they do not meet the same families" : "";
  const auto* totals = others_differ ? "their totals are not compared, only rates" : "";
  return fmt::format(
      "these plans are of different lengths (warm-up + window + follow-up), so that {}{}{}: {}", pairs,
      warm_ups_differ && others_differ ? ", and " : "", totals, plans);
}

}  // namespace

std::vector<std::string> notes_beside(const std::vector<const Scenario*>& scenarios, std::size_t baseline) {
  std::vector<std::string> notes;
  for (auto& note : {starts_in_words(scenarios, baseline), lengths_in_words(scenarios)})
    if (!note.empty()) notes.push_back(note);
  return notes;
}

namespace {

std::string number_of_positions(std::uint32_t number) {
  return fmt::format("{} coach position{}", with_thousands(number), number == 1 ? "" : "s");
}

/// The positions of all sites in one line.
std::string by_site(const Scenario& scenario, const std::vector<std::uint32_t>& positions) {
  constexpr std::size_t most_sites = 20;
  const auto total = std::accumulate(positions.begin(), positions.end(), 0U);
  if (positions.size() == 1) return number_of_positions(total);
  std::string text;
  for (std::size_t i = 0; i < std::min(most_sites, positions.size()); ++i)
    text += fmt::format("{}{} {}", i > 0 ? ", " : "", scenario.sites[i].name, with_thousands(positions[i]));
  if (positions.size() > most_sites) text += fmt::format(" and {} more sites", positions.size() - most_sites);
  return fmt::format("{}: {}", number_of_positions(total), text);
}

}  // namespace

std::string positions_in_words(const Scenario& scenario) {
  const auto plan = own_staffing_plan(scenario);
  std::set<SimTime> moments;
  bool any = false;
  const bool late = std::isfinite(scenario.program_start_days);
  const SimTime start = std::max(scenario.program_start_days, scenario.start());
  for (const auto& site : plan)
    for (const auto& target : site) {
      moments.insert(std::max(target.from, start));
      any = any || target.positions > 0;
    }
  const bool is_one_number =
      plan.size() == 1 && moments.size() == 1 && !late && scenario.program.coaches.positions;
  if (!any || is_one_number) return "";
  constexpr std::size_t most_lines = 20;
  std::string text;
  std::size_t lines = 0;
  for (const SimTime moment : moments) {
    if (++lines > most_lines)
      return text + fmt::format("  and {} more changes\n", moments.size() - most_lines);
    std::vector<std::uint32_t> now;
    for (const auto& site : plan) {
      const auto after =
          std::find_if(site.begin(), site.end(), [&](const auto& one) { return one.from > moment; });
      now.push_back(std::prev(after)->positions);
    }
    const bool first = moment == *moments.begin();
    const auto since =
        first && !late ? "in post from the start" : "from " + day_and_date(moment, scenario.run.opening);
    text += fmt::format("  {}: {}{}\n", since, by_site(scenario, now),
                        first && late ? "; before it the baseline's program runs" : "");
  }
  return text;
}

std::string trend_in_words(const Scenario& scenario) {
  const auto& families = scenario.families;
  if (families.trend_per_year == 0 || !(families.entries_per_year > 0)) return "";
  const double from = std::max(-scenario.run.warm_up_years, families.trend_from_years);
  const double rate = families.entries_per_year * std::pow(1 + families.trend_per_year, std::min(from, 0.0));
  return fmt::format(
      "  entries change by {:+.3g} % a year, from {:.4g} years {} the opening on: {:.4g} families a year at "
      "the start, "
      "{} at the opening\n",
      100 * families.trend_per_year, std::abs(from), from > 0 ? "after" : "before", rate,
      families.entries_per_year);
}

std::string coaching_in_words(const Scenario& scenario) {
  if (!is_on_reference_scale(scenario)) return "";
  const auto reach = coaching_reach(scenario);
  std::string most;
  for (std::size_t c = 0; c < supported_clocks; ++c)
    most += fmt::format("{}{} {:.2f}", c > 0 ? ", " : "", clock_words[c], reach.multipliers[c]);
  return fmt::format(
      "  coaching: mean gain over the reference spell of {:.4g} days {:.3f} of that of grown trust; multipliers reach at "
      "most: {}\n",
      scenario.effects.reference_spell_days, reach.reference_gain, most);
}

}  // namespace homeward
