#include <array>
#include <limits>

#include "sim/evidence/figure_tables.hpp"
#include "sim/measure/sheet.hpp"

/// Who comes back into care, and how soon.
namespace homeward {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view california =
    "Shaw and Webster 2006, California, first entries 1998-99 reunified within 12 months";
constexpr std::string_view twenty_states =
    "Chapin Hall, Returning to foster care: 607,289 children of 20 states, first exits 2003-10, followed to "
    "2017";

/// Share of the children who left in a way in [from, to) that were back within `horizon` days.
double back_within(const PublishedRun& published, ExitKind kind, SimTime from, SimTime to, Days horizon,
                   Days longest_stay = forever) {
  std::vector<FollowUp> exits;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (!stay.left() || stay.kind != kind || stay.exit < from || stay.exit >= to) return;
    if (stay.exit - stay.removal() <= longest_stay) exits.push_back(until_reentry(stay, published.run.end));
  });
  return share_within(std::move(exits), cause_set(came_back), horizon);
}

double reunified_in_window_back_within(const PublishedRun& published, Days horizon) {
  return back_within(published, ExitKind::reunified, 0, published.run.window_end, horizon);
}

double ratio_24_to_12(const PublishedRun& published) {
  return ratio(outcome_of(published, "reentry_24_months"), outcome_of(published, "reentry_12_months"));
}

double share_in_first_3_months(const PublishedRun& published) {
  return ratio(reunified_in_window_back_within(published, 3 * days_per_month),
               outcome_of(published, "reentry_12_months"));
}

double within_60_months(const PublishedRun& published) {
  return reunified_in_window_back_within(published, 5 * days_per_year);
}

double after_a_short_stay(const PublishedRun& published) {
  return back_within(published, ExitKind::reunified, 0, published.run.window_end, days_per_year,
                     days_per_year);
}

/// Of the exits of the three years that end ten years before the run does, so that all are followed that
/// long. They may lie in the warm-up, but two years of it come before them.
double within_10_years(const PublishedRun& published, ExitKind kind) {
  constexpr Days horizon = 10 * days_per_year;
  const SimTime to = published.run.end - horizon;
  const SimTime from = to - 3 * days_per_year;
  if (from < (2 - published.scenario.run.warm_up_years) * days_per_year) return nan;
  return back_within(published, kind, from, to, horizon);
}

double reunified_within_10_years(const PublishedRun& published) {
  return within_10_years(published, ExitKind::reunified);
}

double guardianship_within_10_years(const PublishedRun& published) {
  return within_10_years(published, ExitKind::guardianship);
}

/// Share of the removals in the window that follow an exit of the same child by at most 12 months.
double entries_soon_after_exit(const PublishedRun& published) {
  double all = 0;
  double soon = 0;
  for_each_stay(published.run, [&](const Stay& stay) {
    all += in_window(published.run, stay.removal()) ? 1 : 0;
    if (in_window(published.run, stay.next_removal) && stay.next_removal - stay.exit <= days_per_year)
      soon += 1;
  });
  return ratio(soon, all);
}

constexpr auto read = EvidenceStatus::read;
constexpr auto derived = EvidenceStatus::derived;
constexpr auto calibrated = FigureUse::calibrated;
constexpr auto predicted = FigureUse::predicted;

constexpr std::array figures{
    PublishedFigure{"reentry_12_months", "1", "Back in care within 12 months of going home",
                    "Of reunifications, every re-entry seen.", 0.12, 0.10, 0.15,
                    "California 2011 12 % (The Imprint), 1998-99 12.8 % (Shaw and Webster 2006), nine states "
                    "1990-93 17 % (ASPE 2001)",
                    read, calibrated, nullptr},
    PublishedFigure{
        "reentry_12_months_federal", "1", "Back in care within 12 months, as federal files see it",
        "Of exits to the family, relatives and guardians; re-entries in the half-year of the exit "
        "are not seen.",
        0.056, 0.050, 0.083, "CFSR Round 4 workbook, March 2026 (5.6 %); Round 3, 8.3 %", read, calibrated,
        nullptr},
    PublishedFigure{"reentry_24_to_12_months", "1", "Back within 24 months to back within 12",
                    "Ratio of the two shares of reunifications; 17.1 to 12.8 %.", 1.33, 1.23, 1.43,
                    california, derived, calibrated, ratio_24_to_12},
    PublishedFigure{"more_than_one_episode_5_years", "1", "Removed again within 5 years of first entry",
                    "Of children first removed.", 0.12, 0.10, 0.14,
                    "ASPE 2014, first entries FY2006-08, AFCARS", read, calibrated, nullptr},
    PublishedFigure{"reentry_share_in_3_months", "1", "Of re-entries within 12 months, those within 3",
                    "From a Weibull of shape 0.45 through 12.8 and 17.1 % at 12 and 24 months.", 0.555, 0.45,
                    0.65, california, derived, predicted, share_in_first_3_months},
    PublishedFigure{"reentry_12_months_after_short_stay", "1",
                    "Back within 12 months, of those home within 12 months",
                    "Of reunifications within 12 months of removal; 2,334 of 18,203.", 0.128, 0.098, 0.17,
                    california, derived, predicted, after_a_short_stay},
    PublishedFigure{"reentry_60_months", "1", "Back in care within 60 months of going home",
                    "Of reunifications, turning adult at home competing.", 0.16, 0.14, 0.22,
                    "Font, Sattler and Gershoff 2018, Texas, entries FY2008-09 (16 %); its literature 1 in 5",
                    read, predicted, within_60_months},
    PublishedFigure{"reentry_10_years", "1", "Back in care within 10 years of going home",
                    "Of reunifications; published after 7 to 15 years.", 0.27, 0.22, 0.31, twenty_states,
                    read, predicted, reunified_within_10_years},
    PublishedFigure{"reentry_10_years_guardianship", "1", "Back in care within 10 years of guardianship",
                    "Of exits to guardians; published after 7 to 15 years.", 0.17, 0.12, 0.20, twenty_states,
                    read, predicted, guardianship_within_10_years},
    PublishedFigure{"entries_within_12_months_of_exit", "1", "Entries within 12 months of a previous stay",
                    "Of all entries of children.", 0.093, 0.06, 0.12,
                    "California (Shaw); the first national standard was 8.6 %", read, predicted,
                    entries_soon_after_exit}};

}  // namespace

std::span<const PublishedFigure> reentry_figures() {
  return figures;
}

}  // namespace homeward
