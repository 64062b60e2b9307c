#pragma once

#include "sim/measure/run_result.hpp"

namespace homeward {

/// An outcome of which only the way it is summarised matters.
constexpr OutcomeInfo summarised_by(Summary summary) {
  OutcomeInfo outcome{};
  outcome.summary = summary;
  return outcome;
}
inline constexpr OutcomeInfo plain = summarised_by(Summary::mean);
inline constexpr OutcomeInfo log_ratio = summarised_by(Summary::mean_of_log);
inline constexpr OutcomeInfo of_means = summarised_by(Summary::ratio_of_means);

}  // namespace homeward
