#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "sim/core/limits.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// One family of a population file. What a column does not say is drawn as for a synthetic family.
struct CsvFamily {
  std::vector<double> ages;                         ///< years at entry, one a child; empty: drawn
  std::vector<std::optional<std::uint8_t>> levels;  ///< [trait of the scenario]; nullopt: drawn
  std::optional<SiteIndex> site;
  SimTime entry_day{};  ///< only with CsvPopulation::dated
  double weight{1};     ///< only without
};

/// A population read from a file. With a column `entry_day` every row enters once, on its day; without one
/// each entering family is a row drawn by weight.
struct CsvPopulation {
  bool dated{false};
  std::vector<CsvFamily> families;        ///< dated: by entry day, ties in file order
  std::vector<double> cumulative_shares;  ///< not dated: weights summed up and scaled, the last is 1
  std::vector<std::string> notes;         ///< what of the file was passed over, a line each
};

/// Reads `families.csv` of a scenario. Columns, all optional but at least one: entry_day (days from the
/// opening, or dates where the run has one), site, weight, age_1 .. age_6 (years), and any trait that is
/// drawn or prior_removal, by level name (of a trait of yes and no also as 1/0, y/n, true/false). An empty
/// cell is drawn; an empty weight is 1; rows and nameless columns without any text are passed over. Throws
/// InputError with every fault (of many the first hundred) as "file:row:column: text" (row 1 is the header).
CsvPopulation read_csv_population(const Scenario& scenario);

/// The same, read once for a scenario whose `csv_content` is known, however many replications ask.
/// Thread-safe. Throws RunError if the file has changed since the scenario was read.
std::shared_ptr<const CsvPopulation> csv_population(const Scenario& scenario);

/// What a planner should know of a scenario's families that is no fault, a line each: what of a population
/// file was passed over or never enters, a warm-up too short for a stationary start. Throws as csv_population
/// does.
std::vector<std::string> population_notes(const Scenario& scenario);

/// Finds the faults of a scenario's population file before anything runs. Throws InputError; nothing to do
/// without one.
void check_population(const Scenario& scenario);

}  // namespace homeward
