#pragma once

#include <cstddef>
#include <vector>

#include "output/hdf5_id.hpp"
#include "sim/measure/outcome_uncertainty.hpp"

namespace homeward {

/// The switch points in the group /uncertainty: arrays [pair, outcome, parameter], filled outcome by outcome.
class SwitchDatasets {
 public:
  /// @param outcome, parameter scales of the group
  SwitchDatasets(hid_t group, const DrawLayout& layout, const std::vector<PlanPair>& pairs, hid_t outcome,
                 hid_t parameter);

  /// @param found [pair][parameter]; empty where the outcome prefers neither direction
  void write(std::size_t outcome, const std::vector<std::vector<SwitchPoint>>& found);

 private:
  std::vector<hdf5::Id> numbers_;  ///< [number of a switch point]
  hdf5::Id finding_, below_, above_;
};

}  // namespace homeward
