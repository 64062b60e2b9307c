#pragma once

#include <cstdint>
#include <string>

#include "sim/record/run_record.hpp"
#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward::test {

#ifdef NDEBUG
inline constexpr bool optimised = true;
#else
inline constexpr bool optimised = false;  ///< with sanitizers all takes ten times as long: less of it is done
#endif

/// What in a run breaks what must always hold, rebuilt from its log and rows alone: the first breach in
/// words, "" if there is none. The run must have been logged whole.
std::string breach_in_lives(const Scenario& scenario, const RunRecord& run);     ///< each family by itself
std::string breach_in_pool(const Scenario& scenario, const RunRecord& run);      ///< coaches, queue, dispatch
std::string breach_in_counts(const Scenario& scenario, const RunRecord& run);    ///< the monthly counts
std::string breach_in_measures(const Scenario& scenario, const RunRecord& run);  ///< what is told of it
std::string breach_in(const Scenario& scenario, const RunRecord& run);           ///< any of these

/// What of the promises about two runs of nearly the same scenario is broken by this one; each simulates
/// twice or more.
std::string breach_by_threads(const Scenario& scenario,
                              std::uint64_t seed);  ///< 1 thread and 2, the same bits
std::string breach_by_coaching(const Scenario& scenario,
                               std::uint64_t seed);  ///< without effect: no life changes
std::string breach_by_money(const Scenario& scenario,
                            std::uint64_t seed);  ///< dollars: material hardship alone
std::string breach_by_follow_up(const Scenario& scenario,
                                std::uint64_t seed);  ///< a longer run begins alike, but for rounding
std::string breach_by_plan(const Scenario& scenario,
                           std::uint64_t seed);  ///< another plan: the same families

/// The program in force.
inline const Program& program_at(const Scenario& s, SimTime now) {
  return s.program_before && now < s.program_start_days ? *s.program_before : s.program;
}

}  // namespace homeward::test
