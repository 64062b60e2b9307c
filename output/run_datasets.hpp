#pragma once

#include <string>
#include <vector>

#include "output/cohort_datasets.hpp"
#include "output/hdf5_id.hpp"
#include "output/outcome_names.hpp"
#include "output/run_block.hpp"
#include "output/schema.hpp"

/// The gridded datasets that hold what runs hand in, open for writing or reading.
namespace homeward {

struct RunDatasets {
  hdf5::Id run_status;
  std::vector<hdf5::Id> outcomes;            ///< [outcome]
  hdf5::Id reasons;                          ///< [outcome, scenario, replication]
  std::vector<std::string> reason_rows;      ///< outcomes, as they stand in a file that is read
  hdf5::Id diagnostics;                      ///< [diagnostic, scenario, replication]
  std::vector<std::string> diagnostic_rows;  ///< likewise
  std::vector<hdf5::Id> by_trait;            ///< [outcome by trait]; empty where no scenario has traits
  std::vector<hdf5::Id> series;              ///< [series]; empty below RecordLevel::series
  std::vector<hdf5::Id> cumulative;          ///< [event]; likewise
  std::vector<hdf5::Id> at_risk;             ///< [event]; likewise
  CohortDatasets cohort;                     ///< likewise
};

/// The scales of the root that datasets of runs hang on.
struct RootScales {
  hdf5::Id scenario, replication, month, month_since;
};

RootScales create_root_scales(hid_t file, const schema::Axes& axes);
/// `/run_status`, the group `reason` as far as runs fill it, every outcome followed by its summaries (left
/// empty), series and curves, and the group `by_trait`.
RunDatasets create_run_datasets(hid_t file, const RootScales& scales, const schema::Axes& axes, Tiling tiling,
                                bool with_series);
/// Opens those of a file that lacks none of them.
RunDatasets open_run_datasets(hid_t file, const schema::Axes& axes, bool with_series,
                              const OutcomeNames& names);

void write(const RunDatasets& datasets, const RunBlock& block, const schema::Axes& axes);
void read(const RunDatasets& datasets, RunBlock& block, const schema::Axes& axes);

/// Suffixes of an outcome's summaries over replications.
inline constexpr std::array<const char*, 5> summary_suffixes{"_mean", "_sd", "_n", "_ci_low", "_ci_high"};

}  // namespace homeward
