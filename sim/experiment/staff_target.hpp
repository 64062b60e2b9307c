#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "sim/measure/intervals.hpp"
#include "sim/measure/paired.hpp"
#include "sim/measure/run_result.hpp"

/// Targets of staffing, and what replications say about them.
namespace homeward {

enum class TargetComparison : std::uint8_t { at_most, at_least, below, above };

/// A condition on the expected value of an outcome (of the geometric mean where its summary is mean_of_log,
/// of the ratio of means where it is ratio_of_means).
struct StaffTarget {
  std::size_t outcome{};  ///< index into outcome_table()
  TargetComparison comparison{TargetComparison::at_most};
  double threshold{};  ///< in the outcome's units, a share as a share; above 0 for mean_of_log
  bool fixed{};        ///< the scenario leaves nothing to luck here: runs that are the same prove it
};

/// Outcomes of replications of one scenario: [outcome][replication], in the order of outcome_table().
using OutcomeColumns = std::vector<std::vector<double>>;

/// What was simulated with some numbers of coach positions.
using StaffRuns = std::map<std::uint32_t, OutcomeColumns>;

/// Replications in the columns; 0 where there are none.
std::size_t replications_of(const OutcomeColumns& columns);

Runs runs_of(const OutcomeColumns& columns, std::size_t outcome);
Estimate estimate_of(const OutcomeColumns& columns, std::size_t outcome);

/// Whether the estimate itself meets the target; an outcome without a number (nobody at risk) meets none.
bool is_met(const StaffTarget& target, const Estimate& estimate);

/// Whether the estimates themselves meet all targets.
bool meets_all(std::span<const StaffTarget> targets, const OutcomeColumns& columns);

/// Runs that are all the same say nothing of how far others may be off, only that these are few: with
/// confidence 1 - 0.95^n at most this share of runs (from n runs without an event; "rule of three").
inline constexpr double largest_unseen_share = 0.05;

/// Confidence that the expected value meets the target: one-sided Student probability [0..1]. Where all runs
/// are the same and the target is not `fixed`, that of fewer runs being different than would turn the answer,
/// largest_unseen_share at least: to bring a share of 1 below one half, half of them. 0 where no run has a
/// number: what nobody is at risk of cannot be met. NaN where one run alone has.
double chance_met(const StaffTarget& target, const Estimate& estimate);

/// The same of replications; outcomes of coaching are fixed where none of them had a coach in post.
double chance_met(const StaffTarget& target, const OutcomeColumns& columns);

/// The least confidence of several targets; 1 without any, NaN where one of them has none.
double chance_all_met(std::span<const StaffTarget> targets, const OutcomeColumns& columns);

/// Paired difference more - fewer over the leading replications that both have.
PairedEstimate compare_leading(const OutcomeColumns& more, const OutcomeColumns& fewer, std::size_t outcome);

/// Confidence that `more` brings the expected value closer to meeting the target, or further beyond it, than
/// `fewer` does, over the replications that both have: paired, one-sided Student probability [0..1]. NaN
/// where fewer than two pairs have numbers.
double confidence_closer(const StaffTarget& target, const OutcomeColumns& more, const OutcomeColumns& fewer);

/// What more positions do to a target.
enum class PositionsEffect : std::uint8_t { none_seen, help, hurt, both };

/// What neighbours among the numbers of positions show, run by run under the same luck. "help" and "hurt"
/// are claims that all hold together at `confidence` (Bonferroni over neighbours and directions, and over
/// `targets` such questions). That the first positions are better than none counts as help; that they are
/// worse is no sign that more of them hurt (without a program nobody waits or gives up).
PositionsEffect effect_of_positions(const StaffTarget& target, const StaffRuns& path, double confidence,
                                    std::size_t targets);

}  // namespace homeward
