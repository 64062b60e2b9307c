#include "sim/measure/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace homeward {
namespace {

/// Puts the values in another order.
double quantile(std::vector<double>& values, double level) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double rank = level * static_cast<double>(values.size() - 1);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::floor(rank));
  std::nth_element(values.begin(), at, values.end());
  const double above = at + 1 == values.end() ? *at : *std::min_element(at + 1, values.end());
  return *at + (above - *at) * (rank - std::floor(rank));
}

template <typename Visit>
void for_each_group(const Sample& sample, CountedBy by, const Groups& groups, Visit visit) {
  if (by == CountedBy::child) {
    groups.of_child(sample.family, sample.child, visit);
  } else {
    groups.of_family(sample.family, visit);
  }
}

}  // namespace

std::vector<double> quantile(const std::vector<Sample>& samples, double level, CountedBy by,
                             const Groups& groups) {
  std::vector<std::vector<double>> values(groups.size());
  for (const Sample& sample : samples) {
    for_each_group(sample, by, groups, [&](std::size_t group) { values[group].push_back(sample.value); });
  }
  std::vector<double> quantiles;
  quantiles.reserve(values.size());
  for (auto& of_group : values) quantiles.push_back(quantile(of_group, level));
  return quantiles;
}

}  // namespace homeward
