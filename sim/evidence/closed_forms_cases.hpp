#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// Scenarios in which all but a few mechanisms are off, so that the expected value of what is left is known.
namespace homeward::theory {

/// Something measured in each replication whose expected value is known.
struct KnownQuantity {
  std::string name;
  std::string units;  ///< "1", "d"
  double expected{};
};

struct KnownCase {
  std::string section;  ///< "Competing risks"
  std::string source;   ///< where the closed form is from
  Scenario scenario;
  std::uint32_t replications{};
  bool logged{};  ///< `measure` needs the log of events
  std::vector<KnownQuantity> quantities;
  /// One number for each quantity; NaN where a replication has nobody to count.
  std::function<std::vector<double>(const Scenario&, const RunRecord&)> measure;
};

std::vector<KnownCase> cases_of_care();     ///< leaving care, coming back, moves, setbacks
std::vector<KnownCase> cases_of_coaches();  ///< the queue, the number eligible, staffing

/// Families that enter at a rate for some years and are followed for some more; everything else is off.
Scenario families_only(double entries_per_year, double entry_years, double follow_up_years);

/// The outcomes of these names, as sim/measure has them.
std::vector<double> outcomes_named(const Scenario& scenario, const RunRecord& run,
                                   const std::vector<std::string>& names);

}  // namespace homeward::theory
