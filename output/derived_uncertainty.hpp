#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "output/derived_switches.hpp"
#include "output/hdf5_id.hpp"
#include "sim/experiment/plan_layout.hpp"
#include "sim/experiment/run_plan.hpp"

namespace homeward {

/// The group /uncertainty of a file with draws: arrays [plan, outcome], [plan, outcome, parameter] and [pair,
/// outcome, parameter], filled outcome by outcome.
class UncertaintyGroup {
 public:
  UncertaintyGroup(hid_t file, const RunPlan& plan);
  UncertaintyGroup(const UncertaintyGroup&) = delete;  // its analysis looks at its own layout
  UncertaintyGroup& operator=(const UncertaintyGroup&) = delete;

  void write(std::size_t outcome, const RunsOfOutcome& runs);

 private:
  void write_estimates(std::size_t outcome, const std::vector<CrossedEstimate>& of_plan,
                       const std::vector<hdf5::Id>& datasets) const;
  void write_sensitivities(std::size_t outcome, const std::vector<Sensitivity>& of_plan,
                           const std::vector<hdf5::Id>& datasets) const;

  DrawLayout layout_;
  DrawnNumbers numbers_;
  UncertaintyAnalysis analysis_;
  std::vector<hdf5::Id> plans_, differences_;  ///< [statistic]
  std::vector<hdf5::Id> plan_sensitivities_,
      difference_sensitivities_;  ///< [statistic], shares explained last
  hdf5::Id spread_;
  std::optional<SwitchDatasets> switches_;
};

}  // namespace homeward
