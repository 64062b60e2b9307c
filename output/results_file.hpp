#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "output/outcome_names.hpp"
#include "output/run_source.hpp"
#include "output/schema.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/measure/family_changes.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {

struct ResultsFileState;

/// An outcome over replications, as it stands in the file; by scenario.
struct OutcomeSummary {
  std::string name, units, long_name, definition, population;
  std::vector<double> mean, sd, n, ci_low, ci_high;
};

/// Paired differences from the baseline; each [outcome][scenario], row-major. See paired.hpp.
struct StoredComparison {
  std::string baseline;
  std::vector<std::string> outcomes, units, better;
  std::vector<std::int8_t> is_ratio;  ///< [outcome]: 1 = mean and bounds are the plan over the baseline
  std::vector<double> mean, sd, n, ci_low, ci_high, share_higher, confidence_higher, variance_ratio;
};

/// Throws where nothing can be known of what a file holds, so that it is not damaged: UsageError if there is
/// no such file, RunError if it may not be read; ResultsError if it is a folder or a device.
void require_readable(const std::filesystem::path& file);

/// A results file, open for reading and checked: whole, of this format and major version, with every array
/// its axes ask for. What it throws is ResultsError with one line: "FILE is not a Homeward results file",
/// "FILE is damaged: ...", "FILE was written by format 2; this program reads format 1"; where it cannot be
/// read at all, what require_readable and SharedLock throw.
class ResultsFile {
 public:
  explicit ResultsFile(const std::filesystem::path& file);
  ~ResultsFile();
  ResultsFile(ResultsFile&&) noexcept;

  const std::filesystem::path& path() const;
  const schema::Axes& axes() const;                 ///< scenarios, replications, months, trait levels
  const std::vector<std::string>& digests() const;  ///< [scenario]
  const std::string& title() const;
  const std::string& model_version() const;
  const std::string& baseline() const;  ///< name of a scenario
  std::uint64_t seed() const;
  RecordLevel record() const;
  const std::string& logged_families() const;  ///< "all" or numbers parted by commas
  bool complete() const;
  /// How many replications, from the first, summaries and comparisons use; the file may hold more.
  std::uint32_t summary_replications() const;
  /// How its digests were made; see digest() in read.hpp.
  int digest_scheme() const;
  /// What this program measures of a run at a level of record and the file does not store of its runs: only
  /// without can they be used again. In words: "coached_within_30_days", "the rows of families".
  std::vector<std::string> lacking(RecordLevel record) const;

  /// In the order of the file, by today's names: readers of all others translate.
  const std::vector<std::string>& outcomes() const;
  /// Those of them that the file, of an older version, measured by another definition than today's.
  std::vector<std::string> measured_otherwise() const;
  const OutcomeNames& outcome_names() const;
  std::vector<std::string> series() const;
  std::vector<std::string> cumulative() const;  ///< events
  std::vector<std::pair<std::string, std::vector<std::string>>> factors()
      const;  ///< key -> label by scenario

  std::vector<std::pair<std::string, std::string>> factor_roles() const;  ///< key -> "lever" or "uncertainty"
  /// The numbers at a factor, or at each key of its table: key -> number by scenario.
  std::vector<std::pair<std::string, std::vector<double>>> factor_values(const std::string& key) const;
  /// Which plan and draw each scenario is; empty without draws.
  std::vector<PlannedScenario::Draw> draws() const;

  OutcomeSummary summary(std::string_view outcome) const;
  std::vector<double> values(std::string_view outcome) const;    ///< [scenario][replication]
  std::vector<double> by_trait(std::string_view outcome) const;  ///< [trait_level][scenario][replication]
  std::vector<std::string> by_trait_outcomes() const;
  std::vector<double> series_values(std::string_view name) const;  ///< [scenario][replication][month]
  std::vector<double> cumulative_values(
      std::string_view event) const;                                 ///< [scenario][replication][month_since]
  std::vector<double> at_risk_values(std::string_view event) const;  ///< likewise
  std::vector<std::int8_t> run_status() const;  ///< [scenario][replication]: schema::RunStatus
  StoredComparison comparison() const;
  /// What the runs of each scenario can give of an outcome; by scenario. Of files that do not say it: what is
  /// NaN in every run has nobody at risk.
  std::vector<Identified> identified(std::string_view outcome) const;
  /// How long window and follow-up of each scenario are; empty where the file does not say it.
  std::vector<RunSpan> spans() const;
  /// The drift of each scenario's stock through the window, see in_care_drift; NaN: none, or not in the file.
  std::vector<double> drifts() const;
  /// Who changes against any of the scenarios; [scenario]. Empty where the file has no families of cohorts
  /// (`runs`).
  std::vector<FamilyChangeEstimates> family_changes(std::size_t baseline) const;
  std::string resolved_toml(std::size_t scenario) const;
  std::string study_toml() const;  ///< empty if there is none
  /// Another text or number told of the making of the file; empty or 0 if there is none.
  std::string provenance_text(const char* name) const;
  double provenance_number(const char* name) const;

  /// One run's rows of the long tables; empty where the file has none.
  struct Rows {
    std::vector<FamilyRow> families;
    std::vector<std::int8_t>
        family_traits;  ///< [row][trait column]: code of the column; -1: the scenario lacks the trait
    std::vector<EventRow> log;
  };
  Rows rows(std::size_t scenario, std::uint32_t replication) const;
  /// The columns trait_<name> of /tables/families, with the level each code means (blanks are underscores).
  struct TraitColumn {
    std::string name;
    std::vector<std::string> levels;
  };
  const std::vector<TraitColumn>& trait_columns() const;
  std::string failure_reason(std::size_t scenario, std::uint32_t replication) const;
  /// A failed run, as the file's maker told it.
  struct Failure {
    std::string scenario;
    std::uint32_t replication{};
    std::string reason;
    std::string command;  ///< simulates it again; may be empty
  };
  std::vector<Failure> failures() const;

 private:
  friend class ResultsSource;
  std::unique_ptr<ResultsFileState> state_;
};

}  // namespace homeward
