#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/run_result.hpp"
#include "sim/scenario/scenario.hpp"

/// Whether a run, and the runs of a scenario together, can give an outcome: what it needs
/// (OutcomeInfo::needs) against what the run has. Where it falls short the value is NaN, and the reason
/// stands beside it.
namespace homeward {

/// Why a value is NaN. Stored as int8; a new reason is a new row at the end.
enum class Reason : std::int8_t {
  none,              ///< it is given
  nobody_at_risk,    ///< nobody to count
  follow_up,         ///< nobody is followed as long as the outcome needs
  change_in_window,  ///< only early entrants are followed so long, and the program or the entries change in
                     ///< the window
  open_visits,       ///< trial home visits are under way at the end of the run
  open_waits,        ///< too many families are still waiting at the end of the run
  open_spells,       ///< too many families still have a coach at the end of the run
  queue_grows,       ///< the wait grows through the window
  unlike_periods,    ///< of a difference: the two runs are not of one length
  older_program      ///< the file's program did not measure it
};
/// The attribute `flag_meanings`, in the order of Reason.
inline constexpr std::array<std::string_view, 10> reason_names{
    "given",      "nobody_at_risk", "follow_up",   "change_in_window", "open_visits",
    "open_waits", "open_spells",    "queue_grows", "unlike_periods",   "older_program"};

/// Numbers of a run that say what its outcomes can be taken for. After those named here comes, for each
/// outcome that needs follow-up, the share of its population whose follow-up is as long.
enum class Diagnostic : std::uint8_t {
  wait,          ///< mean days on the queue, a wait still open counted up to the end
  wait_rise,     ///< least-squares slope of that wait on the day of joining, times the window
  wait_slope,    ///< that slope: where nobody gives up, by how much more come than coaches can take
  in_care_rise,  ///< least-squares slope of the families in care as each month of the window opens, times the
                 ///< window
  open_waits,    ///< share of the stays on the queue begun in the window that are open at the end
  open_spells    ///< share of the entry cohort's offers and spells with a coach that are open at the end
};
struct DiagnosticInfo {
  std::string name;
  std::string_view units;
  std::string_view long_name;
};
std::span<const DiagnosticInfo> diagnostic_table();
/// Place in RunResult::diagnostics of the share followed of an outcome; nothing where it needs no follow-up.
std::optional<std::size_t> followed_index(std::size_t outcome);

/// Most of the waits, or spells with a coach, that may be open at the end of a run: above it a mean of them
/// is none.
inline constexpr double most_open = 0.01;
/// Most of a scenario's runs that may lack an outcome for one of the reasons before the others are an odd
/// choice of them.
inline constexpr double most_runs_without = 0.01;

/// Whether staffing, the start of the program or the rate of entries changes inside the window, so that those
/// who enter early meet another program than those who enter late.
bool changes_in_window(const Scenario& scenario);

/// How long the parts of a scenario's runs are.
struct RunSpan {
  double entry_years{};
  double follow_up_years{};
  double warm_up_years{};
  bool operator==(const RunSpan&) const = default;
};
inline RunSpan span_of(const Scenario& scenario) {
  return {scenario.run.entry_years, scenario.run.follow_up_years, scenario.run.warm_up_years};
}

/// One outcome of one scenario, over its runs.
struct Identified {
  Reason reason{Reason::none};
  double followed{};  ///< mean share of its population whose follow-up is as long as it needs; NaN: it needs
                      ///< none
  bool given() const { return reason == Reason::none; }
  /// Whether it rests on those followed so far alone.
  bool partly() const { return given() && followed < 1; }
};

/// What the done runs of a scenario say together. `reasons` [run] of the outcome; `diagnostics`
/// [diagnostic][run].
Identified identify(std::size_t outcome, std::span<const std::int8_t> reasons,
                    std::span<const std::vector<double>> diagnostics);

/// Whether the mean wait rises through the window by more than chance (one-sided, 99 %), and as a queue does
/// that grows without limit: by half its mean, however old it is by more than two days in a hundred, and by
/// more than a queue that is short rises at first. `diagnostics` [diagnostic][run].
bool queue_grows(std::span<const std::vector<double>> diagnostics);

/// Why a difference from the baseline is none; the plan's own reason goes first.
Reason reason_of_difference(const OutcomeInfo& outcome, Reason plan, Reason baseline,
                            const RunSpan& plan_span, const RunSpan& baseline_span);

/// Whether an outcome is of the wait for a coach: a queue that grows without limit meets no target on it.
bool is_of_waiting(const OutcomeInfo& outcome);

/// What an outcome needs of any run, in words: "30 days after the window"; "" for nothing.
std::string needs_in_words(const OutcomeInfo& outcome);
/// "needs 12 months after the window; the run has 3"; "" where the value is given.
std::string reason_text(const OutcomeInfo& outcome, Reason reason, const RunSpan& span);
/// "of those followed for 12 months so far: 67 %"; "" where everybody is.
std::string followed_text(const OutcomeInfo& outcome, const Identified& identified);

}  // namespace homeward
