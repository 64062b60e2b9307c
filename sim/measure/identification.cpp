#include "sim/measure/identification.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "sim/core/units.hpp"
#include "sim/measure/intervals.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double sure_of_growth = 0.99;
/// Days by which the wait grows a day. Where a hundredth more come than coaches can take, it is a hundredth.
constexpr double least_slope = 0.01;
constexpr double slope_of_growth = 0.02;

std::vector<DiagnosticInfo> make_diagnostics() {
  std::vector<DiagnosticInfo> rows{
      {"wait", "d", "mean days on the queue, open waits up to the end"},
      {"wait_rise", "d", "rise of the wait through the window"},
      {"wait_slope", "1", "the same a day of the window"},
      {"in_care_rise", "1", "rise of the families in care through the window"},
      {"open_waits", "1", "share of waits that are open at the end"},
      {"open_spells", "1",
       "share of the entry cohort's offers and spells with a coach that are open at the end"}};
  for (const OutcomeInfo& outcome : outcome_table()) {
    if (follow_up_of(outcome.needs) == 0) continue;
    rows.push_back(
        {fmt::format("followed_{}", outcome.name), "1", "share followed as long as the outcome needs"});
  }
  return rows;
}

/// Mean of the numbers among the values; NaN where there are none.
double mean_of(std::span<const double> values) {
  double sum = 0;
  double n = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    n += 1;
  }
  return n > 0 ? sum / n : nan;
}

/// The reason that most runs have, of those with one; the first of equals. That nobody is at risk says
/// nothing where others say more.
Reason commonest(std::span<const std::int8_t> reasons) {
  std::array<std::size_t, reason_names.size()> runs{};
  for (const auto reason : reasons) ++runs[static_cast<std::size_t>(reason)];
  const auto most = std::max_element(runs.begin() + 2, runs.end());
  return *most > 0 ? static_cast<Reason>(most - runs.begin()) : Reason::nobody_at_risk;
}

/// "12 months", "30 days": the follow-up that is needed.
std::string needed_text(const Needs& needs) {
  return needs.months_after > 0 ? fmt::format("{} months", needs.months_after)
                                : fmt::format("{} days", needs.days_after);
}

/// A number with one decimal, or none where it is whole.
std::string plain(double number) {
  return std::abs(number - std::round(number)) < 1e-9 ? fmt::format("{:.0f}", number)
                                                      : fmt::format("{:.1f}", number);
}

/// The run's follow-up in the unit of what is needed: "3", "91.3".
std::string there_text(const Needs& needs, double years) {
  return plain(needs.months_after > 0 ? 12 * years : years * days_per_year);
}

}  // namespace

std::span<const DiagnosticInfo> diagnostic_table() {
  static const std::vector<DiagnosticInfo> rows = make_diagnostics();
  return rows;
}

std::optional<std::size_t> followed_index(std::size_t outcome) {
  const auto table = outcome_table();
  if (follow_up_of(table[outcome].needs) == 0) return std::nullopt;
  const auto before = std::count_if(table.begin(), table.begin() + static_cast<std::ptrdiff_t>(outcome),
                                    [](const OutcomeInfo& info) { return follow_up_of(info.needs) > 0; });
  return static_cast<std::size_t>(Diagnostic::open_spells) + 1 + static_cast<std::size_t>(before);
}

bool changes_in_window(const Scenario& scenario) {
  const auto inside = [&](SimTime day) { return day > 0 && day < scenario.window_end(); };
  const auto& staffing = scenario.program.coaches.staffing;
  return scenario.families.trend_per_year != 0 ||
         (scenario.program_before && inside(scenario.program_start_days)) ||
         std::ranges::any_of(staffing, inside, &StaffingChange::date_days);
}

namespace {

/// Of a share with a coach within some days those followed so far joined early: where the queue grows they
/// stand for nobody else.
bool needs_steady_queue(const OutcomeInfo& outcome, const Identified& found) {
  return outcome.needs.steady_queue || (outcome.needs.days_after > 0 && found.followed < 1);
}

}  // namespace

Identified identify(std::size_t outcome, std::span<const std::int8_t> reasons,
                    std::span<const std::vector<double>> diagnostics) {
  Identified found{Reason::none, nan};
  if (const auto followed = followed_index(outcome)) found.followed = mean_of(diagnostics[*followed]);
  const auto lacks = [](std::int8_t reason) { return static_cast<Reason>(reason) > Reason::nobody_at_risk; };
  const auto without = std::ranges::count_if(reasons, lacks);
  const auto empty = std::ranges::count(reasons, static_cast<std::int8_t>(Reason::nobody_at_risk));
  const auto runs = static_cast<double>(reasons.size());
  if (static_cast<double>(without) > most_runs_without * runs || without + empty == std::ssize(reasons)) {
    if (without + empty > 0) found.reason = commonest(reasons);
    // A longer follow-up does not end the waits of a queue that grows.
    if (found.reason == Reason::open_waits && queue_grows(diagnostics)) found.reason = Reason::queue_grows;
  } else if (needs_steady_queue(outcome_table()[outcome], found) && queue_grows(diagnostics)) {
    found.reason = Reason::queue_grows;
  }
  return found;
}

bool queue_grows(std::span<const std::vector<double>> diagnostics) {
  std::vector<double> rises;
  for (const double rise : diagnostics[static_cast<std::size_t>(Diagnostic::wait_rise)]) {
    if (!std::isnan(rise)) rises.push_back(rise);
  }
  const double wait = mean_of(diagnostics[static_cast<std::size_t>(Diagnostic::wait)]);
  const double slope = mean_of(diagnostics[static_cast<std::size_t>(Diagnostic::wait_slope)]);
  if (rises.size() < 2) return !rises.empty() && rises.front() > wait / 2 && slope > least_slope;
  const double n = static_cast<double>(rises.size());
  const double rise = mean_of(rises);
  double squares = 0;
  for (const double value : rises) squares += (value - rise) * (value - rise);
  const double error = std::sqrt(squares / (n - 1) / n);
  const bool is_steep = slope > slope_of_growth || (rise > wait / 2 && slope > least_slope);
  return is_steep && rise > error * boost::math::quantile(boost::math::students_t(n - 1), sure_of_growth);
}

Reason reason_of_difference(const OutcomeInfo& outcome, Reason plan, Reason baseline,
                            const RunSpan& plan_span, const RunSpan& baseline_span) {
  if (plan != Reason::none) return plan;
  if (baseline != Reason::none) return baseline;
  const bool counts_the_warm_up = outcome.population == Population::whole_run;
  RunSpan plan_days = plan_span, baseline_days = baseline_span;
  if (!counts_the_warm_up) plan_days.warm_up_years = baseline_days.warm_up_years = 0;
  return outcome.needs.equal_periods && plan_days != baseline_days ? Reason::unlike_periods : Reason::none;
}

bool is_of_waiting(const OutcomeInfo& outcome) {
  return outcome.needs.steady_queue || outcome.needs.days_after > 0;
}

std::string needs_in_words(const OutcomeInfo& outcome) {
  std::vector<std::string> words;
  const Needs& needs = outcome.needs;
  if (follow_up_of(needs) > 0) words.push_back(needed_text(needs) + " after the window");
  if (needs.ended_visits) words.emplace_back("trial home visits that have ended");
  if (needs.ended_waits) words.emplace_back("waits that have ended");
  if (needs.ended_spells) words.emplace_back("spells with a coach that have ended");
  if (is_of_waiting(outcome)) words.emplace_back("a queue that does not grow");
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string reason_text(const OutcomeInfo& outcome, Reason reason, const RunSpan& span) {
  const auto follow_up = [&] {
    return fmt::format("needs {} after the window; the run has {}", needed_text(outcome.needs),
                       there_text(outcome.needs, span.follow_up_years));
  };
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::nobody_at_risk:
      return "nobody to count";
    case Reason::follow_up:
      return follow_up_of(outcome.needs) > 0
                 ? follow_up()
                 : fmt::format("needs more than 12 months from the opening to the end; the run has {}",
                               plain(12 * (span.entry_years + span.follow_up_years)));
    case Reason::change_in_window:
      return follow_up() + ", and the program or the entries change within the window";
    case Reason::open_visits:
      return "trial home visits are under way at the end of the run; needs a longer follow-up";
    case Reason::open_waits:
      return "families are still waiting at the end of the run; needs a longer follow-up, or more coaches";
    case Reason::open_spells:
      return "families still have a coach at the end of the run; needs a longer follow-up";
    case Reason::queue_grows:
      return outcome.needs.days_after > 0
                 ? follow_up() + ", and the queue grows"
                 : "the queue grows: the wait rises through the window and has no mean";
    case Reason::unlike_periods:
      return "totals of runs of unlike length are not compared";
    case Reason::older_program:
      return "not measured by the program that wrote the file";
  }
  return "";
}

std::string followed_text(const OutcomeInfo& outcome, const Identified& identified) {
  if (!identified.partly()) return "";
  const auto where = outcome.needs.ended_visits ? ", in periods without an open trial home visit" : "";
  return fmt::format("of those followed for {} so far{}: {:.0f} %", needed_text(outcome.needs), where,
                     std::floor(100 * identified.followed));
}

}  // namespace homeward
