#pragma once

#include <span>

#include "sim/measure/intervals.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// One outcome of one scenario over its replications, with those of its numerator and denominator where its
/// summary is ratio_of_means.
struct Runs {
  std::span<const double> values;
  std::span<const double> numerator{};
  std::span<const double> denominator{};
};

/// A plan against the baseline over the replications they share, run by run under the same luck.
/// For outcomes with Summary::mean_of_log a difference of logarithms is a ratio: mean and bounds are then the
/// plan's value over the baseline's, and 1 means no difference. Fields are NaN where they have no meaning:
/// all but n without a pair; the bounds, confidence and variance ratio below two pairs.
struct PairedEstimate {
  double mean{};    ///< plan minus baseline; of mean_of_log: plan over baseline
  double sd{};      ///< of the differences between pairs (of mean_of_log: of logarithms)
  double n{};       ///< pairs in which both runs count
  double ci_low{};  ///< 95 % Student interval over pairs
  double ci_high{};
  double share_higher{};  ///< of pairs where the plan's own value is the higher one; a tie is not higher, nor
                          ///< what differs by rounding alone
  double share_lower{};   ///< likewise the lower one
  double
      confidence_higher{};  ///< that the plan's mean is the higher one: one-sided Student probability [0..1]
  double variance_ratio{};  ///< (Var A + Var B) / Var(A - B): what common luck saves in runs; NaN if A - B
                            ///< never varies
  double skewness{};        ///< of the differences between pairs, as sd; 0 where they do not vary
};

/// The difference where there is none to be given: NaN, of no pair.
PairedEstimate no_difference();

/// Paired difference of an outcome. A pair counts if summarise() would count both of its runs. The spans of
/// the two scenarios have the same length, replication by replication.
PairedEstimate compare(const OutcomeInfo& outcome, const Runs& plan, const Runs& baseline);

/// The interval of a paired difference when `comparisons` of them are looked at (>= 1): all of these
/// intervals hold together in at least 95 % of studies, however they depend on each other (Bonferroni: each
/// at 1 - 0.05 / comparisons). On the scale of mean; NaN below two pairs.
Bounds simultaneous_interval(const OutcomeInfo& outcome, const PairedEstimate& difference,
                             std::size_t comparisons);

}  // namespace homeward
