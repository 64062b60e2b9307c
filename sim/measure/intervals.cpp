#include "sim/measure/intervals.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>

#include "sim/measure/rounding.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? nan : sum / static_cast<double>(values.size());
}

/// NaN below two values.
double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return nan;
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Fisher's, adjusted for small samples (Joanes & Gill 1998, G1); 0 where nothing varies, NaN below three
/// values.
double skewness_of(std::span<const double> values, double sd) {
  const auto n = static_cast<double>(values.size());
  if (n < 3) return nan;
  if (sd == 0) return 0;
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) {
    const double z = (value - centre) / sd;
    sum += z * z * z;
  }
  return n / ((n - 1) * (n - 2)) * sum;
}

/// A ratio of means; NaN where the denominators have none.
double ratio_of_sums(double numerator, double denominator) {
  return denominator == 0 ? nan : numerator / denominator;
}

Terms jackknife(std::span<const double> numerator, std::span<const double> denominator) {
  double all_numerators = 0;
  double all_denominators = 0;
  for (std::size_t run = 0; run < numerator.size(); ++run) {
    all_numerators += numerator[run];
    all_denominators += denominator[run];
  }
  const auto n = static_cast<double>(numerator.size());
  Terms terms{ratio_of_sums(all_numerators, all_denominators), {}};
  terms.size = n * std::abs(terms.centre);  // a pseudo-value is the difference of two numbers of this size
  for (std::size_t run = 0; run < numerator.size(); ++run) {
    const double without =
        ratio_of_sums(all_numerators - numerator[run], all_denominators - denominator[run]);
    terms.of_run.push_back(n * terms.centre - (n - 1) * without);
  }
  return terms;
}

double largest_of(std::span<const double> values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, std::abs(value));
  return largest;
}

/// 1 of what is at least 0, 2 of what is at most 1 too, 0 of numbers of either sign.
int bounded_ends(Quantity quantity) {
  switch (quantity) {
    case Quantity::share:
    case Quantity::index:
      return 2;
    case Quantity::count:
    case Quantity::days:
    case Quantity::hours:
    case Quantity::dollars:
    case Quantity::rate:
      return 1;
    case Quantity::number:
    case Quantity::odds_ratio:  // a mean of logarithms is above 0 by itself
      return 0;
  }
  return 0;
}

}  // namespace

Bounds within_range(Quantity quantity, double mean, Bounds student) {
  const int ends = bounded_ends(quantity);
  const bool inside = mean > 0 && (ends == 1 || mean < 1);
  if (ends == 0 || !inside || std::isnan(student.low)) return student;
  if (student.low >= mean / 2 && (ends == 1 || student.high <= (1 + mean) / 2)) return student;
  const double half_width = (student.high - student.low) / 2;
  if (ends == 1) return {mean * std::exp(-half_width / mean), mean * std::exp(half_width / mean)};
  const double odds = mean / (1 - mean), factor = std::exp(half_width / (mean * (1 - mean)));
  return {odds / (odds + factor), 1 / (1 + 1 / (odds * factor))};
}

Bounds alike_in_all_runs(double bound, double n) {
  const double most = 1 - std::pow(1 - confidence_level, 1 / n);
  return bound == 0 ? Bounds{0, most} : Bounds{1 - most, 1};
}

double student_quantile(double n, double level) {
  assert(n >= 2);
  // Most of the time of summing up a study of thousands of points would go into finding the same number
  // again.
  struct Last {
    double n, level, quantile;
  };
  thread_local Last last{0, 0, 0};
  if (last.n != n || last.level != level)
    last = {n, level, boost::math::quantile(boost::math::students_t(n - 1), (1 + level) / 2)};
  return last.quantile;
}

Terms terms(const OutcomeInfo& outcome, std::span<const double> values, std::span<const double> numerator,
            std::span<const double> denominator) {
  if (outcome.summary == Summary::ratio_of_means) return jackknife(numerator, denominator);
  std::vector<double> of_run(values.begin(), values.end());
  if (outcome.summary == Summary::mean_of_log) {
    for (double& term : of_run) term = std::log(term);
  }
  const double centre = mean(of_run);
  // The rounding of a value is a share of the value, and so as large in its logarithm as in one of 1.
  const double size = std::max(largest_of(of_run), outcome.summary == Summary::mean_of_log ? 1.0 : 0.0);
  return {centre, std::move(of_run), size};
}

Estimate student(const Terms& terms) {
  const auto n = static_cast<double>(terms.of_run.size());
  const double size = std::max(terms.size, largest_of(terms.of_run));
  double sd = standard_deviation(terms.of_run);
  if (is_rounding(sd, size)) sd = 0;
  if (n < 2) return {terms.centre, nan, n, nan, nan, nan};
  const double half_width = student_quantile(n) * sd / std::sqrt(n);
  return {terms.centre,
          sd,
          n,
          terms.centre - half_width,
          terms.centre + half_width,
          skewness_of(terms.of_run, sd)};
}

Estimate summarise(const OutcomeInfo& outcome, std::span<const double> values,
                   std::span<const double> numerator, std::span<const double> denominator) {
  std::vector<double> kept;
  std::vector<double> kept_numerator;
  std::vector<double> kept_denominator;
  const bool of_ratio = outcome.summary == Summary::ratio_of_means;
  for (std::size_t run = 0; run < values.size(); ++run) {
    if (of_ratio) {
      if (std::isnan(numerator[run]) || std::isnan(denominator[run])) continue;
      kept_numerator.push_back(numerator[run]);
      kept_denominator.push_back(denominator[run]);
    } else if (!std::isnan(values[run])) {
      kept.push_back(values[run]);
    }
  }
  Estimate estimate = student(terms(outcome, kept, kept_numerator, kept_denominator));
  if (outcome.summary == Summary::mean_of_log) {
    estimate.mean = std::exp(estimate.mean);
    estimate.ci_low = std::exp(estimate.ci_low);
    estimate.ci_high = std::exp(estimate.ci_high);
    return estimate;
  }
  Bounds bounds = within_range(outcome.quantity, estimate.mean, {estimate.ci_low, estimate.ci_high});
  const bool at_bound = estimate.mean == 1 || (estimate.mean == 0 && !outcome.of_coaches);
  if (outcome.quantity == Quantity::share && estimate.sd == 0 && at_bound)
    bounds = alike_in_all_runs(estimate.mean, estimate.n);
  estimate.ci_low = bounds.low;
  estimate.ci_high = bounds.high;
  return estimate;
}

}  // namespace homeward
