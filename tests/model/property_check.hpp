#pragma once

#include <string>

#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward::test {

/// What in a run breaks what must always hold, rebuilt from its log and rows alone: the first breach in
/// words, "" if there is none. The run must have been logged whole.
std::string breach_in_lives(const Scenario& scenario, const RunRecord& run);   ///< each family by itself
std::string breach_in_pool(const Scenario& scenario, const RunRecord& run);    ///< coaches, queue, dispatch
std::string breach_in_counts(const Scenario& scenario, const RunRecord& run);  ///< the monthly counts

/// The program in force.
inline const Program& program_at(const Scenario& s, SimTime now) {
  return s.program_before && now < s.program_start_days ? *s.program_before : s.program;
}

}  // namespace homeward::test
