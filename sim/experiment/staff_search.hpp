#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/experiment/staff_target.hpp"

/// The fewest coach positions that meet all targets, found by simulation: ranking and selection along one
/// line. Everything is a pure algorithm over an oracle that simulates.
///
/// Search. The same replications with every number of positions. From the fewest allowed up by doubling until
/// the estimates meet the targets, then by halving the bracket, as if they were met from some number on. A
/// target that more positions hurt (a budget) is left out of that, and asked of the number that is found. A
/// target that they both help and hurt makes halving meaningless: then all numbers in reach are looked at.
///
/// Confirmation. On fresh replications, so that the luck that chose the candidate does not speak for it: in
/// looks of n, 2n, 4n, ... replications of the candidate c and of c - 1, and only in the last look further
/// away. A number is *shown to meet* when the one-sided Student probability of every target is at least 1 - a
/// (an intersection-union test, each at the full level: Berger 1982, Technometrics 24), and *shown to fail*
/// when that of some target is at most a / targets. From a number that is shown, its neighbours are tried one
/// by one up to the first that is not; such a row can err only once, at its first number on the wrong side of
/// the truth. So the claims that can be false are at most three in a look (c or c - 1, the row back, the
/// neighbour of a row), six in the last (three more tries outwards), and with L looks
/// a = (1 - confidence) / (3 (L - 1) + 6) keeps the chance of any false claim below 1 - confidence
/// (Bonferroni), if the targets are monotone and means as normal as Student's t takes them to be.
namespace homeward {

struct StaffQuestion {
  std::vector<StaffTarget> targets;      ///< at least one
  double confidence{0.95};               ///< (0..1)
  std::uint32_t replications{20};        ///< of each number in the search; >= 2
  std::uint32_t most_replications{160};  ///< fresh ones of each number in the confirmation; >= replications
  std::uint32_t least{0};                ///< positions
  std::uint32_t most{1'000'000};         ///< positions; >= least
  std::uint32_t start{1};                ///< where the search begins after `least`
};

/// Simulates replications first, first + 1, ..., `count` of them, with so many positions. The same
/// replication must meet the same luck whatever the positions.
using StaffOracle =
    std::function<OutcomeColumns(std::uint32_t positions, std::uint32_t first, std::uint32_t count)>;

/// Everything that was simulated; filled while the search goes on.
struct StaffRecord {
  StaffRuns search;  ///< replications 0, 1, ...
  StaffRuns fresh;   ///< the replications after those of the search
};

enum class StaffStatus : std::uint8_t {
  found,          ///< `positions` shown to meet the targets, and one fewer shown to fail
  not_separated,  ///< the replications do not tell the fewest from its neighbours
  unreachable     ///< shown that no number meets the targets
};

/// Where the search ended.
enum class StaffEnd : std::uint8_t {
  candidate,         ///< at a number whose estimates meet all targets
  targets_conflict,  ///< where the targets that positions help are met, one that they hurt is not
  nothing_changes,   ///< more positions change nothing any more
  most_positions     ///< at the most positions allowed
};

struct StaffAnswer {
  StaffStatus status{};
  StaffEnd end{};
  std::uint32_t positions{};             ///< the candidate; else the last number looked at
  std::optional<std::uint32_t> fails;    ///< the largest number shown to fail (on fresh replications)
  std::optional<std::uint32_t> meets;    ///< the smallest number shown to meet
  std::vector<PositionsEffect> effects;  ///< of each target
  bool scanned{};                        ///< a target is not monotone: all numbers in reach were looked at
};

/// Answers the question. What the oracle throws passes through; the record then holds what was simulated.
StaffAnswer find_staff(const StaffQuestion& question, const StaffOracle& oracle, StaffRecord& record);

}  // namespace homeward
