#pragma once

#include <span>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/run_block.hpp"
#include "output/schema.hpp"
#include "sim/measure/run_result.hpp"

/// The families of the entry cohort, family by family: what "who changes" is made from. How many enter is
/// known only when the runs are, so the axis `cohort_family` grows while blocks are written and gets its
/// scale at the end.
namespace homeward {

struct CohortDatasets {
  hdf5::Id first;         ///< /first_cohort_family [scenario][replication]
  hdf5::Id state;         ///< /cohort_family_state [scenario][replication][cohort_family]
  hdf5::Id days_in_care;  ///< /cohort_family_days_in_care, likewise
};

CohortDatasets create_cohort_datasets(hid_t file, const schema::Axes& axes, Tiling tiling);
CohortDatasets open_cohort_datasets(hid_t file);
/// Whether the families' states say who is followed for 12 months; files of format 1.0 do not.
bool says_followed(const CohortDatasets& datasets);
/// Whether the states say which families had a coach.
bool says_served(const CohortDatasets& datasets);

/// The cohorts of a rectangle of runs, [scenario][replication].
void write_cohorts(const CohortDatasets& datasets, const Rectangle& tile,
                   std::span<const CohortFamilies> cohorts);
std::vector<CohortFamilies> read_cohorts(const CohortDatasets& datasets, const Rectangle& tile);

/// Hangs the datasets on their scales. To be called once, after the last block.
void finish_cohort_datasets(hid_t file, const CohortDatasets& datasets, hid_t scenario, hid_t replication);

}  // namespace homeward
