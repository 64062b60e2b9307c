#pragma once

#include <span>
#include <vector>

#include "sim/measure/run_result.hpp"

/// What replications say about an outcome: the mean and its 95 % interval. Runs are independent; sums run in
/// the order of replications, so that the same runs give the same bits.
namespace homeward {

inline constexpr double confidence_level = 0.95;

/// An outcome over replications. Fields that the runs cannot give are NaN: all but n without any run, and sd
/// and the bounds below two.
struct Estimate {
  double
      mean{};  ///< of Summary::mean_of_log: the geometric mean; of ratio_of_means: the ratio of the two means
  double sd{};  ///< between runs; of mean_of_log: of the logarithms; of ratio_of_means: of the pseudo-values
  double n{};   ///< runs that count
  double ci_low{};  ///< 95 % Student interval; of mean_of_log: exponentiated
  double ci_high{};
  double skewness{};  ///< between runs, on the scale of sd; 0 where they do not vary, NaN below three
};

/// Runs as terms whose mean carries the estimate's error: the values; their logarithms; or the jackknife's
/// pseudo-values n R - (n - 1) R_without_i of the ratio of means R (Efron & Tibshirani 1993, ch. 11).
struct Terms {
  double centre{};             ///< the estimate, on the scale of the terms
  std::vector<double> of_run;  ///< [run that counts]
};

/// The terms of an outcome whose runs all count: values finite (positive for mean_of_log); for ratio_of_means
/// numerators and denominators finite. Spans that the outcome does not use may be empty.
Terms terms(const OutcomeInfo& outcome, std::span<const double> values, std::span<const double> numerator,
            std::span<const double> denominator);

/// Estimate of the terms, on their own scale: centre +- Student quantile * sd / sqrt(n).
Estimate student(const Terms& terms);

/// Summary of one outcome over replications. Runs that are NaN (nobody at risk) do not count; for
/// ratio_of_means a run counts when its numerator and denominator are numbers, even where their own ratio is
/// none.
Estimate summarise(const OutcomeInfo& outcome, std::span<const double> values,
                   std::span<const double> numerator = {}, std::span<const double> denominator = {});

/// Quantile of Student's t with n - 1 degrees of freedom for a two-sided interval of this level; n >= 2.
double student_quantile(double n, double level = confidence_level);

}  // namespace homeward
