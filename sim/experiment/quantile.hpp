#pragma once

#include "sim/scenario/distribution_kinds.hpp"

namespace homeward {

/// The quantile of one of uncertainty_distributions() at u in (0, 1); not of a dirichlet, which is no number.
double quantile(const WrittenDistribution& distribution, double u);

}  // namespace homeward
