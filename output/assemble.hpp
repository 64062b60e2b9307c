#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "output/run_source.hpp"
#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// What is told about the making of a file. Never outside /provenance; never a user name or an absolute path.
struct Provenance {
  std::string study_toml;  ///< of a sweep; empty for `run`
  std::vector<std::pair<std::string, std::string>>
      facts;  ///< further attributes: name -> text (versions of libraries, say)
  std::uint32_t threads{1};
  double wall_seconds{};
  double simulation_seconds{};  ///< summed over threads, without input and output
  /// The command that simulates a run again, for runs that failed; may be missing.
  std::function<std::string(std::size_t scenario, std::uint32_t replication)> rerun{};
};

/// How a file came out.
struct Assembled {
  std::size_t done{};
  std::size_t failed{};
  std::size_t missing{};                          ///< of the runs that summaries use
  bool complete() const { return missing == 0; }  ///< `status` of the file
};

/// Writes a new results file from the runs that `source` has, in the order of the plan: the same bytes
/// outside /provenance whoever computed them. It grows in the parts folder of `file` and gets its final name
/// only when whole and on the disk, in place of what had that name. Memory: two blocks of runs and one
/// outcome of all runs. Throws RunError ("cannot write FILE: No space left on device"); then `file` is as it
/// was.
Assembled assemble(const std::filesystem::path& file, const RunPlan& plan, RunSource& source,
                   const Provenance& provenance);

}  // namespace homeward
