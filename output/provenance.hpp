#pragma once

#include "output/assemble.hpp"
#include "output/hdf5_id.hpp"

namespace homeward {

/// The group /provenance.
void write_provenance(hid_t file, const RunPlan& plan, const Provenance& provenance);

}  // namespace homeward
