#include <array>

#include "sim/evidence/figure_tables.hpp"
#include "sim/measure/sheet.hpp"

/// Where children in care live, and how often they move.
namespace homeward {

namespace {

constexpr std::string_view afcars_29 = "AFCARS Report 29, 30 September 2021, sum of the reports of 51 states";

/// Share of the days in care, trial visits included, that are lived in one kind of placement.
double share_of_days(const PublishedRun& published, Placement placement) {
  double in_placement = 0;
  double all = 0;
  for (const FamilyRecord& family : published.run.families) {
    const Use& used = family.use(Account::undiscounted);
    in_placement += used.child_days[index(placement)];
    all += used.all_child_days();
  }
  return ratio(in_placement, all);
}

double with_kin(const PublishedRun& published) {
  return share_of_days(published, Placement::kin);
}

double in_congregate_care(const PublishedRun& published) {
  return share_of_days(published, Placement::congregate);
}

/// Of the children of 5 to 17 years who left in the window after a move, those who had moved `least` to
/// `most` times in that stay.
double moved_between(const PublishedRun& published, int least, int most) {
  double all = 0;
  double between = 0;
  for_each_stay(published.run, [&](const Stay& stay) {
    const FamilyRecord& family = published.run.families[stay.family];
    const double age = family.age_at_entry[stay.child] + (stay.exit - family.entry) / days_per_year;
    const int moves = stay.episode->moves;
    if (!in_window(published.run, stay.exit) || age < 5 || moves == 0) return;
    all += 1;
    between += least <= moves && moves <= most ? 1 : 0;
  });
  return ratio(between, all);
}

double moved_once(const PublishedRun& published) {
  return moved_between(published, 1, 1);
}

double moved_two_or_three_times(const PublishedRun& published) {
  return moved_between(published, 2, 3);
}

double moved_six_times_or_more(const PublishedRun& published) {
  return moved_between(published, 6, 1'000'000);
}

constexpr PublishedFigure moved(std::string_view name, std::string_view long_name, double value,
                                double tolerance, double (*measure)(const PublishedRun&)) {
  return {name,
          "1",
          long_name,
          "Of children of 5 to 17 years who moved at all; here of those who left care.",
          value,
          value - tolerance,
          value + tolerance,
          "Placement changes FY2016 (National CASA, from AFCARS)",
          EvidenceStatus::secondary,
          FigureUse::predicted,
          measure};
}

constexpr std::array figures{
    PublishedFigure{"placement_moves_per_1000_days", "1", "Placement moves per 1,000 days in care",
                    "As the federal indicator counts.", 4.48, 3.98, 4.98,
                    "Children's Bureau, CFSR Round 4 Statewide Data Indicators Workbook, March 2026, p. 2",
                    EvidenceStatus::read, FigureUse::calibrated, nullptr},
    moved("moved_once", "Moved once", 0.35, 0.10, moved_once),
    moved("moved_2_or_3_times", "Moved two or three times", 0.37, 0.10, moved_two_or_three_times),
    moved("moved_6_times_or_more", "Moved six times or more", 0.14, 0.08, moved_six_times_or_more),
    PublishedFigure{"with_kin", "1", "Living with relatives", "Share of the children in care on a day.",
                    0.346, 0.316, 0.376, afcars_29, EvidenceStatus::derived, FigureUse::input, with_kin},
    PublishedFigure{"in_congregate_care", "1", "Living in group homes and institutions",
                    "Share of the children in care on a day.", 0.09, 0.07, 0.11, afcars_29,
                    EvidenceStatus::derived, FigureUse::input, in_congregate_care}};

}  // namespace

std::span<const PublishedFigure> placement_figures() {
  return figures;
}

}  // namespace homeward
