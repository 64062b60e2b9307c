#include "sim/measure/intervals.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/measure/paired.hpp"
#include "tests/measure/luck.hpp"
#include "tests/measure/summarised_by.hpp"

using namespace homeward;

namespace {

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("summary: mean, standard deviation and Student interval by hand") {
  const Estimate estimate = summarise(plain, std::vector{1.0, 2.0, 3.0, 6.0});
  CHECK(estimate.mean == 3);
  CHECK(estimate.sd == Approx(std::sqrt(14.0 / 3)));
  CHECK(estimate.n == 4);
  // Student's t, 3 degrees of freedom, 0.975: 3.182446 (tables).
  CHECK(estimate.ci_high == Approx(3 + 3.182446 * std::sqrt(14.0 / 3) / 2).epsilon(1e-6));
  CHECK(estimate.ci_low == Approx(3 - 3.182446 * std::sqrt(14.0 / 3) / 2).epsilon(1e-6));
}

TEST_CASE("summary: runs in which nobody was at risk do not count") {
  const Estimate estimate = summarise(plain, std::vector{no_value, 1.0, no_value, 3.0});
  CHECK(estimate.n == 2);
  CHECK(estimate.mean == 2);
  const Estimate one = summarise(plain, std::vector{no_value, 5.0});
  CHECK(one.mean == 5);
  CHECK(one.n == 1);
  CHECK(std::isnan(one.sd));
  CHECK(std::isnan(one.ci_low));
  const Estimate none = summarise(plain, std::vector{no_value});
  CHECK(none.n == 0);
  CHECK(std::isnan(none.mean));
}

TEST_CASE("summary: a mean of logarithms is exponentiated, its interval likewise") {
  const Estimate estimate = summarise(log_ratio, std::vector{2.0, 8.0, no_value});
  CHECK(estimate.mean == Approx(4));
  CHECK(estimate.sd == Approx(std::log(4) / std::sqrt(2.0)));
  CHECK(std::log(estimate.ci_high) - std::log(4) == Approx(12.7062 * std::log(4) / 2).epsilon(1e-5));
  CHECK(estimate.ci_low * estimate.ci_high == Approx(16));
}

TEST_CASE("summary: a ratio of means with the jackknife, by hand") {
  const std::vector numerator{10.0, 20.0, 60.0};
  const std::vector denominator{1.0, 2.0, 3.0};
  const Estimate estimate = summarise(of_means, std::vector{10.0, 10.0, 20.0}, numerator, denominator);
  CHECK(estimate.mean == 15);  // not the mean of the ratios, 13.3
  // Without each run: 80/5, 70/4, 30/3; pseudo-values 45 - 2 * these: 13, 10, 25.
  CHECK(estimate.sd == Approx(std::sqrt((9.0 + 36 + 81) / 2)));
  CHECK(estimate.ci_high == Approx(15 + 4.302653 * std::sqrt(63.0) / std::sqrt(3.0)).epsilon(1e-6));
}

TEST_CASE("summary: with equal denominators the jackknife is the plain interval") {
  const std::vector numerator{3.0, 5.0, 4.0, 9.0};
  const Estimate ratio = summarise(of_means, numerator, numerator, std::vector(4, 1.0));
  const Estimate mean = summarise(plain, numerator);
  CHECK(ratio.mean == Approx(mean.mean));
  CHECK(ratio.ci_low == Approx(mean.ci_low));
  CHECK(ratio.ci_high == Approx(mean.ci_high));
}

TEST_CASE("summary: a run without the denominator's event still counts in a ratio of means") {
  const Estimate estimate = summarise(of_means, std::vector{no_value, 5.0, 5.0},
                                      std::vector{10.0, 10.0, 10.0}, std::vector{0.0, 2.0, 2.0});
  CHECK(estimate.n == 3);
  CHECK(estimate.mean == 7.5);
}

TEST_CASE("intervals: cover the truth in 95 % of experiments") {
  Luck luck(1);
  const int experiments = 4000;
  int plain_hits = 0;
  int ratio_hits = 0;
  int paired_hits = 0;
  for (int experiment = 0; experiment < experiments; ++experiment) {
    std::vector<double> values, numerator, denominator, shifted;
    for (int run = 0; run < 20; ++run) {
      values.push_back(luck.normal());
      shifted.push_back(values.back() + 0.3 + 0.5 * luck.normal());
      denominator.push_back(10 + 2 * luck.normal());
      numerator.push_back(3 * denominator.back() + 4 * luck.normal());
    }
    const Estimate mean = summarise(plain, values);
    plain_hits += mean.ci_low <= 0 && 0 <= mean.ci_high ? 1 : 0;
    const Estimate ratio = summarise(of_means, values, numerator, denominator);
    ratio_hits += ratio.ci_low <= 3 && 3 <= ratio.ci_high ? 1 : 0;
    const PairedEstimate paired = compare(plain, {shifted}, {values});
    paired_hits += paired.ci_low <= 0.3 && 0.3 <= paired.ci_high ? 1 : 0;
  }
  // Four binomial standard errors of 4,000 at 0.95 are 0.0138; the jackknife is exact only for many runs.
  CHECK(plain_hits / double(experiments) == Approx(0.95).margin(0.0138));
  CHECK(paired_hits / double(experiments) == Approx(0.95).margin(0.0138));
  CHECK(ratio_hits / double(experiments) == Approx(0.95).margin(0.02));
}

TEST_CASE("paired: difference, interval, share and confidence by hand") {
  const std::vector plan{5.0, 7.0, 9.0, no_value, 1.0};
  const std::vector baseline{4.0, 7.0, 6.0, 2.0, no_value};
  const PairedEstimate paired = compare(plain, {plan}, {baseline});
  CHECK(paired.n == 3);
  CHECK(paired.mean == Approx(4.0 / 3));
  CHECK(paired.share_higher == Approx(2.0 / 3));  // a tie is not higher
  CHECK(paired.share_lower == 0);                 // nor lower
  const double sd = std::sqrt(7.0 / 3);           // of 1, 0, 3
  CHECK(paired.sd == Approx(sd));
  CHECK(paired.ci_high - paired.mean == Approx(4.302653 * sd / std::sqrt(3.0)).epsilon(1e-6));
  // P(T_2 < t) = 1/2 + t / (2 sqrt(2 + t^2))
  const double t = 4.0 / 3 / (sd / std::sqrt(3.0));
  CHECK(paired.confidence_higher == Approx(0.5 + t / (2 * std::sqrt(2 + t * t))));
  // Var 5 7 9 = 4, Var 4 7 6 = 7/3, Var 1 0 3 = 7/3
  CHECK(paired.variance_ratio == Approx((4 + 7.0 / 3) / (7.0 / 3)));
}

TEST_CASE("paired: common luck shows in the variance ratio") {
  Luck luck(5);
  std::vector<double> plan, baseline, independent;
  for (int run = 0; run < 4000; ++run) {
    const double common = luck.normal();
    baseline.push_back(common + 0.5 * luck.normal());
    plan.push_back(common + 0.5 * luck.normal());
    independent.push_back(std::sqrt(1.25) * luck.normal());
  }
  CHECK(compare(plain, {plan}, {baseline}).variance_ratio == Approx(2.5 / 0.5).epsilon(0.1));
  CHECK(compare(plain, {plan}, {independent}).variance_ratio == Approx(1).epsilon(0.1));
}

TEST_CASE("paired: identical runs differ by nothing, with a confidence of one half") {
  const std::vector same{1.0, 2.0, 3.0};
  const PairedEstimate paired = compare(plain, {same}, {same});
  CHECK(paired.mean == 0);
  CHECK(paired.ci_low == 0);
  CHECK(paired.ci_high == 0);
  CHECK(paired.share_higher == 0);
  CHECK(paired.confidence_higher == 0.5);
  CHECK(std::isnan(paired.variance_ratio));
}

TEST_CASE("paired: one pair has a difference and nothing more; none has nothing") {
  const PairedEstimate one = compare(plain, {std::vector{2.0}}, {std::vector{1.0}});
  CHECK(one.mean == 1);
  CHECK(one.share_higher == 1);
  CHECK(std::isnan(one.ci_low));
  CHECK(std::isnan(one.confidence_higher));
  CHECK(std::isnan(one.variance_ratio));
  const PairedEstimate none = compare(plain, {std::vector{no_value}}, {std::vector{1.0}});
  CHECK(none.n == 0);
  CHECK(std::isnan(none.mean));
  CHECK(std::isnan(none.share_higher));
}

TEST_CASE("paired: odds ratios differ by a factor") {
  const PairedEstimate paired =
      compare(log_ratio, {std::vector{4.0, 12.0}}, {std::vector{2.0, 3.0}});  // factors 2 and 4
  CHECK(paired.mean == Approx(std::sqrt(8.0)));
  CHECK(paired.ci_low * paired.ci_high == Approx(8));
  CHECK(paired.confidence_higher > 0.5);
}

TEST_CASE("paired: ratios of means differ by a jackknife over both") {
  const std::vector cost_a{10.0, 20.0, 60.0}, home_a{1.0, 2.0, 3.0};
  const std::vector cost_b{12.0, 24.0, 24.0}, home_b{2.0, 2.0, 2.0};
  const PairedEstimate paired = compare(of_means, {std::vector{10.0, 10.0, 20.0}, cost_a, home_a},
                                        {std::vector{6.0, 12.0, 12.0}, cost_b, home_b});
  CHECK(paired.mean == 15 - 10);
  // Pseudo-values: 13 10 25 against 6 12 12 (equal denominators: the ratios themselves); differences 7 -2 13.
  CHECK(paired.sd == Approx(std::sqrt((1.0 + 64 + 49) / 2)));
  CHECK(paired.variance_ratio == Approx((63.0 + 12) / 57));
  CHECK(paired.share_higher == Approx(2.0 / 3));

  // A plan's run without a ratio of its own still counts, but is neither higher nor lower.
  const PairedEstimate without = compare(of_means, {std::vector{10.0, no_value, 20.0}, cost_a, home_a},
                                         {std::vector{6.0, 12.0, 12.0}, cost_b, home_b});
  CHECK(without.n == 3);
  CHECK(without.share_higher == 1);
}

TEST_CASE("paired: intervals that hold together are Bonferroni's, on the outcome's own scale") {
  PairedEstimate difference;
  difference.mean = 2;
  difference.sd = 3;
  difference.n = 9;
  const Bounds alone = simultaneous_interval(plain, difference, 1);
  CHECK(alone.low == Approx(2 - student_quantile(9)));
  CHECK(alone.high == Approx(2 + student_quantile(9)));
  // Student's quantile at 1 - 0.05 / 10 / 2 with 8 degrees of freedom, from tables: 3.833.
  const Bounds of_ten = simultaneous_interval(plain, difference, 10);
  CHECK(of_ten.high == Approx(2 + 3.8325).epsilon(1e-4));
  const Bounds of_ratio = simultaneous_interval(log_ratio, difference, 10);
  CHECK(of_ratio.high == Approx(2 * std::exp(3.8325)).epsilon(1e-3));
  CHECK(of_ratio.low * of_ratio.high == Approx(4));
  difference.n = 1;
  CHECK(std::isnan(simultaneous_interval(plain, difference, 2).low));
}
