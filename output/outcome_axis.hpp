#pragma once

#include "output/hdf5_id.hpp"

namespace homeward {

/// The scale `outcome` of a group, and beside it what arrays that all outcomes share cannot say as
/// attributes: `outcome_units`, `outcome_better`, `difference_is_ratio`.
hdf5::Id create_outcome_axis(hid_t group);

/// The group /renamed: old and new names of outcomes, with the version since when.
void write_renamed(hid_t file);

}  // namespace homeward
