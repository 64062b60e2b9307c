#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "output/assemble.hpp"
#include "output/hdf5_id.hpp"

namespace homeward {

/// The group /provenance. `reasons` are those of failed runs, by the number of the run.
void write_provenance(hid_t file, const RunPlan& plan, const Provenance& provenance,
                      const std::map<std::size_t, std::string>& reasons);

}  // namespace homeward
