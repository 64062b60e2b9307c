#pragma once

#include <string>
#include <vector>

#include "sim/measure/run_result.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// Turns what one replication left behind into what is stored of it. Never fills RunResult::failed or timings.
RunResult measure(const Scenario& scenario, const RunRecord& run, RecordLevel level);
/// Likewise of a run that is not needed any more: its log, which may be most of it, is taken and not copied.
RunResult measure(const Scenario& scenario, RunRecord&& run, RecordLevel level);

/// "kin=yes", "kin=no", ... in the order of the scenario's traits and levels: the axis of RunResult::by_trait.
std::vector<std::string> trait_level_names(const Scenario& scenario);

/// Months on the series axis: 0 .. end of follow-up, both included.
std::size_t months(const Scenario& scenario);
/// Months on the axis of cumulative curves: 0 .. min(window + follow-up, longest_month_since), both included.
std::size_t months_since(const Scenario& scenario);

}  // namespace homeward
