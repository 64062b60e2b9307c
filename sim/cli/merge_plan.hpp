#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "output/results_file.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/shard.hpp"

namespace homeward {

/// What the files to be joined hold together.
struct MergePlan {
  RunPlan plan;  ///< in the order of the first file; what only later ones have follows
  std::vector<std::optional<Shard>> shards;  ///< [file]; nothing for a file that is no shard
  std::string study_toml;
  double wall_seconds{};        ///< of all files, one after the other
  double simulation_seconds{};  ///< of all files
  std::map<std::pair<std::string, std::uint32_t>, std::string>
      commands;  ///< of failed runs: what simulates them again
};

/// Reads what each file holds, one file open at a time. Throws ResultsError for a file that is damaged or of
/// another version, naming it; UsageError where the runs of one file cannot stand beside those of another,
/// saying why.
MergePlan merged_plan(const std::vector<std::filesystem::path>& files);

/// Why a plan's runs are not all there, in one line; "" if they are. `missing` are numbers of runs.
std::string missing_in_words(const MergePlan& merged, const RunPlan& plan,
                             const std::vector<std::size_t>& missing);

}  // namespace homeward
