#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/measure/identification.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/measure/paired.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// A number of every run of a study.
class ByRun {
 public:
  /// Values [scenario][replication], of each scenario `stored` of which the first `used` count.
  ByRun(std::vector<double> values, std::size_t stored, std::size_t used)
      : values_(std::move(values)), stored_(stored), used_(used) {}

  std::span<const double> operator[](std::size_t scenario) const {
    return std::span(values_).subspan(scenario * stored_, used_);
  }

 private:
  std::vector<double> values_;
  std::size_t stored_;
  std::size_t used_;
};

/// The outcomes of a study, replication by replication, as the tables on the screen need them.
struct StudyNumbers {
  std::vector<std::string> scenarios;
  std::size_t baseline{};
  std::uint32_t replications{};         ///< of each scenario, those that count
  std::uint32_t stored_replications{};  ///< the file has places for; the others after these count nowhere
  std::vector<ByRun> outcomes;          ///< [outcome]; NaN where not done
  std::vector<std::vector<Identified>> identified;  ///< [outcome][scenario]
  std::vector<RunSpan> spans;                       ///< [scenario]; empty where the file does not say it
  std::vector<double> drifts;                       ///< [scenario]: in_care_drift; NaN or empty: none
  std::vector<std::size_t> done;                    ///< [scenario]
  std::vector<std::size_t> failed;                  ///< [scenario]
  std::vector<std::string> trait_levels;            ///< "kin=yes", ...
  std::vector<std::vector<ByRun>> by_trait;         ///< [outcome with by_trait, in table order][trait level]
};

/// One outcome of one scenario, of all families or of those of one trait level.
struct SummaryLine {
  const OutcomeInfo* outcome{};
  std::string trait_level;  ///< "" = all
  std::size_t scenario{};
  Estimate estimate;
  std::optional<PairedEstimate> difference;  ///< from the baseline; none for the baseline itself
  Identified identified;   ///< what the scenario's runs can give; of a trait level, everybody's
  std::string reason;      ///< why there is no estimate, or on whom it rests; "" where nothing is to be said
  Reason no_difference{};  ///< why there is no difference
};

/// What stands beside a line: why it has no number, on whom it rests, or why there is no difference; "" for
/// nothing.
std::string note_of(const SummaryLine& line);

/// The lines of some outcomes (indices into outcome_table()), scenario by scenario.
std::vector<SummaryLine> summary_lines(const StudyNumbers& study, std::span<const std::size_t> outcomes);
/// Likewise for each trait level, of those outcomes that are measured by trait.
std::vector<SummaryLine> trait_lines(const StudyNumbers& study, std::span<const std::size_t> outcomes);

/// Whether no scenario has a number for this outcome because nobody was at risk in any run.
bool is_silent(const StudyNumbers& study, std::size_t outcome);

}  // namespace homeward
