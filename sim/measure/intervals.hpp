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
  double ci_low{};  ///< 95 % interval of summarise()
  double ci_high{};
  double skewness{};  ///< between runs, on the scale of sd; 0 where they do not vary, NaN below three
};

/// Runs as terms whose mean carries the estimate's error: the values; their logarithms; or the jackknife's
/// pseudo-values n R - (n - 1) R_without_i of the ratio of means R (Efron & Tibshirani 1993, ch. 11).
struct Terms {
  double centre{};             ///< the estimate, on the scale of the terms
  std::vector<double> of_run;  ///< [run that counts]
  double size{};  ///< of the largest number that the terms were made from, whose rounding they hold
};

/// The terms of an outcome whose runs all count: values finite (positive for mean_of_log); for ratio_of_means
/// numerators and denominators finite. Spans that the outcome does not use may be empty.
Terms terms(const OutcomeInfo& outcome, std::span<const double> values, std::span<const double> numerator,
            std::span<const double> denominator);

/// Estimate of the terms, on their own scale: centre +- Student quantile * sd / sqrt(n). Terms that differ by
/// rounding alone do not vary.
Estimate student(const Terms& terms);

/// Summary of one outcome over replications. Runs that are NaN (nobody at risk) do not count; for
/// ratio_of_means a run counts when its numerator and denominator are numbers, even where their own ratio is
/// none. The interval is Student's, of mean_of_log exponentiated, and stays where the outcome can be; see
/// within_range().
Estimate summarise(const OutcomeInfo& outcome, std::span<const double> values,
                   std::span<const double> numerator = {}, std::span<const double> denominator = {});

struct Bounds {
  double low{};
  double high{};
};

/// A mean with its interval, which stays where a quantity can be: a share or an index in [0, 1]; counts,
/// days, hours, dollars and rates not below 0. Student's interval holds where it leaves the mean at least
/// half of its distance to 0 (and to 1). Closer, where the mean of a few rare events is skewed, it is made by
/// the delta method on the scale of the logarithm, or of the logit: coverage in
/// tests/theory/range_coverage.cpp.
Bounds within_range(Quantity quantity, double mean, Bounds student);

/// A share that is 0 (or 1) in each of n runs: at most this far (one-sided 95 %) lies its mean from there,
/// for no more than 1 - 0.05^(1/n) of all runs differ. That is wide, and all that such runs say. Of coaches a
/// 0 is none: without coaches it is certain.
Bounds alike_in_all_runs(double bound, double n);

/// Quantile of Student's t with n - 1 degrees of freedom for a two-sided interval of this level; n >= 2.
double student_quantile(double n, double level = confidence_level);

}  // namespace homeward
