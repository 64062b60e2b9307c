#include "sim/measure/paired.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/measure/rounding.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The runs that are in a pair.
struct Kept {
  std::vector<double> values, numerator, denominator;

  void add(const Runs& runs, std::size_t run, bool of_ratio) {
    values.push_back(runs.values[run]);
    if (!of_ratio) return;
    numerator.push_back(runs.numerator[run]);
    denominator.push_back(runs.denominator[run]);
  }
};

bool counts(const Runs& runs, std::size_t run, bool of_ratio) {
  return of_ratio ? !std::isnan(runs.numerator[run]) && !std::isnan(runs.denominator[run])
                  : !std::isnan(runs.values[run]);
}

/// Share of the pairs with two values in which the first is the higher one.
double share_higher(std::span<const double> first, std::span<const double> second) {
  double pairs = 0;
  double higher = 0;
  for (std::size_t pair = 0; pair < first.size(); ++pair) {
    if (std::isnan(first[pair]) || std::isnan(second[pair])) continue;
    pairs += 1;
    higher += difference_of(first[pair], second[pair]) > 0 ? 1 : 0;
  }
  return pairs == 0 ? nan : higher / pairs;
}

/// Probability that the mean difference is above zero, were it spread around the estimate as Student's t.
double confidence_higher(const Estimate& difference) {
  if (std::isnan(difference.mean) || std::isnan(difference.sd)) return nan;
  if (difference.sd == 0) return difference.mean > 0 ? 1 : difference.mean < 0 ? 0 : 0.5;
  const double t = difference.mean / (difference.sd / std::sqrt(difference.n));
  if (std::isnan(t)) return nan;  // both overflow
  return boost::math::cdf(boost::math::students_t(difference.n - 1), t);
}

double variance_ratio(double sd_plan, double sd_baseline, double sd_difference) {
  if (sd_difference == 0) return nan;
  return (sd_plan * sd_plan + sd_baseline * sd_baseline) / (sd_difference * sd_difference);
}

}  // namespace

PairedEstimate no_difference() {
  return {nan, nan, 0, nan, nan, nan, nan, nan, nan, nan};
}

PairedEstimate compare(const OutcomeInfo& outcome, const Runs& plan, const Runs& baseline) {
  assert(plan.values.size() == baseline.values.size());
  const bool of_ratio = outcome.summary == Summary::ratio_of_means;
  Kept a;
  Kept b;
  for (std::size_t run = 0; run < plan.values.size(); ++run) {
    if (!counts(plan, run, of_ratio) || !counts(baseline, run, of_ratio)) continue;
    a.add(plan, run, of_ratio);
    b.add(baseline, run, of_ratio);
  }
  const Terms terms_a = terms(outcome, a.values, a.numerator, a.denominator);
  const Terms terms_b = terms(outcome, b.values, b.numerator, b.denominator);
  const double size = std::max(terms_a.size, terms_b.size);
  Terms differences{difference_of(terms_a.centre, terms_b.centre, size), {}, size};
  for (std::size_t pair = 0; pair < terms_a.of_run.size(); ++pair) {
    differences.of_run.push_back(difference_of(terms_a.of_run[pair], terms_b.of_run[pair], size));
  }
  const Estimate difference = student(differences);
  PairedEstimate paired{difference.mean,
                        difference.sd,
                        difference.n,
                        difference.ci_low,
                        difference.ci_high,
                        share_higher(a.values, b.values),
                        share_higher(b.values, a.values),
                        confidence_higher(difference),
                        variance_ratio(student(terms_a).sd, student(terms_b).sd, difference.sd),
                        difference.skewness};
  if (outcome.summary == Summary::mean_of_log) {
    paired.mean = std::exp(paired.mean);
    paired.ci_low = std::exp(paired.ci_low);
    paired.ci_high = std::exp(paired.ci_high);
  }
  return paired;
}

Bounds simultaneous_interval(const OutcomeInfo& outcome, const PairedEstimate& difference,
                             std::size_t comparisons) {
  assert(comparisons >= 1);
  if (difference.n < 2) return {nan, nan};
  const double level = 1 - (1 - confidence_level) / static_cast<double>(comparisons);
  const double half_width = student_quantile(difference.n, level) * difference.sd / std::sqrt(difference.n);
  if (outcome.summary == Summary::mean_of_log)
    return {difference.mean * std::exp(-half_width), difference.mean * std::exp(half_width)};
  return {difference.mean - half_width, difference.mean + half_width};
}

}  // namespace homeward
