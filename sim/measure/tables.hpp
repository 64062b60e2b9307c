#pragma once

#include <vector>

#include "sim/measure/run_result.hpp"
#include "sim/record/run_record.hpp"

/// The parts of a RunResult beyond its outcomes.
namespace homeward {

/// [series][month]: the stocks as each month opens, then the flows of each month. NaN for the flow of the
/// last month, which the run does not complete.
std::vector<double> measure_series(const RunRecord& run, std::size_t months);

struct CumulativeCurves {
  std::vector<double> share;    ///< [cumulative][month_since]
  std::vector<double> at_risk;  ///< likewise
};
CumulativeCurves measure_cumulative(const RunRecord& run, std::size_t months);

/// One row per removal episode, by family and episode.
std::vector<FamilyRow> family_rows(const RunRecord& run);
/// [row of families][trait]: the level at the family's first removal.
std::vector<std::int8_t> family_row_traits(const RunRecord& run);

}  // namespace homeward
