#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "sim/evidence/closed_forms_cases.hpp"
#include "sim/model/replication.hpp"
#include "sim/scenario/read.hpp"

/// Holding a mean over replications against theory: the error is the replications' own.
namespace homeward::theory {

/// One number from each of many independent replications.
class Sample {
 public:
  void add(double x) { values_.push_back(x); }
  std::size_t size() const { return values_.size(); }
  double mean() const {
    double sum = 0;
    for (const double x : values_) sum += x;
    return sum / static_cast<double>(values_.size());
  }
  double standard_error() const {
    const double m = mean();
    double sum = 0;
    for (const double x : values_) sum += (x - m) * (x - m);
    const auto n = static_cast<double>(values_.size());
    return std::sqrt(sum / (n - 1) / n);
  }

 private:
  std::vector<double> values_;
};

/// Within four standard errors of the truth, and sharp enough for that to mean something: a standard error
/// above 5 % of the truth (or 0.0025, for shares near 0) is a failure too.
class Agrees : public Catch::MatcherBase<Sample> {
 public:
  explicit Agrees(double truth, double relative_error = 0.05, double absolute_error = 0.0025)
      : truth_(truth), sharpness_(std::max(relative_error * std::abs(truth), absolute_error)) {}

  bool match(const Sample& sample) const override {
    const double rounding = 1e-9 * std::max(1.0, std::abs(truth_));
    return sample.size() > 1 && sample.standard_error() <= sharpness_ &&
           std::abs(sample.mean() - truth_) <= 4 * sample.standard_error() + rounding;
  }
  std::string describe() const override {
    std::ostringstream text;
    text << "agrees with " << truth_ << " (standard error at most " << sharpness_ << ")";
    return text.str();
  }

 private:
  double truth_;
  double sharpness_;
};

using Figures = std::map<std::string, double>;
using Samples = std::map<std::string, Sample>;

constexpr std::uint64_t test_seed = 20261001;

/// Figures of each replication, gathered by name. A figure that is NaN (nobody to count) is left out.
template <typename Statistics>
Samples replicate(const Scenario& scenario, std::uint32_t replications, const Statistics& statistics,
                  const Logging& logging = {}) {
  const auto checked = check(scenario);
  Samples samples;
  for (std::uint32_t r = 0; r < replications; ++r) {
    for (const auto& [name, value] : statistics(simulate(checked, test_seed, r, logging))) {
      if (!std::isnan(value)) samples[name].add(value);
    }
  }
  return samples;
}

/// Every figure that theory names agrees with it.
inline void check_all(const Samples& samples, const Figures& truth) {
  for (const auto& [name, value] : truth) {
    INFO(name);
    REQUIRE(samples.contains(name));
    CHECK_THAT(samples.at(name), Agrees(value));
  }
}

}  // namespace homeward::theory

namespace Catch {
template <>
struct StringMaker<homeward::theory::Sample> {
  static std::string convert(const homeward::theory::Sample& sample) {
    std::ostringstream text;
    text << sample.mean() << " +- " << (sample.size() > 1 ? sample.standard_error() : NAN) << " ("
         << sample.size() << " replications)";
    return text.str();
  }
};
}  // namespace Catch
