#include <array>
#include <limits>

#include "sim/evidence/figure_tables.hpp"
#include "sim/measure/sheet.hpp"

/// Going home by age and by circumstance of removal.
namespace homeward {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view nine_states = "ASPE 2001, table IIC.3, entries 1990-94 of nine states";
constexpr std::string_view one_state = "SSWR 2016, paper 26785: ages 0 to 47 months, one state 2009-14";
constexpr Causes home = cause_set(cause_of(ExitKind::reunified));

double age_of(const PublishedRun& published, const Stay& stay) {
  return published.run.families[stay.family].age_at_entry[stay.child];
}

/// Share home within `horizon` days of first removal, of the children first removed in the window for whom
/// `counts(stay)`.
template <typename Counts>
double home_within(const PublishedRun& published, Days horizon, Counts counts) {
  std::vector<FollowUp> children;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (stay.is_first() && in_window(published.run, stay.removal()) && counts(stay))
      children.push_back(until_exit(stay, stay.removal(), published.run.end));
  });
  return share_within(std::move(children), home, horizon);
}

double odds(double share) {
  return ratio(share, 1 - share);
}

/// Odds of going home within 36 months at ages [from, to), to those of ages 9 to 11.
double odds_ratio_of_ages(const PublishedRun& published, double from, double to) {
  const auto share = [&](double youngest, double below) {
    return home_within(published, 3 * days_per_year, [&](const Stay& stay) {
      const double age = age_of(published, stay);
      return youngest <= age && age < below;
    });
  };
  return ratio(odds(share(from, to)), odds(share(9, 12)));
}

double odds_ratio_infants(const PublishedRun& published) {
  return odds_ratio_of_ages(published, 0, 0.25);
}

double odds_ratio_teenagers(const PublishedRun& published) {
  return odds_ratio_of_ages(published, 15, 18);
}

/// Share home of children under four, removed because of parents' substance use or not.
double toddlers_home(const PublishedRun& published, Days horizon, bool substance_use) {
  const HasTrait has(published, "substance_use");
  if (!has.known()) return nan;
  return home_within(published, horizon, [&](const Stay& stay) {
    return age_of(published, stay) < 4 && has(stay.family) == substance_use;
  });
}

double substance_use_gap(const PublishedRun& published) {
  return toddlers_home(published, days_per_year, false) - toddlers_home(published, days_per_year, true);
}

double toddlers_ever_home_substance_use(const PublishedRun& published) {
  return toddlers_home(published, 5 * days_per_year, true);
}

double toddlers_ever_home_otherwise(const PublishedRun& published) {
  return toddlers_home(published, 5 * days_per_year, false);
}

/// Of infants removed because of substance use and home within five years, those home in the first.
double infants_home_in_first_year(const PublishedRun& published) {
  const HasTrait has(published, "substance_use");
  if (!has.known()) return nan;
  const auto infant = [&](const Stay& stay) { return age_of(published, stay) < 1 && has(stay.family); };
  return ratio(home_within(published, days_per_year, infant),
               home_within(published, 5 * days_per_year, infant));
}

/// Share of the children first removed in the window, below an age, whose removal had to do with substance
/// use.
double substance_use_below(const PublishedRun& published, double age) {
  const HasTrait has(published, "substance_use");
  if (!has.known()) return nan;
  double all = 0;
  double with = 0;
  for_each_stay(published.run, [&](const Stay& stay) {
    if (!stay.is_first() || !in_window(published.run, stay.removal()) || age_of(published, stay) >= age)
      return;
    all += 1;
    with += has(stay.family) ? 1 : 0;
  });
  return ratio(with, all);
}

double substance_use(const PublishedRun& published) {
  return substance_use_below(published, forever);
}

double substance_use_of_infants(const PublishedRun& published) {
  return substance_use_below(published, 1);
}

constexpr auto read = EvidenceStatus::read;
constexpr auto derived = EvidenceStatus::derived;
constexpr auto predicted = FigureUse::predicted;

constexpr std::array figures{
    PublishedFigure{"odds_ratio_home_under_3_months", "1", "Odds to be home in 36 months, under 3 months old",
                    "To those of children of 9 to 11 years at first removal.", 0.40, 0.30, 0.50, nine_states,
                    read, FigureUse::calibrated, odds_ratio_infants},
    PublishedFigure{"odds_ratio_home_15_to_17_years", "1", "Odds to be home in 36 months, 15 to 17 years old",
                    "To those of children of 9 to 11 years at first removal.", 0.57, 0.47, 0.67, nine_states,
                    read, FigureUse::calibrated, odds_ratio_teenagers},
    PublishedFigure{"substance_use_gap_12_months", "1",
                    "Less often home in 12 months where parents use substances",
                    "Children under 4 years: 21 against 32 %.", 0.11, 0.07, 0.15, one_state, derived,
                    FigureUse::calibrated, substance_use_gap},
    PublishedFigure{"toddlers_ever_home_substance_use", "1", "Ever home, under 4 years, substance use",
                    "Within 5 years of first removal.", 0.56, 0.46, 0.66, one_state, read, predicted,
                    toddlers_ever_home_substance_use},
    PublishedFigure{"toddlers_ever_home_otherwise", "1", "Ever home, under 4 years, no substance use",
                    "Within 5 years of first removal.", 0.61, 0.51, 0.71, one_state, read, predicted,
                    toddlers_ever_home_otherwise},
    PublishedFigure{"infants_home_in_first_year", "1", "Of infants ever home, those in the first year",
                    "Removed under 1 year because of substance use, home within 5 years.", 0.36, 0.26, 0.46,
                    "Sanmartin 2020, 350,604 infants, AFCARS 2005-17", read, predicted,
                    infants_home_in_first_year},
    PublishedFigure{"substance_use", "1", "Removals with parental substance use",
                    "Of children first removed.", 0.389, 0.369, 0.409, "NCSACW, AFCARS 2019", read,
                    FigureUse::input, substance_use},
    PublishedFigure{"substance_use_of_infants", "1", "Removals with parental substance use, under 1 year",
                    "Of children first removed.", 0.535, 0.515, 0.555, "NCSACW, AFCARS 2021", read,
                    FigureUse::input, substance_use_of_infants}};

}  // namespace

std::span<const PublishedFigure> group_figures() {
  return figures;
}

}  // namespace homeward
