#pragma once

#include <array>
#include <span>

#include "sim/measure/groups.hpp"
#include "sim/measure/run_result.hpp"
#include "sim/measure/sheet.hpp"
#include "sim/record/run_record.hpp"
#include "sim/scenario/scenario.hpp"

/// The outcomes come in sections, a file each: the rows that say what is measured, and the function that
/// measures it.
namespace homeward {

/// One run as the sections see it.
struct MeasuredRun {
  const Scenario& scenario;
  const RunRecord& run;
  const Groups& groups;
};

struct Section {
  std::span<const OutcomeInfo> rows;
  void (*measure)(const MeasuredRun&, Sheet&);
};

Section entry_cohort_section();
Section federal_section();
Section coaching_section();
Section naive_evaluation_section();
Section exits_section();
Section queue_section();
Section workforce_section();
Section cost_section();
Section totals_section();
Section whole_run_section();

/// All of them, in the order of the outcome table.
std::span<const Section> sections();

}  // namespace homeward
