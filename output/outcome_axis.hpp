#pragma once

#include "output/hdf5_id.hpp"

namespace homeward {

/// The scale `outcome` of a group, and beside it what arrays that all outcomes share cannot say as
/// attributes: `outcome_units`, `outcome_better`, `difference_is_ratio`.
hdf5::Id create_outcome_axis(hid_t group);

}  // namespace homeward
