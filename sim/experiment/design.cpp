#include "sim/experiment/design.hpp"

#include <algorithm>
#include <cassert>

namespace homeward {

namespace {

/// Levels that a group has; its factors have the same number.
std::size_t levels_of(const Study& study, const std::vector<std::size_t>& group) {
  return study.factors[group.front()].levels.size();
}

void set_group(DesignPoint& point, const Study& study, const std::vector<std::size_t>& group,
               std::size_t level) {
  for (const auto factor : group) point[factor] = study.factors[factor].levels[level];
}

std::vector<DesignPoint> grid(const Study& study) {
  std::vector<DesignPoint> points{DesignPoint(study.factors.size())};
  for (const auto& group : study.groups) {
    std::vector<DesignPoint> more;
    for (const auto& point : points) {
      for (std::size_t level = 0; level < levels_of(study, group); ++level) {
        more.push_back(point);
        set_group(more.back(), study, group, level);
      }
    }
    points = std::move(more);
  }
  return points;
}

std::vector<DesignPoint> list(const Study& study) {
  std::vector<DesignPoint> points(study.factors.front().levels.size(), DesignPoint(study.factors.size()));
  for (std::size_t i = 0; i < points.size(); ++i)
    for (const auto& group : study.groups) set_group(points[i], study, group, i);
  return points;
}

std::vector<DesignPoint> one_at_a_time(const Study& study) {
  const DesignPoint base(study.factors.size());
  std::vector<DesignPoint> points{base};
  for (const auto& group : study.groups) {
    for (std::size_t level = 0; level < levels_of(study, group); ++level) {
      points.push_back(base);
      set_group(points.back(), study, group, level);
    }
  }
  return points;
}

std::vector<DesignPoint> sampled(const Study& study) {
  std::vector<DesignPoint> points(study.points, DesignPoint(study.factors.size()));
  for (std::size_t g = 0; g < study.groups.size(); ++g) {
    const auto& group = study.groups[g];
    const auto& key = study.factors[group.front()].key;
    const auto cells = study.design == Design::sobol ? sobol_cells(study.seed, key, study.points, g)
                                                     : latin_cells(study.seed, key, study.points);
    for (std::size_t i = 0; i < points.size(); ++i)
      for (const auto factor : group) points[i][factor] = sampled_level(study.factors[factor], cells[i]);
  }
  return points;
}

}  // namespace

double design_size(const Study& study) {
  if (is_sampled(study.design)) return study.points;
  if (study.design == Design::list) return static_cast<double>(study.factors.front().levels.size());
  double product = 1;
  double sum = 1;
  for (const auto& group : study.groups) {
    product *= static_cast<double>(levels_of(study, group));
    sum += static_cast<double>(levels_of(study, group));
  }
  return study.design == Design::one_at_a_time ? sum : product;
}

std::vector<DesignPoint> design_points(const Study& study) {
  assert(!study.factors.empty());
  switch (study.design) {
    case Design::list:
      return list(study);
    case Design::one_at_a_time:
      return one_at_a_time(study);
    case Design::latin_hypercube:
    case Design::sobol:
      return sampled(study);
    case Design::grid:
    case Design::simplex:
      break;
  }
  return grid(study);
}

}  // namespace homeward
