#include <array>

#include "sim/measure/quantiles.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

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
    with(
        of_days(
            "mean_days_to_first_coach", "d", "Mean days on the queue",
            "Mean days from joining the queue until a coach or leaving the queue, over all stays on the "
            "queue "
            "that a referral began in the window; a stay still open at the end of the run counts up to then.",
            Better::lower, Quantity::days),
        {.ended_waits = true, .steady_queue = true}),
    with(
        of_days(
            "p90_days_to_first_coach", "d", "Days on the queue, 90th percentile",
            "Days from joining the queue until a coach or leaving the queue that nine of ten stays do not "
            "exceed, over all stays on the queue that a referral began in the window; a stay still open at "
            "the "
            "end of the run counts up to then (90th percentile, interpolated between the two nearest stays).",
            Better::lower, Quantity::days),
        {.ended_waits = true, .steady_queue = true}),
    with(of_days(
             "served_share_of_families", "1", "Stays on the queue that ended with a coach",
             "Share of all stays on the queue that a referral began in the window that ended with a coach, "
             "and not by giving up, leaving, or the end of the run.",
             Better::higher, Quantity::share),
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

struct Waits {
  double stays{}, served{};
  Days days{};
};

void measure_waits(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  std::vector<Waits> waits(measured.groups.size());
  std::vector<Sample> lengths;
  std::size_t family = 0;  // spells are ordered by family: one walk finds them all
  for (const QueueSpell& spell : run.queue_spells) {
    while (run.families[family].number != spell.family) ++family;
    if (spell.handed_back || !in_window(run, spell.joined)) continue;
    const Days days = std::min(spell.ended, run.end) - spell.joined;
    const bool served = spell.end == QueueEnd::coach;
    measured.groups.of_family(family, [&](std::size_t group) {
      waits[group].stays += 1;
      waits[group].served += served ? 1 : 0;
      waits[group].days += days;
    });
    lengths.push_back({days, static_cast<std::uint32_t>(family), 0});
  }
  sheet.set("mean_days_to_first_coach", waits, [](const Waits& w) { return ratio(w.days, w.stays); });
  sheet.set("p90_days_to_first_coach", quantile(lengths, 0.9, CountedBy::family, measured.groups));
  sheet.set("served_share_of_families", waits, [](const Waits& w) { return ratio(w.served, w.stays); });
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
