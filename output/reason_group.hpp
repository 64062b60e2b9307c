#pragma once

#include <span>
#include <string>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/schema.hpp"
#include "sim/measure/identification.hpp"

/// The group /reason: why runs and scenarios cannot give an outcome.
namespace homeward {

/// The attributes of a dataset of Reason.
void describe_reasons(hid_t dataset, std::string_view long_name);

/// The names of the outcomes, in the order of the table.
std::vector<std::string> outcome_names();

/// What the done runs of each scenario say together, of every outcome: read from what runs filled.
class Identification {
 public:
  /// @param used replications from the first; the others are as if they were not there
  Identification(hid_t file, const RunPlan& plan, const schema::Axes& axes, std::size_t used);

  const Identified& of(std::size_t outcome, std::size_t scenario) const {
    return found_[outcome * spans_.size() + scenario];
  }
  Reason of_difference(std::size_t outcome, std::size_t scenario, std::size_t baseline) const;
  /// `code`, `text`, `followed`, how long window and follow-up are, and the drift of the stock.
  void write(hid_t file) const;

 private:
  std::vector<RunSpan> spans_;     ///< [scenario]
  std::vector<double> drifts_;     ///< [scenario]: in_care_drift
  std::vector<Identified> found_;  ///< [outcome][scenario]
};

}  // namespace homeward
