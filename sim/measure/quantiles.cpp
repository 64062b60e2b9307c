#include "sim/measure/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace homeward {
namespace {

/// One group's walk up its sorted values to the two that enclose the quantile.
struct Climb {
  std::size_t size{};
  std::size_t passed{};
  double below{std::numeric_limits<double>::quiet_NaN()};
  double above{std::numeric_limits<double>::quiet_NaN()};

  double rank(double level) const { return level * static_cast<double>(size - 1); }
  void pass(double value, double level) {
    const auto lower = static_cast<std::size_t>(std::floor(rank(level)));
    if (passed == lower) below = value;
    if (passed == std::min(lower + 1, size - 1)) above = value;
    ++passed;
  }
  double result(double level) const {
    if (size == 0) return std::numeric_limits<double>::quiet_NaN();
    return below + (above - below) * (rank(level) - std::floor(rank(level)));
  }
};

template <typename Visit>
void for_each_group(const Sample& sample, CountedBy by, const Groups& groups, Visit visit) {
  if (by == CountedBy::child) {
    groups.of_child(sample.family, sample.child, visit);
  } else {
    groups.of_family(sample.family, visit);
  }
}

}  // namespace

std::vector<double> quantile(std::vector<Sample> samples, double level, CountedBy by, const Groups& groups) {
  std::sort(samples.begin(), samples.end(),
            [](const Sample& a, const Sample& b) { return a.value < b.value; });
  std::vector<Climb> climbs(groups.size());
  for (const Sample& sample : samples) {
    for_each_group(sample, by, groups, [&](std::size_t group) { ++climbs[group].size; });
  }
  for (const Sample& sample : samples) {
    for_each_group(sample, by, groups, [&](std::size_t group) { climbs[group].pass(sample.value, level); });
  }
  std::vector<double> quantiles;
  quantiles.reserve(climbs.size());
  for (const Climb& climb : climbs) quantiles.push_back(climb.result(level));
  return quantiles;
}

}  // namespace homeward
