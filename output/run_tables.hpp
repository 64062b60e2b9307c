#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/catalogs.hpp"
#include "sim/measure/run_result.hpp"

/// The names of what a run stores. Runs of another program are taken by these, wherever they stand there: one
/// that stores more serves, one that lacks something is simulated again.
namespace homeward {

struct RunTables {
  std::vector<std::string> outcomes;
  std::vector<std::string> definitions;  ///< "name=1.1" of outcomes that changed meaning, and when they did
  std::vector<std::string> diagnostics;
  std::vector<std::string> by_trait;    ///< outcomes that are also measured by trait
  std::vector<std::string> series;      ///< from RecordLevel::series on
  std::vector<std::string> cumulative;  ///< events; likewise
  std::vector<std::string> cohort;      ///< what is kept of each family of the cohort; likewise
  std::vector<std::string> families;    ///< columns of /tables/families; from RecordLevel::families on
  std::vector<std::string> events;      ///< columns of /tables/events; at RecordLevel::events
  auto operator<=>(const RunTables&) const = default;
};

/// Those of this program.
const RunTables& own_tables();

/// What this program stores at a level of record and other tables lack, in the order of its own. Rows of the
/// long tables have no names: other columns lack all of them, "the rows of families".
std::vector<std::string> lacking(const RunTables& there, RecordLevel record);

/// A run stored under other tables, which lack nothing, with its numbers in the order of this program's. A
/// run that does not fit its tables comes back as it is, and does not fit this program's either.
RunResult in_own_tables(RunResult run, const RunTables& from);

/// The tables as lines of text, ended by an empty one, and back. Nothing if it is no such text.
std::string tables_text(const RunTables& tables);
std::optional<RunTables> read_tables(std::string_view text);

}  // namespace homeward
