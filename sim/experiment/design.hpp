#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/study.hpp"

namespace homeward {

/// The levels of one point, by factor; nothing = the base's own value (one_at_a_time).
using DesignPoint = std::vector<std::optional<Level>>;

/// The points of a study's design, before `where`:
/// - grid, simplex: every combination of the groups' levels, the first group changing slowest;
/// - list: the i-th levels of all factors;
/// - one_at_a_time: the base as it is, then each group through its levels with the others as in the base;
/// - latin_hypercube: each group has one point in each of `points` equally likely strata, in an order of its
/// own
///   (McKay, Beckman and Conover 1979). More points are another design;
/// - sobol: the first `points` of a digitally shifted Sobol' sequence, a dimension a group. More points are
/// added.
std::vector<DesignPoint> design_points(const Study& study);

/// How many points that are.
double design_size(const Study& study);

/// A uniform of a sampled design, as the cell of (0, 1) that it stands for: any number in the cell keeps what
/// the design promises, so the shortest is taken.
struct Cell {
  double low{};   ///< > 0
  double at{};    ///< in [low, high)
  double high{};  ///< < 1
};

/// Cells of the points of one group. Depends on the seed, the key of the group's first factor and, for a
/// Latin hypercube, the number of points. `dimension` is the place of the group among the groups (Sobol'
/// only).
std::vector<Cell> latin_cells(std::uint64_t seed, std::string_view key, std::uint32_t points);
std::vector<Cell> sobol_cells(std::uint64_t seed, std::string_view key, std::uint32_t points,
                              std::size_t dimension);

/// The level of a sampled factor in a cell: the number with the fewest digits whose place in the distribution
/// is in the cell; of a whole-number key the nearest whole number, on a range all equally likely.
Level sampled_level(const Factor& factor, const Cell& cell);

}  // namespace homeward
