#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/units.hpp"
#include "sim/scenario/scenario.hpp"

/// Who is in post where and when: the positions of each site over time, as a scenario comes to them.
namespace homeward {

/// The positions of a site from a day on.
struct StaffingTarget {
  SimTime from{};
  std::uint32_t positions{};
  bool switches_program{};  ///< this is program.start_days, not a staffing date
};

/// Whole positions over sites by share, largest remainder, ties to the earlier site.
std::vector<std::uint32_t> largest_remainder(std::uint32_t total, const std::vector<double>& shares);

/// Whole positions that a number or a ratio per 100 entries comes to; 0 without either.
std::uint32_t whole_positions(const std::optional<std::uint32_t>& positions,
                              const std::optional<double>& per_100_entries, double entries_per_year);

/// Positions of each site before any dated change [site]: its own, else its share of the program's.
std::vector<std::uint32_t> first_positions(const Scenario& scenario);

/// One program's positions [site][change], the first from -forever on.
using StaffingPlan = std::vector<std::vector<StaffingTarget>>;

/// The scenario's own program's, whether or not it is in force.
StaffingPlan own_staffing_plan(const Scenario& scenario);

/// That of the program before program.start_days; where there is none, the scenario's own.
StaffingPlan staffing_plan_before(const Scenario& scenario);

/// What is in force over a run [site][change]: the first target is at the start of the run, days increase;
/// with a program before, the own one takes over at program.start_days.
StaffingPlan staffing_plan(const Scenario& scenario);

}  // namespace homeward
