#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/experiment/precision_runs.hpp"
#include "sim/measure/run_result.hpp"

/// Replications until the answer is precise enough. Looks are taken at fixed numbers of replications, and
/// each sees the first replications only: where a study ends depends on its runs alone, not on threads,
/// restarts or what a file already holds.
///
/// Whoever stops as soon as an interval is narrow stops too often where the spread between runs looks small
/// by chance, and where runs are skewed that goes with a mean that is too low. Such intervals cover the truth
/// less often than they say: of normal runs at worst in 94.1 % of studies, at a skewness of 1 in 92.7 %, of
/// exponential runs in 89 %. So a study ends at a look only if
/// - its half-widths are as asked for at this look and at the one before: a third of the runs were not seen
///   when that one said so;
/// - it is not one of the first two looks;
/// - the runs that count are at least 60 times the square of their skewness. Cochran's rule for the normal
///   approximation ("Sampling techniques" 1977, section 2.15) is 25 times, for a size known beforehand and a
///   known skewness;
/// - where no run differs from another, at least 68 say so: what one run in 20 has is absent from 68 with a
///   probability of 3 %.
/// Then the intervals cover at least 94 % in all three cases, for half a look to a look more of runs
/// (tests/theory/coverage.cpp is the experiment). The last look allowed only needs its half-widths: it was
/// not chosen for a small spread.
namespace homeward {

/// How well an outcome is to be known.
struct PrecisionGoal {
  std::size_t outcome{};  ///< index into outcome_table()
  double half_width{};    ///< most, > 0, of the 95 % interval: in the outcome's units
  bool relative{};        ///< half_width is a share of the magnitude of the mean instead
};

enum class PrecisionOf : std::uint8_t {
  level,      ///< each scenario's mean
  difference  ///< each scenario's paired difference from the baseline
};

struct PrecisionRule {
  std::vector<PrecisionGoal> goals;
  PrecisionOf of{PrecisionOf::level};
  std::uint32_t most{1000};  ///< replications of the last look; >= first_look
};

inline constexpr std::uint32_t first_look = 20;
/// Least replications of a look that ends a study: the third.
inline constexpr std::uint32_t least_to_end = 45;
/// Times the squared skewness: least runs that count.
inline constexpr double runs_per_squared_skewness = 60;
/// Least runs that count where none differs from another: the fourth look, where all of its runs count.
inline constexpr double least_alike_runs = 68;

/// Replications of the look after one: half as many again, rounded up (20, 30, 45, 68, 102, ...), at most
/// `most`.
std::uint32_t next_look(std::uint32_t replications, std::uint32_t most);

/// What a look finds of one goal in one scenario.
struct Reading {
  std::size_t goal{};      ///< index into the rule's goals
  std::size_t scenario{};  ///< of the plan
  double runs{};           ///< that count; pairs of a difference
  double mean{};           ///< or paired difference
  double half_width{};     ///< of the 95 % interval, its longer side; NaN below two runs
  double asked{};          ///< most, in the same units
  double skewness{};       ///< between runs

  /// A share of 0 is nothing to go by: where it is asked for, nothing is precise.
  bool precise() const { return asked > 0 && half_width <= asked; }
  /// Whether no run differs from another, but for the last digits of sums. Such an interval has no width,
  /// whatever it is that runs so far happened not to show.
  bool alike() const;
  /// No run counts, or, of a ratio, its denominators are all 0.
  bool without_number() const;
  /// Whether there are runs enough for their skewness that the interval holds.
  bool steady() const;
};

/// Runs that must count for the interval to hold in spite of their skewness, or of none that differs.
double least_runs(const Reading& reading);

/// The half-width as a multiple of what is asked for; infinity where that cannot be told and is not precise.
double excess(const Reading& reading);

/// About how many replications would have given the half-width asked for, had they spread like these;
/// infinity or NaN where that cannot be told.
double replications_needed(const Reading& reading, std::uint32_t replications);

struct Look {
  std::uint32_t replications{};
  std::vector<Reading> readings;  ///< goal by goal; within one by scenario

  bool precise() const;
  bool steady() const;
  /// The reading that is farthest from what is asked for; one without half-width before all others. There
  /// must be one.
  const Reading& worst() const;
};

/// What a study runs for: scenarios that can run more, of which one may be the baseline.
struct Watched {
  std::vector<bool> scenarios;  ///< [scenario of the plan]
  std::size_t baseline{};
};

/// Reads all goals from the first replications of the scenarios watched. Half-widths are those of summarise()
/// and compare(): runs that failed or had nobody at risk do not count.
Look look_at(const PrecisionRule& rule, const PrecisionRuns& runs, const Watched& watched,
             std::uint32_t replications);

enum class Verdict : std::uint8_t {
  go_on,
  reached,
  not_reached,  ///< this was the last look
  without_runs  ///< a goal has not one number, and would hardly get any
};

/// What follows from a look and the one before it (nullptr at the first).
Verdict judge(const PrecisionRule& rule, const Look& look, const Look* before);

}  // namespace homeward
