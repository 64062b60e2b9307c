#include <fmt/format.h>
#include <array>

#include "sim/measure/follow_up.hpp"
#include "sim/measure/quantiles.hpp"
#include "sim/measure/sections.hpp"

/// Everybody who left care in the window, whenever and however often they entered: how they left, how long
/// they had stayed, and who of those that went home came back.
namespace homeward {
namespace {

constexpr OutcomeInfo share_of_exits(std::string_view name, std::string_view long_name,
                                     std::string_view definition, Better better) {
  return {.name = name,
          .units = "1",
          .long_name = long_name,
          .definition = definition,
          .population = Population::exits_in_window,
          .better = better,
          .by_trait = true,
          .quantity = Quantity::share,
          .rests_on = RestsOn::exits};
}

constexpr OutcomeInfo share_back(std::string_view name, std::string_view long_name,
                                 std::string_view definition, std::uint32_t months) {
  OutcomeInfo info = share_of_exits(name, long_name, definition, Better::lower);
  info.rests_on = RestsOn::reunified;
  info.needs.months_after = months;
  return info;
}

constexpr std::array rows{
    share_of_exits("reunified_share", "Left care to their family",
                   "Share of all children's exits from care in the window that were to the family they had "
                   "been removed from.",
                   Better::higher),
    share_of_exits("adopted_share", "Left care by adoption",
                   "Share of all children's exits from care in the window that were by adoption.",
                   Better::neither),
    share_of_exits("guardianship_share", "Left care to a guardian",
                   "Share of all children's exits from care in the window that were to a legal guardian.",
                   Better::neither),
    share_of_exits("relative_share", "Left care to a relative",
                   "Share of all children's exits from care in the window that were to live with a relative "
                   "without guardianship.",
                   Better::neither),
    share_of_exits(
        "emancipated_share", "Aged out of care",
        "Share of all children's exits from care in the window that were by turning adult in care.",
        Better::lower),
    share_of_exits("other_exit_share", "Left care in another way",
                   "Share of all children's exits from care in the window that were of another kind: "
                   "transfer to another agency, running away, death.",
                   Better::neither),
    OutcomeInfo{.name = "median_days_in_care",
                .units = "d",
                .long_name = "Median days in care, completed stays",
                .definition = "Median length of the stays in care that ended in the window, in days from "
                              "that removal to that exit, counted by child.",
                .population = Population::exits_in_window,
                .better = Better::lower,
                .by_trait = true,
                .quantity = Quantity::days,
                .rests_on = RestsOn::exits},
    OutcomeInfo{.name = "mean_days_in_care",
                .units = "d",
                .long_name = "Mean days in care, completed stays",
                .definition = "Mean length of the stays in care that ended in the window, in days from that "
                              "removal to that exit, counted by child.",
                .population = Population::exits_in_window,
                .better = Better::lower,
                .by_trait = true,
                .quantity = Quantity::days,
                .rests_on = RestsOn::exits},
    share_back("reentry_12_months", "Back in care within 12 months of going home",
               "Share of all children's exits to their family in the window that were followed by a new "
               "removal of the child within 12 months (Aalen-Johansen estimate; turning adult at home "
               "competes, and only the end of the run censors).",
               12),
    share_back("reentry_24_months", "Back in care within 24 months of going home",
               "Share of all children's exits to their family in the window that were followed by a new "
               "removal of the child within 24 months (Aalen-Johansen estimate; turning adult at home "
               "competes, and only the end of the run censors).",
               24),
    share_back("reentry_36_months", "Back in care within 36 months of going home",
               "Share of all children's exits to their family in the window that were followed by a new "
               "removal of the child within 36 months (Aalen-Johansen estimate; turning adult at home "
               "competes, and only the end of the run censors).",
               36)};

/// The outcome of each exit kind.
constexpr std::array<std::string_view, exit_kinds> share_names{"reunified_share",    "adopted_share",
                                                               "guardianship_share", "relative_share",
                                                               "emancipated_share",  "other_exit_share"};

struct Exits {
  std::array<double, exit_kinds> by_kind{};
  double all{};
  Days days_in_care{};
};

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  std::vector<Exits> exits(measured.groups.size());
  std::vector<Sample> days_in_care;
  std::vector<FollowUp> home;
  for_each_stay(run, [&](const Stay& stay) {
    if (!in_window(run, stay.exit)) return;
    const Days days = stay.exit - stay.removal();
    measured.groups.of_child(stay.family, stay.child, [&](std::size_t group) {
      exits[group].by_kind[index(stay.kind)] += 1;
      exits[group].all += 1;
      exits[group].days_in_care += days;
    });
    days_in_care.push_back(
        {days, static_cast<std::uint32_t>(stay.family), static_cast<std::uint8_t>(stay.child)});
    if (stay.kind == ExitKind::reunified) home.push_back(until_reentry(stay, run.end));
  });

  for (std::size_t kind = 0; kind < exit_kinds; ++kind) {
    sheet.set(share_names[kind], exits,
              [kind](const Exits& tally) { return ratio(tally.by_kind[kind], tally.all); });
  }
  sheet.set("median_days_in_care", quantile(days_in_care, 0.5, CountedBy::child, measured.groups));
  sheet.set("mean_days_in_care", exits,
            [](const Exits& tally) { return ratio(tally.days_in_care, tally.all); });
  for (const int years : {1, 2, 3}) {
    sheet.set_rate(fmt::format("reentry_{}_months", 12 * years),
                   incidence(home, cause_set(came_back), years * days_per_year, measured.groups));
  }
}

}  // namespace

Section exits_section() {
  return {rows, measure};
}

}  // namespace homeward
