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
/// by chance: such intervals cover the truth less often than they say, with 20 to 60 replications in 92.7 to
/// 94 % of studies instead of 95 % (skewness between runs 1 and 0). So a study must be precise at two looks
/// in a row, and the second ends it: its runs were a third unseen when the first said "precise". That
/// restores about half (tests/theory/coverage.cpp has the experiment). The last look allowed needs no second:
/// that the study went on so far was not for a small spread.
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

  bool precise() const { return half_width <= asked; }
};

/// About how many replications would have given the half-width asked for, had they spread like these;
/// infinity or NaN where that cannot be told.
double replications_needed(const Reading& reading, std::uint32_t replications);

struct Look {
  std::uint32_t replications{};
  std::vector<Reading> readings;  ///< goal by goal; within one by scenario

  bool precise() const;
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
  without_runs  ///< a goal has not one run that counts, and would hardly get any
};

/// What follows from a look and the one before it (nullptr at the first).
Verdict judge(const PrecisionRule& rule, const Look& look, const Look* before);

}  // namespace homeward
