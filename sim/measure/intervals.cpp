#include "sim/measure/intervals.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>

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
  Terms terms{ratio_of_sums(all_numerators, all_denominators), {}};
  const auto n = static_cast<double>(numerator.size());
  for (std::size_t run = 0; run < numerator.size(); ++run) {
    const double without =
        ratio_of_sums(all_numerators - numerator[run], all_denominators - denominator[run]);
    terms.of_run.push_back(n * terms.centre - (n - 1) * without);
  }
  return terms;
}

}  // namespace

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
  return {mean(of_run), std::move(of_run)};
}

Estimate student(const Terms& terms) {
  const auto n = static_cast<double>(terms.of_run.size());
  const double sd = standard_deviation(terms.of_run);
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
  }
  return estimate;
}

}  // namespace homeward
