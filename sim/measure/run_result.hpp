#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/core/units.hpp"
#include "sim/record/event_log.hpp"

/// What is stored of one run, and the tables that say what each number is. The results file is made from
/// these tables alone: a new outcome is a new row there.
namespace homeward {

/// Who an outcome counts. Values are the texts of the attribute `population`.
enum class Population : std::uint8_t {
  entry_cohort,
  entries_by_period,
  exits_in_window,
  point_in_time,
  program_days,
  whole_period,
  whole_run
};
inline constexpr std::array<std::string_view, 7> population_names{
    "entry cohort: first removals in the window",
    "entries of 8 days or more in each 12 months of the window, re-entries included",
    "exits in the window",
    "in care on day 1 of each 12 months of the window",
    "days of the window",
    "opening to end of follow-up",
    "whole run"};

/// How runs are summarised over replications.
enum class Summary : std::uint8_t {
  mean,           ///< mean, Student interval
  mean_of_log,    ///< values are positive ratios: mean of logarithms, exponentiated, interval likewise
  ratio_of_means  ///< numerator and denominator are other outcomes; jackknife interval
};

/// Which direction is better for families; for wording and colours, never for a verdict by itself.
enum class Better : std::uint8_t { higher, lower, neither };
inline constexpr std::array<std::string_view, 3> better_names{"higher", "lower", "neither"};

/// What kind of number an outcome is: how it is shown, and between which limits it lies. Values are the texts
/// of the attribute `quantity`.
enum class Quantity : std::uint8_t {
  number,      ///< of either sign
  share,       ///< in [0, 1], shown in percent
  count,       ///< at least 0
  days,        ///< at least 0
  hours,       ///< at least 0
  dollars,     ///< at least 0
  odds_ratio,  ///< above 0
  rate,        ///< at least 0: so many per year, or per 1,000 days
  index        ///< in [0, 1], shown as it is
};
inline constexpr std::array<std::string_view, 9> quantity_names{
    "number", "share", "count", "days", "hours", "dollars", "odds ratio", "rate", "index"};

/// Whom a number by trait rests on, for the rule of small cells. Values are the texts of the attribute
/// `rests_on`.
enum class RestsOn : std::uint8_t {
  unstated,          ///< nobody said: never published of a small group
  cohort,            ///< families and children of the entry cohort
  part_of_cohort,    ///< of them a part whose size is not stored
  exits,             ///< children who left care in the window
  reunified,         ///< of them those who went home
  program_families,  ///< families in care or with the program in the window; their number is not stored
  nobody             ///< coaches, dollars, hearings of the whole program
};
inline constexpr std::array<std::string_view, 7> rests_on_names{"unstated",
                                                                "the entry cohort",
                                                                "a part of the entry cohort",
                                                                "exits in the window",
                                                                "exits home in the window",
                                                                "families of the program",
                                                                "no families"};

/// What a run must have for an outcome to be a property of the plan; by default nothing.
struct Needs {
  std::uint32_t months_after{};  ///< a share within so many months: follow-up of that length; 0 = none
  std::uint32_t days_after{};    ///< likewise within so many days
  bool equal_periods{};          ///< grows with the length of the run: runs of unlike length are not compared
  bool ended_visits{};           ///< trial home visits that began in time have ended
  bool ended_waits{};            ///< of the waits that it counts at most 1 % are open at the end of the run
  bool ended_spells{};           ///< likewise the spells with a coach
  bool steady_queue{};           ///< the wait does not grow through the window
};

struct OutcomeInfo {
  std::string_view name;        ///< as in INTERFACE: "reunified_12_months"
  std::string_view units;       ///< "1", "d", "h", "usd"
  std::string_view long_name;   ///< a label for figures
  std::string_view definition;  ///< one sentence that can be defended
  Population population{};
  Summary summary{Summary::mean};
  Better better{Better::neither};
  bool by_trait{};                              ///< also measured for each trait level
  std::string_view numerator{}, denominator{};  ///< of ratio_of_means
  Quantity quantity{};
  RestsOn rests_on{RestsOn::unstated};
  Needs needs{};
  bool of_coaches{};  ///< 0, or no number, in every run where no coach is in post
  std::string_view
      changed_in{};  ///< version of the format that gave this name its present meaning; "" = the first
};

struct SeriesInfo {
  std::string_view name;  ///< "families_waiting_by_month"
  std::string_view units;
  std::string_view long_name;
  std::string_view definition;
};

struct CumulativeInfo {
  std::string_view event;  ///< "reunified": datasets cumulative_reunified and at_risk_reunified
  std::string_view long_name;
  std::string_view definition;
  Population population{};
};

std::span<const OutcomeInfo> outcome_table();
std::span<const SeriesInfo> series_table();
std::span<const CumulativeInfo> cumulative_table();
/// Index of an outcome by name; throws UsageError naming the nearest known one.
std::size_t outcome_index(std::string_view name);
/// "follow_up=12_months ended_visits": the attribute `needs`, words parted by blanks; "" = nothing.
std::string needs_text(const Needs& needs);
/// How long a follow-up is needed after what an outcome counts from; 0 where none is.
constexpr Days follow_up_of(const Needs& needs) {
  return needs.months_after * days_per_month + needs.days_after;
}

inline constexpr std::uint32_t longest_month_since = 120;  ///< cumulative curves end here at the latest

/// How a stay on the coach queue ended, in the order of QueueEnd.
inline constexpr std::array<std::string_view, 4> queue_end_names{"coach", "gave_up", "left", "still_waiting"};

/// One row of /tables/families: a family's removal episode. Days are from the opening; NaN = has not
/// happened.
struct FamilyRow {
  std::uint32_t family{};
  std::int16_t site{};
  std::int16_t episode{};
  std::int8_t children{};
  std::int8_t exit_kind{
      -1};  ///< ExitKind of the first child to leave by the family's joint exit, else of the last; -1 in care
  std::int8_t accepts{};
  std::int8_t referred{};
  float youngest_age_years{};  ///< at removal
  std::int32_t moves{};
  double removal_day{};
  double exit_day{};         ///< when the last child of the episode left care
  double first_coach_day{};  ///< while in care
  double reentry_day{};      ///< removal day of the next episode
  double joined_day{};       ///< first day of the episode on which an offer put the family on the coach queue
  double left_queue_day{};   ///< end of that stay on the queue
  std::int8_t queue_end{-1};  ///< how it ended, a place in queue_end_names; -1 without one
};

/// Bits of a cohort family's state; see CohortFamilies.
inline constexpr std::int8_t home_within_12_months = 1;  ///< first reunification, counted from first removal
inline constexpr std::int8_t went_home = 2;              ///< a reunification before the end of the run
inline constexpr std::int8_t back_within_12_months = 4;  ///< removed again, counted from that first one
inline constexpr std::int8_t followed_12_months = 8;  ///< the run goes on for 12 months after first removal
inline constexpr std::int8_t home_followed_12_months = 16;  ///< likewise after that first reunification
inline constexpr std::int8_t had_coach = 32;  ///< in the first removal, within 12 months and before going home

/// The families of the entry cohort, by number: who they are and what became of them, to compare plans family
/// by family.
struct CohortFamilies {
  static constexpr std::int8_t no_family = -1;  ///< a number between them that entered outside the window
  FamilyNumber first{};                         ///< number of the first; 0 where nobody entered
  std::vector<std::int8_t> state;               ///< [number - first]: the bits above
  std::vector<float>
      days_in_care;  ///< [number - first]: first removal to end of run, in 1/16; NaN: no_family
};

/// Everything stored of one run. Matrices are row-major.
struct RunResult {
  bool failed{};
  std::string reason;                ///< why it failed
  std::vector<double> outcomes;      ///< [outcome], order of outcome_table(); NaN where `reasons` says why
  std::vector<std::int8_t> reasons;  ///< [outcome]: Reason (identification.hpp)
  std::vector<double> diagnostics;   ///< [diagnostic], order of diagnostic_table(); NaN: not to be said
  std::vector<double> by_trait;      ///< [outcome with by_trait, in table order][trait level of the scenario]
  std::vector<double> series;        ///< [series][month]; empty below RecordLevel::series
  std::vector<double> cumulative;    ///< [cumulative][month_since 0..]; empty below series
  std::vector<double> at_risk;       ///< like cumulative
  CohortFamilies cohort;             ///< empty below series
  std::vector<FamilyRow> families;   ///< RecordLevel::families
  std::vector<std::int8_t> family_traits;  ///< [row of families][trait]
  std::vector<EventRow> log;               ///< RecordLevel::events
  double simulation_seconds{};             ///< for provenance only
};

}  // namespace homeward
