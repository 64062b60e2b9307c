#include <fmt/format.h>

#include <array>
#include <numeric>

#include "sim/measure/incidence.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"
#include "sim/measure/waits.hpp"

/// The program's days: how many families are in care, coached and waiting, how long they wait, and trust.
namespace homeward {
namespace {

constexpr OutcomeInfo of_days(std::string_view name, std::string_view units, std::string_view long_name,
                              std::string_view definition, Better better, Quantity quantity,
                              bool by_trait = true) {
  return {.name = name,
          .units = units,
          .long_name = long_name,
          .definition = definition,
          .population = Population::program_days,
          .better = better,
          .by_trait = by_trait,
          .quantity = quantity,
          .rests_on = RestsOn::program_families};
}

constexpr OutcomeInfo with(OutcomeInfo info, Needs needs) {
  info.of_coaches = true;
  info.needs = needs;
  return info;
}

/// A mean or percentile of waits.
constexpr Needs ended_waits{.ended_waits = true, .steady_queue = true};

constexpr OutcomeInfo changed(OutcomeInfo info) {
  info.changed_in = "1.1";
  return info;
}

/// Nobody meets it by giving up: leaving competes.
constexpr OutcomeInfo service_level(std::string_view name, std::string_view long_name, std::uint32_t days,
                                    std::string_view definition) {
  return with(of_days(name, "1", long_name, definition, Better::higher, Quantity::share),
              {.days_after = days});
}

constexpr std::array rows{
    of_days("families_in_care", "1", "Families in care",
            "Mean number of families with a child in care, placed or on a trial home visit, over the days of "
            "the window.",
            Better::lower, Quantity::count),
    with(of_days("families_coached", "1", "Families with a coach",
                 "Mean number of families with a coach over the days of the window.", Better::neither,
                 Quantity::count),
         {}),
    with(of_days("families_waiting", "1", "Families waiting for a coach",
                 "Mean number of families on the queue for a coach over the days of the window.",
                 Better::lower, Quantity::count),
         {}),
    of_days("families_eligible", "1", "Families eligible for a coach",
            "Mean number of families that were referred and are in care, or home for less time than coaching "
            "goes on there, counted as each month of the window opens.",
            Better::neither, Quantity::count, false),
    of_days("families_unserved", "1", "Eligible families neither coached nor waiting",
            "Mean number of eligible families that are neither coached nor waiting, because they refused, "
            "gave up, dropped out or had used their time, counted as each month of the window opens.",
            Better::lower, Quantity::count, false),
    service_level(
        "coached_within_14_days", "Got a coach within 14 days", 14,
        "Share of all families that joined the queue in the window that got a coach within 14 days of "
        "joining (Aalen-Johansen estimate; leaving the queue without a coach competes, and only the end "
        "of the run censors)."),
    service_level(
        "coached_within_30_days", "Got a coach within 30 days", 30,
        "Share of all families that joined the queue in the window that got a coach within 30 days of "
        "joining (Aalen-Johansen estimate; leaving the queue without a coach competes, and only the end "
        "of the run censors)."),
    service_level(
        "coached_within_60_days", "Got a coach within 60 days", 60,
        "Share of all families that joined the queue in the window that got a coach within 60 days of "
        "joining (Aalen-Johansen estimate; leaving the queue without a coach competes, and only the end "
        "of the run censors)."),
    service_level(
        "coached_within_90_days", "Got a coach within 90 days", 90,
        "Share of all families that joined the queue in the window that got a coach within 90 days of "
        "joining (Aalen-Johansen estimate; leaving the queue without a coach competes, and only the end "
        "of the run censors)."),
    with(of_days("mean_days_on_queue", "d", "Mean days on the queue",
                 "Mean days from joining the queue until a coach or leaving the queue, over all that joined "
                 "in the "
                 "window by referral (Kaplan-Meier estimate, every ending an event; waits open at the end of "
                 "the run "
                 "are censored).",
                 Better::lower, Quantity::days),
         ended_waits),
    with(of_days(
             "p90_days_on_queue", "d", "Days on the queue, 90th percentile",
             "The least days from joining the queue until a coach or leaving the queue that nine of ten do "
             "not "
             "exceed, of all that joined in the window by referral (Kaplan-Meier estimate, every ending an "
             "event; waits open at the end of the run are censored).",
             Better::lower, Quantity::days),
         ended_waits),
    changed(with(
        of_days("mean_days_to_first_coach", "d", "Mean days to the first coach, of those who got one",
                "Mean days from joining the queue to a coach, of the families that joined in the window by "
                "referral and got one (leaving the queue without a coach competes; waits open at the end of "
                "the run are censored).",
                Better::lower, Quantity::days),
        ended_waits)),
    changed(with(
        of_days("p90_days_to_first_coach", "d", "Days to the first coach, 90th percentile",
                "The least days from joining the queue to a coach that nine of ten do not exceed, of the "
                "families that joined in the window by referral and got a coach (leaving the queue without "
                "a coach competes; waits open at the end of the run are censored).",
                Better::lower, Quantity::days),
        ended_waits)),
    with(
        of_days(
            "served_share_of_families", "1", "Waiting families that got a coach",
            "Share of all families that joined the queue in the window by referral that got a coach, and did "
            "not give up or leave (waits open at the end of the run are censored).",
            Better::higher, Quantity::share),
        {.ended_waits = true}),
    with(of_days("renege_share_of_joiners", "1", "Waiting families that gave up",
                 "Share of all families that joined the queue in the window by referral that gave up waiting "
                 "for a "
                 "coach; those still waiting at the end of the run have not.",
                 Better::lower, Quantity::share),
         {.ended_waits = true}),
    with(of_days("mean_trust", "1", "Mean trust between family and coach",
                 "Mean trust, from 0 to 1, over the days of the window of all families with a coach.",
                 Better::higher, Quantity::index),
         {})};

struct FamilyDays {
  Days in_care{}, coached{}, waiting{};
  double trust{};

  void add(const FamilyRecord& family) {
    in_care += family.care_days;
    coached += family.coached_days;
    waiting += family.waiting_days;
    trust += family.trust_days;
  }
};

void measure_family_days(const MeasuredRun& measured, Sheet& sheet) {
  const Days window = measured.run.window_end;
  std::vector<FamilyDays> days(measured.groups.size());
  for (std::size_t family = 0; family < measured.run.families.size(); ++family) {
    const FamilyRecord& record = measured.run.families[family];
    measured.groups.of_family(family, [&](std::size_t group) { days[group].add(record); });
  }
  sheet.set("families_in_care", days, [window](const FamilyDays& d) { return d.in_care / window; });
  sheet.set("families_coached", days, [window](const FamilyDays& d) { return d.coached / window; });
  sheet.set("families_waiting", days, [window](const FamilyDays& d) { return d.waiting / window; });
  sheet.set("mean_trust", days, [](const FamilyDays& d) { return ratio(d.trust, d.coached); });
}

/// Mean of a stock as the months of the window open.
double mean_of_months(const RunRecord& run, Stock stock) {
  double sum = 0;
  double months = 0;
  for (const std::int64_t count : run.stock[index(stock)]) {
    if (months * days_per_month >= run.window_end) break;
    sum += static_cast<double>(count);
    months += 1;
  }
  return ratio(sum, months);
}

/// The stays on the queue that a referral began in the window; a wait of 0 counts, a family handed back by
/// its coach does not.
struct Joined {
  std::vector<FollowUp> waits;
  std::vector<double> day, days;  ///< of each, joining and wait, open ones up to the end of the run
  std::vector<FollowUp> reneged;
  double open{};

  void add(const QueueSpell& spell, std::size_t family, SimTime end) {
    const Days potential = end - spell.joined;
    const bool is_open = spell.end == QueueEnd::open;
    FollowUp wait{is_open ? potential : spell.ended - spell.joined, potential,
                  static_cast<std::uint32_t>(family), 0, censored};
    if (!is_open) wait.cause = spell.end == QueueEnd::coach ? got_coach : left_without;
    waits.push_back(wait);
    if (spell.end == QueueEnd::reneged) reneged.push_back(wait);
    day.push_back(spell.joined);
    days.push_back(wait.days);
    open += is_open ? 1 : 0;
  }
};

Joined joined_in_window(const RunRecord& run) {
  Joined joined;
  std::size_t family = 0;  // spells are ordered by family: one walk finds them all
  for (const QueueSpell& spell : run.queue_spells) {
    while (run.families[family].number != spell.family) ++family;
    if (!spell.handed_back && in_window(run, spell.joined)) joined.add(spell, family, run.end);
  }
  return joined;
}

std::vector<double> members(std::span<const FollowUp> waits, const Groups& groups) {
  std::vector<double> count(groups.size());
  for (const FollowUp& wait : waits)
    groups.of_family(wait.family, [&](std::size_t group) { count[group] += 1; });
  return count;
}

void measure_waits(const MeasuredRun& measured, Sheet& sheet) {
  const Groups& groups = measured.groups;
  const Joined joined = joined_in_window(measured.run);
  for (const int days : {14, 30, 60, 90}) {
    sheet.set_rate(fmt::format("coached_within_{}_days", days),
                   incidence(joined.waits, cause_set(got_coach), days, groups, Unit::family));
  }
  const auto estimates = estimate_waits(joined.waits, groups);
  const auto set = [&](std::string_view outcome, double WaitEstimate::*value) {
    sheet.set(outcome, estimates, [value](const WaitEstimate& estimate) { return estimate.*value; });
  };
  set("mean_days_on_queue", &WaitEstimate::mean_on_queue);
  set("p90_days_on_queue", &WaitEstimate::p90_on_queue);
  set("mean_days_to_first_coach", &WaitEstimate::mean_to_coach);
  set("p90_days_to_first_coach", &WaitEstimate::p90_to_coach);
  set("served_share_of_families", &WaitEstimate::served);
  std::vector<double> gave_up = members(joined.reneged, groups);
  const std::vector<double> all = members(joined.waits, groups);
  for (std::size_t group = 0; group < all.size(); ++group) gave_up[group] = ratio(gave_up[group], all[group]);
  sheet.set("renege_share_of_joiners", gave_up);

  const double open = ratio(joined.open, static_cast<double>(joined.waits.size()));
  sheet.set(Diagnostic::open_waits, open);
  sheet.set(Diagnostic::wait, ratio(std::accumulate(joined.days.begin(), joined.days.end(), 0.0),
                                    static_cast<double>(joined.days.size())));
  const Days window = measured.run.window_end;
  const double slope = slope_of_wait(joined.day, joined.days);
  sheet.set(Diagnostic::wait_rise, slope * window);
  sheet.set(Diagnostic::wait_slope, slope);
  if (!(open > most_open)) return;
  for (const OutcomeInfo& row : rows)
    if (row.needs.ended_waits) sheet.lacks(row.name, Reason::open_waits);
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  measure_family_days(measured, sheet);
  sheet.set("families_eligible", mean_of_months(measured.run, Stock::families_eligible));
  sheet.set("families_unserved", mean_of_months(measured.run, Stock::families_unserved));
  measure_waits(measured, sheet);
}

}  // namespace

Section queue_section() {
  return {rows, measure};
}

}  // namespace homeward
