#pragma once

#include <cstdint>
#include <vector>

#include "sim/measure/groups.hpp"

namespace homeward {

/// A value of one family, or of one child of it.
struct Sample {
  double value{};
  std::uint32_t family{};
  std::uint8_t child{};
};

enum class CountedBy : std::uint8_t { family, child };

/// The quantile of each group at `level` [0..1], interpolated linearly between the order statistics (h = (n -
/// 1) p + 1: definition 7 of Hyndman & Fan 1996), so that 0.5 gives the usual median. NaN for an empty group.
std::vector<double> quantile(const std::vector<Sample>& samples, double level, CountedBy by,
                             const Groups& groups);

}  // namespace homeward
