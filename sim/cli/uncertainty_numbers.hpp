#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "output/results_file.hpp"
#include "sim/measure/outcome_uncertainty.hpp"

namespace homeward {

/// A file of plans under draws as `summary` and `compare` tell it.
struct UncertaintyStudy {
  struct Line {
    const OutcomeInfo* outcome{};
    OutcomeUncertainty found;
    /// [plan]: why draws have no number, or no difference from the baseline; "" where all have.
    std::vector<std::string> notes, difference_notes;
  };
  DrawLayout layout;  ///< its baseline is the one compared with
  DrawnNumbers numbers;
  std::vector<PlanPair> pairs;      ///< of which switch points are told
  std::vector<std::string> grades;  ///< [number]: how well it is known; "" where nothing is said
  std::size_t replications{};       ///< planned for each draw
  std::vector<Line> lines;          ///< [outcome]
};

/// Analyses some outcomes (indices into outcome_table()) of a file with draws; one outcome of all runs in
/// memory at a time. `baseline` names a plan; "" = the file's. Throws UsageError where no plan has this name.
UncertaintyStudy read_uncertainty(const ResultsFile& file, std::span<const std::size_t> outcomes,
                                  const std::string& baseline = "");

/// What doubt is told about unless outcomes are named: the main ones, and what cost buys, by which a plan
/// that costs more and does more can be held against another.
std::vector<std::size_t> outcomes_in_doubt();

/// Leaves out the outcomes that no plan has a number for.
void drop_silent(UncertaintyStudy& study);
/// Leaves out the outcomes in which no other plan can be compared with the baseline.
void drop_without_difference(UncertaintyStudy& study);

/// A component's share of the variance of single runs [0..1]; NaN where there is none.
double share_of(const VarianceComponent& component, const CrossedEstimate& estimate);

/// What the doubt about a plan hangs on most: places among the study's numbers, the largest effect first.
/// Only effects that stand out: whose interval does not hold 0.
std::vector<std::size_t> strongest(const Sensitivity& sensitivity, std::size_t most);

}  // namespace homeward
