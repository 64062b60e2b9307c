#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "output/results_blocks.hpp"
#include "output/results_file.hpp"
#include "sim/cli/export_writer.hpp"

/// The tables that `homeward export` writes from a results file: one row an observation, whose first columns
/// say which scenario (plan, draw, factors) and replication it is of.
namespace homeward {

enum class ExportTable : std::uint8_t { runs, summary, comparison, series, curves, traits, families, events };

/// What is exported of an open file, and where to.
struct Export {
  const ResultsFile& file;
  ResultsBlocks& blocks;
  CsvWriter& out;
  std::vector<std::size_t> scenarios;  ///< of the file, in its order
  std::vector<std::string> names;      ///< outcomes, series or events of curves; empty: all that the file has
  bool long_form{};                    ///< of runs, series, curves and traits: one row a number
  std::uint32_t min_cell{};            ///< of traits: smaller subgroups are left out; 0: none
};

/// The columns in front of every row that say of which scenario it is: its name, with draws its plan and
/// draw, and its level of each factor (of a table the label, then its numbers).
class ScenarioColumns {
 public:
  explicit ScenarioColumns(const ResultsFile& file);
  const std::string& header() const { return header_; }  ///< ready for CsvWriter::ready
  std::string cells(std::size_t scenario) const;

 private:
  std::vector<std::string> scenarios_;
  std::string header_;
  std::vector<std::vector<std::string>> texts_;  ///< [column][scenario], already CSV
};

/// The outcomes (series, events) asked for, in the order of `known`; all of them where none is. Throws
/// UsageError for one that is not known.
std::vector<std::string> chosen_outcomes(const Export& request, const std::vector<std::string>& known);

/// "reunified_12_months (1)".
std::string headed(const std::string& name, const std::string& units);

/// Writes one of the tables, and on standard error how many numbers were left out unless it is to be quiet.
void write_table(const Export& request, ExportTable table, bool quiet);

/// Arrays by scenario, replication and perhaps month or level of a trait: runs, series, curves, traits.
/// Returns how many numbers were left out because their subgroup is small.
std::uint64_t export_grid(const Export& request, ExportTable table);
/// One row an outcome of a scenario: mean, standard deviation, replications and 95 % interval.
void export_summary(const Export& request);
/// One row an outcome of a scenario against the baseline, then who changes.
void export_comparison(const Export& request);
/// The long tables, row by row. Throws UsageError where the file does not record them.
void export_families(const Export& request);
void export_events(const Export& request);

}  // namespace homeward
