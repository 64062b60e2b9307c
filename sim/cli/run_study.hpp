#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/cli/app.hpp"
#include "sim/cli/growth.hpp"
#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// How files stand in a command that is told: as they were named, or without absolute paths.
enum class Paths : std::uint8_t { as_given, published };

/// Processes that carry out runs together; each puts what it finished into the output's parts.
struct Team {
  std::string words;      ///< "4 ranks, 8 threads each"
  std::size_t threads{};  ///< of all
  /// As run_all: returns how many of the runs are, when it returns, either in the sink or in the parts.
  /// Failed runs of all processes reach the sink.
  std::function<std::size_t(const RunPlan& plan, std::span<const std::size_t> runs,
                            const Simulator& simulator, RunSink& sink, Progress& progress,
                            const std::atomic<bool>& stop)>
      run_all;
};

/// How a study is carried out and told; nothing here changes a result.
struct StudyOptions {
  std::filesystem::path output;
  std::size_t threads{1};
  bool threads_named{};  ///< by -j; else all cores
  bool force{};          ///< also: store more than a gigabyte without asking
  bool json{};
  bool quiet{};
  bool progress{true};
  std::vector<std::size_t>
      show;  ///< outcomes that are told: indices into outcome_table(); empty: the key ones
  Simulator simulator{simulate_and_measure};
  std::optional<Team> team{};  ///< nothing: this process alone
  std::string study_toml;      ///< of a sweep
  /// The command that simulates one run again, to reproduce a failure.
  std::function<std::string(const RunPlan&, RunId, Paths)> rerun;
};

/// Runs what the output lacks of a study and assembles the output anew: takes the lock, grows what is there,
/// takes up finished parts, simulates the rest, assembles, and tells the result. Throws as the commands do.
ExitCode run_study(Request request, const StudyOptions& options);

}  // namespace homeward
