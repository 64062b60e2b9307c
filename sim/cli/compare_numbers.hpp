#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/results_file.hpp"
#include "sim/cli/study_numbers.hpp"
#include "sim/measure/family_changes.hpp"

namespace homeward {

/// One outcome of one plan against the baseline.
struct ComparedLine {
  const OutcomeInfo* outcome{};
  std::size_t scenario{};
  Estimate plan;
  Estimate baseline;
  PairedEstimate difference;
  Reason no_difference{};  ///< why there is none
  std::string note;  ///< that in words, or on whom the plan's number rests; "" where nothing is to be said
  Bounds together;   ///< holds with all others of the comparison; see simultaneous_interval
  double share_better{};  ///< of replications in which the plan is better (higher, where neither is); ties
                          ///< are not
  double confidence_better{};  ///< that the plan's mean is better (higher, where neither is)
  double
      unpaired_replications{};  ///< of each plan, for the same interval from independent runs; NaN: not known
};

/// A study as `compare` tells it.
struct Comparisons {
  StudyNumbers study;               ///< its baseline is the one compared with
  std::vector<ComparedLine> lines;  ///< outcome by outcome; within one by plan, in the order of the study
  std::size_t intervals{};          ///< how many lines have one: those that hold together
  std::vector<FamilyChangeEstimates> families;  ///< [scenario]; empty where the file has no families
};

/// Compares every other scenario with the study's baseline in these outcomes (indices into outcome_table()).
Comparisons compare_plans(StudyNumbers study, std::span<const std::size_t> outcomes,
                          std::vector<FamilyChangeEstimates> families);

/// Whether a replication has a number for this outcome under the baseline and under another plan, or it is to
/// be said why the runs cannot give it.
bool has_pair(const StudyNumbers& study, std::size_t outcome);

/// Whether a key is of a section that says what coaching and services do: effects, support, trust.
bool says_what_coaching_does(std::string_view key);

/// The numbers that say what coaching does, in the resolved scenarios of a file: how well each is known.
struct EffectSources {
  std::size_t measured{}, published_elsewhere{}, expert{};
  std::vector<std::string> assumptions;  ///< keys, sorted
  std::size_t count() const { return measured + published_elsewhere + expert + assumptions.size(); }
};
EffectSources effect_sources(const ResultsFile& file, std::size_t most_scenarios);

}  // namespace homeward
