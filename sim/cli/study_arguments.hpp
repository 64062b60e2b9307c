#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/precision_arguments.hpp"
#include "sim/cli/run_study.hpp"

namespace CLI {
class App;
}

namespace homeward {

/// What the commands that simulate, or say what would be simulated, are asked for.
struct StudyArguments {
  std::vector<std::string> files;  ///< scenarios, or one study
  std::string output;
  std::optional<std::uint32_t> replications;
  std::optional<std::uint32_t> draws;  ///< of the uncertain parameters; nothing: none are drawn
  std::optional<std::uint64_t> seed;
  std::size_t threads{};  ///< 0 = all cores
  OverrideArguments overrides;
  std::string record;  ///< "": series, of a study runs
  std::string families;
  std::string baseline;
  std::string shard;              ///< "I/N"; "": all runs
  std::vector<std::string> only;  ///< names of scenarios or points; empty: all
  std::vector<std::string> show;  ///< outcomes of the table at the end; empty: the main ones
  PrecisionArguments precision;
  bool force{};
  bool json{};
  bool quiet{};
  bool no_progress{};
};

/// Adds all of these but the files.
void add_study_options(CLI::App& command, StudyArguments& arguments);

/// A study that is read and checked, ready to be run or told.
struct PreparedStudy {
  Request request;
  StudyOptions options;
  std::size_t left_out{};  ///< points left out by `where`
  std::size_t repeated{};  ///< points that repeat others
};

/// Of scenarios side by side. Throws InputError, UsageError.
PreparedStudy prepare_scenarios(const StudyArguments& arguments);
/// Of one study file. Throws InputError, UsageError.
PreparedStudy prepare_sweep(const StudyArguments& arguments);

}  // namespace homeward
