#include "sim/measure/measure.hpp"

#include <tbb/parallel_for.h>

#include <cassert>
#include <utility>

#include "sim/measure/drift.hpp"
#include "sim/measure/family_changes.hpp"
#include "sim/measure/groups.hpp"
#include "sim/measure/sections.hpp"
#include "sim/measure/tables.hpp"

namespace homeward {

RunResult measure(const Scenario& scenario, const RunRecord& run, RecordLevel level) {
  assert(run.window_end > 0 && run.end >= run.window_end);
  RunResult result;
  const Groups groups(scenario, run);
  Sheet sheet(groups.size());
  // Each section fills rows of its own. Of one large program this is what the threads of its sites would wait
  // for.
  const auto all = sections();
  tbb::parallel_for(std::size_t{0}, all.size(), [&](std::size_t i) {
    all[i].measure({scenario, run, groups}, sheet);
  });
  sheet.set(Diagnostic::in_care_rise, in_care_rise(run));
  sheet.identify(scenario);
  result.outcomes = sheet.outcomes();
  result.reasons = sheet.reasons();
  result.diagnostics = sheet.diagnostics();
  result.by_trait = sheet.by_trait();
  if (level >= RecordLevel::series) {
    result.series = measure_series(run, months(scenario));
    CumulativeCurves curves = measure_cumulative(run, months_since(scenario));
    result.cumulative = std::move(curves.share);
    result.at_risk = std::move(curves.at_risk);
    result.cohort = measure_cohort_families(run);
  }
  if (level >= RecordLevel::families) {
    result.families = family_rows(run);
    result.family_traits = family_row_traits(run);
  }
  if (level >= RecordLevel::events) result.log = run.log;
  return result;
}

RunResult measure(const Scenario& scenario, RunRecord&& run, RecordLevel level) {
  auto log = std::exchange(run.log, {});
  RunResult result = measure(scenario, std::as_const(run), level);
  if (level >= RecordLevel::events) result.log = std::move(log);
  return result;
}

}  // namespace homeward
