#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/cli/trace_life.hpp"

/// Where one family's lives under two scenarios part, and what comes of it.
namespace homeward {

/// A line of both lives, or of one of them.
struct PairedLine {
  SimTime day{};
  const LifeLine* first{};  ///< nullptr: nothing in that life
  const LifeLine* second{};
  bool same{};  ///< the same happens on the same day
};

/// The lines of two lives side by side, by day. Refers to the lives.
std::vector<PairedLine> pair_lines(const Life& first, const Life& second);

/// The day from which on the lives differ; nothing if they are one.
std::optional<SimTime> parting_day(std::span<const PairedLine> lines);

/// What a life under a plan gives or costs against that under the baseline, as `compare` counts it.
struct Gains {
  bool home_only_under_plan{};
  bool home_only_under_baseline{};
  bool spared_reentry{};
  bool reentry_only_under_plan{};
  double days_saved{};  ///< in care

  bool worse_off() const { return home_only_under_baseline || reentry_only_under_plan || days_saved < 0; }
};
/// Of one family, by the definitions of family_changes.hpp.
Gains gains_of(const CohortFamilies& plan, const CohortFamilies& baseline, std::size_t place);

/// The sentences that close a trace of two lives; the names are those of the scenarios.
std::vector<std::string> closing_in_words(const Life& baseline, const Life& plan,
                                          const std::string& baseline_name, const std::string& plan_name);

}  // namespace homeward
