#pragma once

#include "output/hdf5_id.hpp"
#include "output/schema.hpp"
#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// Fills the summaries of every outcome and writes the group /comparison, from the outcomes as they stand in
/// the file: one outcome of all runs in memory at a time.
void write_derived(hid_t file, const RunPlan& plan, const schema::Axes& axes);

}  // namespace homeward
