#include <algorithm>
#include <array>
#include <limits>

#include "sim/evidence/figure_tables.hpp"
#include "sim/measure/sheet.hpp"

/// Who leaves care, how and after how long.
namespace homeward {

namespace {

constexpr std::string_view round_4 =
    "Children's Bureau, CFSR Round 4 Statewide Data Indicators Workbook, March 2026, p. 2 (October 2018 to "
    "September 2021)";
constexpr std::string_view afcars_29 = "AFCARS Report 29, FY2021, sum of the original reports of 51 states";
constexpr std::string_view aspe_2021 = "ASPE 2021 (Radel and Madden), read in a copy; band of 10 points, as states differ";
constexpr std::string_view nine_states = "ASPE 2001, table IIB.1, entrants of 1990 in nine states";

/// Share of the children's exits in the window after [from, to) months in care.
double exits_between(const PublishedRun& published, double from, double to) {
  double inside = 0;
  double all = 0;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (!in_window(published.run, stay.exit)) return;
    const double months = (stay.exit - stay.removal()) / days_per_month;
    all += 1;
    inside += from <= months && months < to ? 1 : 0;
  });
  return ratio(inside, all);
}

/// Share of those that leave after [from, to) months in care who go to a parent or a relative.
double to_family_of_exits(const PublishedRun& published, double from, double to) {
  double family = 0;
  double all = 0;
  for_each_stay(published.run, [&](const Stay& stay) {
    const double months = (stay.exit - stay.removal()) / days_per_month;
    if (!in_window(published.run, stay.exit) || months < from || months >= to) return;
    all += 1;
    family += stay.kind == ExitKind::reunified || stay.kind == ExitKind::relative ? 1 : 0;
  });
  return ratio(family, all);
}

double to_family_before_17_months(const PublishedRun& published) {
  return to_family_of_exits(published, 0, 17);
}

double to_family_from_17_months(const PublishedRun& published) {
  return to_family_of_exits(published, 17, 1e9);
}

template <int from, int to>
double exit_band(const PublishedRun& published) {
  return exits_between(published, from, to);
}

/// Mean over months [first, last] of the share of children in care at a month's start who go home in it.
/// Children first removed in the window; whoever the end of the run takes during a month is left out of it.
double monthly_reunification(const PublishedRun& published, int first, int last) {
  double sum = 0;
  for (int month = first; month <= last; ++month) {
    double at_risk = 0;
    double home = 0;
    for_each_stay(published.run, [&](const Stay& stay) {
      if (!stay.is_first() || !in_window(published.run, stay.removal())) return;
      const SimTime from = stay.removal() + (month - 1) * days_per_month;
      const SimTime to = stay.removal() + month * days_per_month;
      if (stay.exit <= from || to > published.run.end) return;
      at_risk += 1;
      home += stay.exit <= to && stay.kind == ExitKind::reunified ? 1 : 0;
    });
    sum += ratio(home, at_risk);
  }
  return sum / (last - first + 1);
}

double hazard_months_2_and_3(const PublishedRun& published) {
  return ratio(monthly_reunification(published, 2, 3), monthly_reunification(published, 1, 1));
}

double hazard_months_4_to_6(const PublishedRun& published) {
  return ratio(monthly_reunification(published, 4, 6), monthly_reunification(published, 1, 1));
}

double guardian_or_relative(const PublishedRun& published) {
  return outcome_of(published, "guardianship_share") + outcome_of(published, "relative_share");
}

double mean_months(const PublishedRun& published) {
  return outcome_of(published, "mean_days_in_care") / days_per_month;
}

double median_months(const PublishedRun& published) {
  return outcome_of(published, "median_days_in_care") / days_per_month;
}

/// Share of the children removed in the window, again or for the first time, who left within so many days.
double left_within(const PublishedRun& published, Days days, Causes ways) {
  std::vector<FollowUp> entries;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (in_window(published.run, stay.removal()))
      entries.push_back(until_exit(stay, stay.removal(), published.run.end));
  });
  return share_within(std::move(entries), ways, days);
}

double home_within_10_days(const PublishedRun& published) {
  return left_within(published, 10, cause_set(cause_of(ExitKind::reunified)));
}

double left_within_30_days(const PublishedRun& published) {
  constexpr Causes any = (1U << exit_kinds) - 1;
  return left_within(published, 30, any);
}

double median_days_to_adoption(const PublishedRun& published) {
  std::vector<double> days;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (in_window(published.run, stay.exit) && stay.kind == ExitKind::adopted)
      days.push_back(stay.exit - stay.removal());
  });
  if (days.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>(days.size() / 2);
  std::nth_element(days.begin(), middle, days.end());
  return *middle;
}

constexpr PublishedFigure exits_share(std::string_view name, std::string_view long_name, double value,
                                      double tolerance, double (*measure)(const PublishedRun&)) {
  return {name,
          "1",
          long_name,
          "Share of children's exits from care in a year.",
          value,
          value - tolerance,
          value + tolerance,
          afcars_29,
          EvidenceStatus::derived,
          FigureUse::calibrated,
          measure};
}

constexpr auto read = EvidenceStatus::read;
constexpr auto derived = EvidenceStatus::derived;
constexpr auto calibrated = FigureUse::calibrated;
constexpr auto predicted = FigureUse::predicted;

constexpr std::array figures{
    PublishedFigure{"permanency_12_months", "1", "Permanent home within 12 months of entry (P1)",
                    "As the federal indicator counts: stays of 8 days or more, 30-day rule of trial visits.",
                    0.352, 0.332, 0.372, round_4, read, calibrated, nullptr},
    PublishedFigure{"permanency_12_to_23_months", "1",
                    "Permanent home in 12 months, in care 12 to 23 months (P2)",
                    "Of children in care that long on the first day of a year.", 0.438, 0.408, 0.468, round_4,
                    read, calibrated, nullptr},
    PublishedFigure{"permanency_24_months_or_more", "1",
                    "Permanent home in 12 months, in care 24 months or more (P3)",
                    "Of children in care that long on the first day of a year.", 0.373, 0.333, 0.413, round_4,
                    read, calibrated, nullptr},
    exits_share("reunified_share", "Exits to the family", 0.468, 0.02, nullptr),
    exits_share("adopted_share", "Exits by adoption", 0.251, 0.02, nullptr),
    exits_share("guardianship_or_relative_share", "Exits to guardians and relatives", 0.176, 0.02,
                guardian_or_relative),
    exits_share("emancipated_share", "Exits by turning adult", 0.090, 0.02, nullptr),
    PublishedFigure{"mean_months_in_care", "months", "Mean months in care, completed stays",
                    "Of children's exits in a year.", 21.9, 20.4, 23.4, afcars_29, derived, calibrated,
                    mean_months},
    PublishedFigure{"median_months_in_care", "months", "Median months in care, completed stays",
                    "Of children's exits in a year.", 17.5, 16.0, 19.0, afcars_29, derived, calibrated,
                    median_months},
    exits_share("exits_under_1_month", "Exits in the first month", 0.068, 0.03, exit_band<0, 1>),
    exits_share("exits_1_to_5_months", "Exits after 1 to 5 months", 0.121, 0.03, exit_band<1, 6>),
    exits_share("exits_6_to_11_months", "Exits after 6 to 11 months", 0.162, 0.03, exit_band<6, 12>),
    exits_share("exits_12_to_17_months", "Exits after 12 to 17 months", 0.166, 0.03, exit_band<12, 18>),
    exits_share("exits_18_to_23_months", "Exits after 18 to 23 months", 0.141, 0.03, exit_band<18, 24>),
    exits_share("exits_24_to_35_months", "Exits after 24 to 35 months", 0.174, 0.03, exit_band<24, 36>),
    exits_share("exits_36_months_or_more", "Exits after 36 months or more", 0.169, 0.03,
                exit_band<36, 1'000'000>),
    PublishedFigure{"reunification_months_2_3_to_1", "1",
                    "Monthly chance to go home, months 2 and 3 to month 1",
                    "Of children still in care, first removals; 4.8 to 9.3 %.", 0.52, 0.40, 0.64, nine_states,
                    derived, calibrated, hazard_months_2_and_3},
    PublishedFigure{"reunification_months_4_6_to_1", "1",
                    "Monthly chance to go home, months 4 to 6 to month 1",
                    "Of children still in care, first removals; 2.8 to 9.3 %.", 0.30, 0.18, 0.42, nine_states,
                    derived, calibrated, hazard_months_4_to_6},
    PublishedFigure{"home_within_10_days", "1", "Home within 10 days of entry",
                    "Of all entries of children; nearly 17,000 a year, 6.3 to 6.8 %.", 0.066, 0.046, 0.086,
                    "The Marshall Project 2020, from AFCARS", derived, predicted, home_within_10_days},
    PublishedFigure{"left_within_30_days", "1", "Left care within 30 days of entry",
                    "Of all entries of children; close to 10 %.", 0.10, 0.07, 0.12,
                    "Short stayers in child welfare, 251,112 entries, FFY2018", read, predicted,
                    left_within_30_days},
    PublishedFigure{"reunified_12_months", "1", "Home within 12 months of first entry",
                    "Of children first removed, every stay counted.", 0.302, 0.262, 0.342,
                    "Shaw and Webster 2006, California, first entries 1998-99 (18,203 of 60,314)", derived,
                    predicted, nullptr},
    PublishedFigure{"exits_to_family_before_17_months", "1", "Exits before 17 months in care: to a parent or relative",
                    "Of children's exits in a year that come before 17 months.", 0.77, 0.67, 0.87, aspe_2021, EvidenceStatus::secondary,
                    predicted, to_family_before_17_months},
    PublishedFigure{"exits_to_family_from_17_months", "1", "Exits after 17 months in care: to a parent or relative",
                    "Of children's exits in a year that come later; 47 % adopted.", 0.25, 0.15, 0.35, aspe_2021, EvidenceStatus::secondary,
                    predicted, to_family_from_17_months},
    PublishedFigure{"median_days_to_adoption", "d", "Median days to adoption",
                    "Of children's exits by adoption, from removal.", 912, 760, 1060,
                    "North Carolina, SFY2018-19 (Practice Notes 25, no. 2)", read, predicted,
                    median_days_to_adoption}};

}  // namespace

std::span<const PublishedFigure> permanency_figures() {
  return figures;
}

}  // namespace homeward
