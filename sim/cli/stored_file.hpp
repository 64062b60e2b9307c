#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "output/results_file.hpp"
#include "output/run_source.hpp"
#include "sim/cli/growth.hpp"
#include "sim/cli/study_numbers.hpp"

namespace homeward {

/// Whether a file can be read and does not begin with the eight bytes of every HDF5 file.
bool is_of_another_kind(const std::filesystem::path& file);

/// A results file that is to grow: what it holds, and its runs.
class StoredFile {
 public:
  explicit StoredFile(const std::filesystem::path& file);

  StoredFile(const StoredFile&) = delete;  // its study reads from it
  StoredFile& operator=(const StoredFile&) = delete;

  const ResultsFile& file() const { return file_; }
  /// What stands in the file. Valid as long as this is.
  const StoredStudy& study() const { return study_; }
  /// What became of a run in the file.
  enum class Fate : std::uint8_t { absent, done, failed };
  Fate fate(const std::string& scenario, std::uint32_t replication) const;
  /// Whether the file's scenario of this name is the same, under the same seed and model.
  bool is_same_run(const PlannedScenario& planned, std::uint64_t seed) const;
  /// The file's runs as runs of a plan. The plan must outlive the source.
  std::unique_ptr<RunSource> open_runs(const RunPlan& plan) const;
  /// Whether assembling this plan from the file alone would write the same file again.
  bool holds_exactly(const RunPlan& plan) const;

 private:
  bool holds_factors(const RunPlan& plan) const;

  ResultsFile file_;
  std::vector<std::int8_t> status_;           ///< [scenario][replication]
  std::map<std::string, std::size_t> place_;  ///< of a scenario in the file
  StoredStudy study_;
};

/// The results file that an output name belongs to, or nothing if there is none, or if what is there is no
/// sound results file and force says to replace it. Throws UsageError for a file of another kind,
/// ResultsError for a damaged one or one of another version.
std::unique_ptr<StoredFile> open_stored(const std::filesystem::path& file, bool force);

/// Says on stderr which outcomes of a file of an older format were measured by an older definition, if any.
void tell_older_definitions(const ResultsFile& file);

/// Whether outcomes are read by trait as well.
enum class ByTrait : std::uint8_t { skip, read };

/// What became of the runs of a results file, without outcomes.
StudyNumbers count_runs(const ResultsFile& file);
/// All outcomes of a results file. Those that the file does not have are NaN.
StudyNumbers read_numbers(const ResultsFile& file, ByTrait by_trait = ByTrait::read);

}  // namespace homeward
