#include <algorithm>
#include <array>
#include <cmath>

#include "sim/evidence/figure_tables.hpp"
#include "sim/measure/sheet.hpp"

/// Who is in care on a day, and for how long they have been.
namespace homeward {

namespace {

constexpr std::string_view on_a_day =
    "ASPE 2014, A Temporary Haven, figure 3: children in care on 30 September 2013";

/// Calls visit(months in care) for each child in care on the first day of each 12 months of the window.
template <typename Visit>
void for_each_in_care(const PublishedRun& published, Visit visit) {
  for_each_stay(published.run, [&](const Stay& stay) {
    const double first = std::max(0.0, std::ceil(stay.removal() / days_per_year));
    for (double year = first; year * days_per_year < std::min(published.run.window_end, stay.exit); ++year)
      visit((year * days_per_year - stay.removal()) / days_per_month);
  });
}

template <int from, int to>
double in_care_band(const PublishedRun& published) {
  double inside = 0;
  double all = 0;
  for_each_in_care(published, [&](double months) {
    all += 1;
    inside += from <= months && months < to ? 1 : 0;
  });
  return ratio(inside, all);
}

double mean_months_so_far(const PublishedRun& published) {
  double sum = 0;
  double all = 0;
  for_each_in_care(published, [&](double months) {
    all += 1;
    sum += months;
  });
  return ratio(sum, all);
}

/// Mean of a monthly stock over the months of the window.
double mean_stock(const PublishedRun& published, Stock stock) {
  const auto& months = published.run.stock[index(stock)];
  const auto in_window = static_cast<std::size_t>(published.run.window_end / days_per_month);
  double sum = 0;
  for (std::size_t month = 0; month < std::min(in_window, months.size()); ++month)
    sum += static_cast<double>(months[month]);
  return ratio(sum, static_cast<double>(std::min(in_window, months.size())));
}

double stock_by_exits(const PublishedRun& published) {
  double exits = 0;
  for_each_stay(published.run,
                [&](const Stay& stay) { exits += in_window(published.run, stay.exit) ? 1 : 0; });
  const double stock = mean_stock(published, Stock::children_in_care) +
                       mean_stock(published, Stock::children_on_trial_home_visit);
  return ratio(stock, exits / (published.run.window_end / days_per_month));
}

double on_trial_home_visit(const PublishedRun& published) {
  const double visiting = mean_stock(published, Stock::children_on_trial_home_visit);
  return ratio(visiting, visiting + mean_stock(published, Stock::children_in_care));
}

constexpr PublishedFigure in_care(std::string_view name, std::string_view long_name, double value,
                                  double (*measure)(const PublishedRun&)) {
  return {name,
          "1",
          long_name,
          "Share of the children in care on a day.",
          value,
          value - 0.05,
          value + 0.05,
          on_a_day,
          EvidenceStatus::read,
          FigureUse::predicted,
          measure};
}

constexpr std::array figures{
    in_care("in_care_under_6_months", "In care for less than 6 months so far", 0.278, in_care_band<0, 6>),
    in_care("in_care_6_to_11_months", "In care for 6 to 11 months so far", 0.197, in_care_band<6, 12>),
    in_care("in_care_12_to_23_months", "In care for 1 to 2 years so far", 0.243, in_care_band<12, 24>),
    in_care("in_care_24_months_or_more", "In care for 2 years or more so far", 0.282,
            in_care_band<24, 1'000'000>),
    PublishedFigure{"mean_months_so_far", "months", "Mean months in care so far",
                    "Of the children in care on a day.", 21.9, 18.9, 24.9, on_a_day, EvidenceStatus::read,
                    FigureUse::predicted, mean_months_so_far},
    PublishedFigure{
        "stock_to_monthly_exits", "months", "Children in care to exits a month",
        "Mean number in care, trial visits included, over mean exits a month; the mean stay where "
        "nothing changes.",
        22.3, 20.3, 24.3, "AFCARS Report 29: 399,208 in care, 214,971 exits in FY2021",
        EvidenceStatus::derived, FigureUse::predicted, stock_by_exits},
    PublishedFigure{"on_trial_home_visit", "1", "On a trial home visit",
                    "Share of the children in care on a day.", 0.045, 0.03, 0.06,
                    "AFCARS Report 29, 30 September 2021", EvidenceStatus::derived, FigureUse::calibrated,
                    on_trial_home_visit}};

}  // namespace

std::span<const PublishedFigure> stock_figures() {
  return figures;
}

}  // namespace homeward
