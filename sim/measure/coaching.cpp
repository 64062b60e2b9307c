#include <fmt/format.h>
#include <array>

#include "sim/measure/sections.hpp"
#include "sim/measure/stays.hpp"

/// What the families of the entry cohort got from the program, over their whole time in the model.
namespace homeward {
namespace {

constexpr OutcomeInfo of_families(std::string_view name, std::string_view units, std::string_view long_name,
                                  std::string_view definition, Better better, Quantity quantity) {
  return {.name = name,
          .units = units,
          .long_name = long_name,
          .definition = definition,
          .population = Population::entry_cohort,
          .better = better,
          .by_trait = true,
          .quantity = quantity,
          .rests_on = RestsOn::cohort,
          // A return years later may bring a coach again.
          .needs = {.equal_periods = true, .ended_waits = true, .ended_spells = true},
          .of_coaches = true};
}

/// Its share is taken over families that had contacts planned, of a number that is not stored.
constexpr OutcomeInfo over_a_part(OutcomeInfo info) {
  info.rests_on = RestsOn::part_of_cohort;
  return info;
}

constexpr std::array rows{
    of_families("coached_share_of_families", "1", "Families that had a coach",
                "Share of the families first removed in the window that had a coach at any time until the "
                "end of the run.",
                Better::higher, Quantity::share),
    of_families("renege_share_of_families", "1", "Families that gave up waiting",
                "Share of the families first removed in the window that at least once gave up waiting for a "
                "coach and left the queue, until the end of the run.",
                Better::lower, Quantity::share),
    of_families("drop_out_share_of_families", "1", "Families that dropped out of coaching",
                "Share of the families first removed in the window that at least once ended the work with "
                "their coach of their own accord, until the end of the run.",
                Better::lower, Quantity::share),
    of_families("contacts_kept_per_family", "1", "Contacts kept per family",
                "Contacts with a coach that took place, per family first removed in the window, coached or "
                "not, until the end of the run.",
                Better::neither, Quantity::count),
    over_a_part(
        of_families("contacts_missed_share", "1", "Contacts missed",
                    "Share of the planned contacts of families first removed in the window that were missed, "
                    "until the end of the run.",
                    Better::lower, Quantity::share)),
    of_families("contact_hours_per_family", "h", "Contact hours per family",
                "Hours of contact with a coach, of all kinds of support, per family first removed in the "
                "window, coached or not, until the end of the run.",
                Better::neither, Quantity::hours),
    of_families("contact_hours_emotional_per_family", "h", "Hours of emotional support per family",
                "Hours of contact with a coach spent on emotional support, per family first removed in the "
                "window, coached or not, until the end of the run.",
                Better::neither, Quantity::hours),
    of_families("contact_hours_informational_per_family", "h", "Hours of informational support per family",
                "Hours of contact with a coach spent on informational support, per family first removed in "
                "the window, coached or not, until the end of the run.",
                Better::neither, Quantity::hours),
    of_families("contact_hours_instructional_per_family", "h", "Hours of instructional support per family",
                "Hours of contact with a coach spent on instructional support, per family first removed in "
                "the window, coached or not, until the end of the run.",
                Better::neither, Quantity::hours),
    of_families("contact_hours_advocacy_per_family", "h", "Hours of advocacy per family",
                "Hours of contact with a coach spent on advocacy, per family first removed in the window, "
                "coached or not, until the end of the run.",
                Better::neither, Quantity::hours)};

/// Of the entrants' offers and spells with a coach those that are open at the end of the run.
struct Open {
  double offers{}, waits{}, spells{};

  void add(const FamilyRecord& family) {
    waits += family.waits_at_end ? 1 : 0;
    spells += family.coached_at_end ? 1 : 0;
    offers += family.accepts || family.waits_at_end || family.ever_coached ? 1 : 0;
  }
};

/// Early service is all that a run sees of spells that are not over: no outcome of the cohort rests on them.
void hold_to_ended_service(const Open& open, Sheet& sheet) {
  const double waits = ratio(open.waits, open.offers);
  const double spells = ratio(open.spells, open.offers);
  sheet.set(Diagnostic::open_spells, waits + spells);
  const bool too_many_waits = waits > most_open;
  if (!too_many_waits && !(spells > most_open)) return;
  for (const OutcomeInfo& row : rows)
    sheet.lacks(row.name, too_many_waits ? Reason::open_waits : Reason::open_spells);
}

struct Service {
  double families{}, coached{}, reneged{}, dropped_out{};
  double kept{}, missed{};
  std::array<Hours, support_kinds> hours{};

  void add(const FamilyRecord& family) {
    families += 1;
    coached += family.ever_coached ? 1 : 0;
    reneged += family.ever_reneged ? 1 : 0;
    dropped_out += family.ever_dropped_out ? 1 : 0;
    kept += family.contacts_kept;
    missed += family.contacts_missed;
    for (std::size_t kind = 0; kind < support_kinds; ++kind) hours[kind] += family.hours[kind];
  }
  Hours all_hours() const {
    Hours sum = 0;
    for (const Hours of_kind : hours) sum += of_kind;
    return sum;
  }
};

void measure(const MeasuredRun& measured, Sheet& sheet) {
  const RunRecord& run = measured.run;
  std::vector<Service> service(measured.groups.size());
  Open open;
  for (std::size_t family = 0; family < run.families.size(); ++family) {
    const FamilyRecord& record = run.families[family];
    if (!in_window(run, record.entry)) continue;
    open.add(record);
    measured.groups.of_family(family, [&](std::size_t group) { service[group].add(record); });
  }

  sheet.set("coached_share_of_families", service,
            [](const Service& s) { return ratio(s.coached, s.families); });
  sheet.set("renege_share_of_families", service,
            [](const Service& s) { return ratio(s.reneged, s.families); });
  sheet.set("drop_out_share_of_families", service,
            [](const Service& s) { return ratio(s.dropped_out, s.families); });
  sheet.set("contacts_kept_per_family", service, [](const Service& s) { return ratio(s.kept, s.families); });
  sheet.set("contacts_missed_share", service,
            [](const Service& s) { return ratio(s.missed, s.kept + s.missed); });
  sheet.set("contact_hours_per_family", service,
            [](const Service& s) { return ratio(s.all_hours(), s.families); });
  for (std::size_t kind = 0; kind < support_kinds; ++kind) {
    sheet.set(fmt::format("contact_hours_{}_per_family", support_kind_names[kind]), service,
              [kind](const Service& s) { return ratio(s.hours[kind], s.families); });
  }
  hold_to_ended_service(open, sheet);
}

}  // namespace

Section coaching_section() {
  return {rows, measure};
}

}  // namespace homeward
