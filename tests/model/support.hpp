#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/model/replication.hpp"
#include "sim/record/difference.hpp"

/// Small scenarios, runs of them, and the log of a run by family.
namespace homeward::test {

/// Families that only wait for what a test switches on: one site, no clocks, no coaches, a window of two
/// years.
Scenario quiet(double entries_per_year = 200);

/// A program with `positions` coaches of `families` families each, a weekly contact of an hour in every
/// phase.
void add_coaches(Scenario& scenario, std::uint32_t positions, std::uint32_t families);

/// Needs, support that lowers them, drift, reference plan and hazard ratios of 2 and 1/2.
void add_support(Scenario& scenario);

/// One program that lasts for ever on each need, so that contacts matter: court, visits, moves, exits,
/// re-entry, setbacks, several children, traits, frailty.
void add_lives(Scenario& scenario);

RunRecord run(const Scenario& scenario, std::uint64_t seed = 5, std::uint32_t replication = 0);

/// Rows of one kind, in order.
std::vector<EventRow> rows(const RunRecord& run, EventKind kind);
/// Rows of one family, in order.
std::vector<EventRow> rows_of(const RunRecord& run, FamilyNumber family);
inline EventKind kind_of(const EventRow& row) {
  return static_cast<EventKind>(row.kind);
}

}  // namespace homeward::test
