#include <array>
#include <cmath>

#include "sim/measure/follow_up.hpp"
#include "sim/measure/sections.hpp"

/// The federal indicators as federal measurement sees them: Children's Bureau, CFSR 4 Data Dictionary (August
/// 2022), pp. 1-7; Round 3 re-entry as in the Round 3 syntax (79 FR 61241). The truth stands beside them in
/// other sections.
namespace homeward {
namespace {

constexpr std::array rows{
    OutcomeInfo{.name = "permanency_12_months",
                .units = "1",
                .long_name = "Permanent home within 12 months (federal P1)",
                .definition =
                    "Share of children's entries into care that within 12 months ended with their family, "
                    "adoptive parents, a guardian or a relative, as the federal indicator P1 counts: of each "
                    "12-month period of the window (a last part of one is one too) each child's first entry "
                    "of 8 days or more, first removal or re-entry, whenever its family first came; a trial "
                    "home visit that began within 11 months of entry, lasted 30 days and ended at home "
                    "counts from its 30th day; turning adult is no permanent home. A period counts if each "
                    "of its entries is followed for 12 months and each such visit has ended.",
                .population = Population::entries_by_period,
                .better = Better::higher,
                .by_trait = true,
                .quantity = Quantity::share,
                .rests_on = RestsOn::program_families,
                .needs = {.months_after = 12, .ended_visits = true},
                .changed_in = "1.1"},
    OutcomeInfo{.name = "reentry_12_months_federal",
                .units = "1",
                .long_name = "Back in care within 12 months (federal)",
                .definition =
                    "Share of exits to the family, a relative or a guardian in the window, by children not "
                    "yet adult, that were followed by a new removal within 12 months, as federal files see "
                    "it: a removal in the same half-year as the exit is not seen, and that exit still counts "
                    "below the line. By the rules of Round 3, instead, the children are those who entered "
                    "care in the window, stayed 8 days or more and left within 12 months (cumulative "
                    "incidence; turning adult at home competes, and each exit is followed for 12 months).",
                .population = Population::exits_in_window,
                .better = Better::lower,
                .by_trait = true,
                .quantity = Quantity::share,
                .rests_on = RestsOn::exits,
                .needs = {.months_after = 12}},
    OutcomeInfo{.name = "permanency_12_to_23_months",
                .units = "1",
                .long_name = "Permanent home in the next 12 months, in care 12-23 months (federal P2)",
                .definition =
                    "Share of children who on the first day of a 12-month period of the window had been in "
                    "care for 12 to 23 months and who left to their family, adoptive parents, a guardian "
                    "or a relative within 12 months of that day, all periods together (federal indicator "
                    "P2; Aalen-Johansen estimate, only the end of the run censors).",
                .population = Population::point_in_time,
                .better = Better::higher,
                .by_trait = true,
                .quantity = Quantity::share,
                .rests_on = RestsOn::program_families,
                .needs = {.months_after = 12}},
    OutcomeInfo{.name = "permanency_24_months_or_more",
                .units = "1",
                .long_name = "Permanent home in the next 12 months, in care 24 months or more (federal P3)",
                .definition =
                    "Share of children who on the first day of a 12-month period of the window had been in "
                    "care for 24 months or more and who left to their family, adoptive parents, a guardian "
                    "or a relative within 12 months of that day, all periods together (federal indicator "
                    "P3; Aalen-Johansen estimate, only the end of the run censors).",
                .population = Population::point_in_time,
                .better = Better::higher,
                .by_trait = true,
                .quantity = Quantity::share,
                .rests_on = RestsOn::program_families,
                .needs = {.months_after = 12}},
    OutcomeInfo{.name = "placement_moves_per_1000_days",
                .units = "1",
                .long_name = "Placement moves per 1,000 days in care (federal)",
                .definition =
                    "Moves from one placement to another per 1,000 days in care, among children removed in "
                    "a 12-month period of the window (a last part of one is one too), moves and days counted "
                    "by child to the end of that period; the removal is no move, and stays that by then "
                    "lasted under 8 days are left out.",
                .population = Population::program_days,
                .better = Better::lower,
                .by_trait = true,
                .quantity = Quantity::rate,
                .rests_on = RestsOn::program_families}};

constexpr Days shortest_stay = 8;
constexpr Days visit_that_counts = 30;  // of a longer visit the rest is no time in care
constexpr Days latest_visit_start = 11 * days_per_month;

bool is_short(const Stay& stay) {
  return !has_lasted(stay.exit - stay.removal(), shortest_stay);
}

bool has_early_visit(const Stay& stay) {
  return happens_within(stay.episode->visit_start - stay.removal(), latest_visit_start);
}

/// From entry to exit, or to the 30th day of a trial visit that ended at home.
FollowUp until_permanency(const Stay& stay, SimTime end) {
  const bool held = stay.left() && stay.kind == ExitKind::reunified;
  if (!has_early_visit(stay) || !held) return until_exit(stay, stay.removal(), end);
  return follow_up(stay, stay.removal(), std::min(stay.exit, stay.episode->visit_start + visit_that_counts),
                   cause_of(ExitKind::reunified), end);
}

/// Each child's first entry of 8 days or more in each 12-month period. Of a visit under way a failure would
/// be seen early and a success late: a period that has one says nothing.
class EntriesByPeriod {
 public:
  explicit EntriesByPeriod(const RunRecord& run)
      : run_(run), periods_(static_cast<std::size_t>(std::ceil(run.window_end / days_per_year))) {}

  /// Stays come by family, the last first.
  void add(const Stay& stay) {
    if (!in_window(run_, stay.removal()) || is_short(stay)) return;
    const auto number = static_cast<std::size_t>(stay.removal() / days_per_year);
    Period& period = periods_[number];
    period.followed = period.followed && is_followed_to(days_per_year, run_.end - stay.removal());
    period.visits_ended = period.visits_ended && (stay.left() || !has_early_visit(stay));
    auto& entries = period.entries;
    const auto own = [&](const FollowUp& entry) {
      return entry.family == stay.family && entry.child == stay.child;
    };
    auto later = entries.rbegin();
    while (later != entries.rend() && later->family == stay.family && !own(*later)) ++later;
    const bool replaces = later != entries.rend() && own(*later);
    (replaces ? *later : entries.emplace_back()) = until_permanency(stay, run_.end);
  }

  void measure(const Groups& groups, Sheet& sheet) const {
    std::vector<FollowUp> used;
    std::size_t all = 0;
    bool any_followed = false;
    for (const Period& period : periods_) {
      all += period.entries.size();
      if (period.entries.empty() || !period.followed) continue;
      any_followed = true;
      if (period.visits_ended) used.insert(used.end(), period.entries.begin(), period.entries.end());
    }
    IncidenceByGroup rate = incidence(used, permanency, days_per_year, groups);
    rate.followed = ratio(static_cast<double>(used.size()), static_cast<double>(all));
    sheet.set_rate("permanency_12_months", rate);
    if (used.empty() && any_followed) sheet.lacks("permanency_12_months", Reason::open_visits);
  }

 private:
  struct Period {
    std::vector<FollowUp> entries;
    bool followed{true};      ///< each entry for 12 months
    bool visits_ended{true};  ///< each visit begun within 11 months of entry
  };
  const RunRecord& run_;
  std::vector<Period> periods_;
};

bool counts_for_reentry(const Stay& stay, const RunRecord& run, std::uint32_t federal_round) {
  const bool can_return = stay.left() && stay.exit < stay.turns_adult &&
                          (stay.kind == ExitKind::reunified || stay.kind == ExitKind::relative ||
                           stay.kind == ExitKind::guardianship);
  if (federal_round == 3) {
    return can_return && in_window(run, stay.removal()) && !is_short(stay) &&
           happens_within(stay.exit - stay.removal(), days_per_year);
  }
  return can_return && in_window(run, stay.exit);
}

/// A re-entry in the half-year file of its exit is not seen, and no later one is looked for.
FollowUp until_seen_reentry(const Stay& stay, SimTime end) {
  FollowUp seen = until_reentry(stay, end);
  const bool same_file =
      std::floor(stay.exit / days_per_half_year) == std::floor(stay.next_removal / days_per_half_year);
  if (seen.cause == came_back && same_file) seen.cause = cannot_come_back;
  return seen;
}

/// Children in care on the first day of each 12-month period, by whether they have been there for two years.
struct PointInTime {
  std::vector<FollowUp> under_two_years;
  std::vector<FollowUp> two_years_or_more;

  void add(const Stay& stay, const RunRecord& run) {
    const double first = std::max(0.0, std::floor(stay.removal() / days_per_year));
    for (double year = first; year * days_per_year < std::min(run.window_end, stay.exit); ++year) {
      const SimTime day = year * days_per_year;
      const Days in_care = day - stay.removal();
      if (!has_lasted(in_care, days_per_year)) continue;
      (has_lasted(in_care, 2 * days_per_year) ? two_years_or_more : under_two_years)
          .push_back(until_exit(stay, day, run.end));
    }
  }
};

struct Moves {
  double moves{}, days{};
};

/// Moves and days in care of the stay in the 12-month period in which it began.
Moves moves_in_first_period(const Stay& stay, const RunRecord& run) {
  return {static_cast<double>(stay.episode->moves_in_entry_year[stay.place]),
          std::min(stay.exit, end_of_period(stay.removal(), run.window_end)) - stay.removal()};
}

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  EntriesByPeriod entries(run);
  std::vector<FollowUp> exits;
  PointInTime in_care;
  std::vector<Moves> moves(measured.groups.size());
  for_each_stay(run, [&](const Stay& stay) {
    entries.add(stay);
    if (counts_for_reentry(stay, run, measured.scenario.measurement.federal_round)) {
      exits.push_back(until_seen_reentry(stay, run.end));
    }
    in_care.add(stay, run);
    if (!in_window(run, stay.removal())) return;
    const Moves of_stay = moves_in_first_period(stay, run);
    if (has_lasted(of_stay.days, shortest_stay)) {
      measured.groups.of_child(stay.family, stay.child, [&](std::size_t group) {
        moves[group].moves += of_stay.moves;
        moves[group].days += of_stay.days;
      });
    }
  });

  const Groups& groups = measured.groups;
  entries.measure(groups, sheet);
  const auto back = incidence(exits, cause_set(came_back), days_per_year, groups);
  sheet.set_rate("reentry_12_months_federal", back);
  // Late exits of a half-year that has not closed are not like those that are followed.
  if (back.followed < 1) sheet.lacks("reentry_12_months_federal", Reason::follow_up);
  sheet.set_rate("permanency_12_to_23_months",
                 incidence(in_care.under_two_years, permanency, days_per_year, groups));
  sheet.set_rate("permanency_24_months_or_more",
                 incidence(in_care.two_years_or_more, permanency, days_per_year, groups));
  sheet.set("placement_moves_per_1000_days", moves,
            [](const Moves& tally) { return 1000 * ratio(tally.moves, tally.days); });
}

}  // namespace

Section federal_section() {
  return {rows, measure};
}

}  // namespace homeward
