#include <fmt/format.h>

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "sim/experiment/design.hpp"
#include "sim/experiment/levels.hpp"
#include "sim/experiment/quantile.hpp"
#include "sim/random/draws.hpp"

namespace homeward {

namespace {

/// The part of an interval around `at`. It is kept off 0 and 1, where quantiles may be infinite, and off the
/// ends of the interval, so that rounding in a quantile cannot carry a number into the next one.
Cell cell_within(double low, double at, double high) {
  const double margin = (high - low) / 1000;
  const double inside = std::clamp(at, low + margin, high - margin);
  return {std::max(low + margin, inside / 2), inside, std::min(high - margin, (1 + inside) / 2)};
}

/// The number in [low, high) that needs the fewest digits to write, as near to `number` as they allow.
double shortest_within(double low, double number, double high) {
  constexpr int most_digits = 17;
  for (int digits = 1; digits < most_digits; ++digits) {
    const double candidate = std::strtod(fmt::format("{:.{}g}", number, digits).c_str(), nullptr);
    if (candidate >= low && candidate < high) return candidate;
  }
  return number;
}

}  // namespace

std::vector<Cell> latin_cells(std::uint64_t seed, std::string_view key, std::uint32_t points) {
  constexpr double precision = 1e-4;  // four digits or so are enough
  const Draws draws(seed, 0);
  const auto address = site_code(key);
  std::vector<double> order(points);
  for (std::uint32_t i = 0; i < points; ++i) order[i] = draws.uniform(i, Purpose::design_order, 0, address);
  std::vector<std::uint32_t> ranked(points);
  std::iota(ranked.begin(), ranked.end(), 0U);
  std::stable_sort(ranked.begin(), ranked.end(), [&](auto a, auto b) { return order[a] < order[b]; });
  std::vector<Cell> cells(points);
  for (std::uint32_t stratum = 0; stratum < points; ++stratum) {
    const double low = stratum / static_cast<double>(points);
    const double high = (stratum + 1) / static_cast<double>(points);
    const double at = low + (high - low) * draws.uniform(stratum, Purpose::design_point, 0, address);
    cells[ranked[stratum]] = cell_within(std::max(low, at - precision), at, std::min(high, at + precision));
  }
  return cells;
}

std::vector<Cell> sobol_cells(std::uint64_t seed, std::string_view key, std::uint32_t points,
                              std::size_t dimension) {
  // A random digital shift keeps every dyadic interval as evenly filled and has no point at zero; leaving
  // that point out instead would spoil the balance (Owen 2020, "On dropping the first Sobol' point").
  constexpr double resolution = most_points;
  const double shift = Draws(seed, 0).uniform(0, Purpose::design_point, 1, site_code(key));
  const auto bits = static_cast<std::uint64_t>(std::ldexp(shift, 53)) << 11U;
  const auto dimensions = dimension + 1;
  boost::random::sobol sequence(dimensions);
  std::vector<Cell> cells;
  cells.reserve(points);
  for (std::uint32_t i = 0; i < points; ++i) {
    std::uint64_t value = 0;  // Boost's sequence begins after the point at zero
    for (std::size_t d = 0; i > 0 && d < dimensions; ++d) value = sequence();
    const double at = std::ldexp(static_cast<double>((value ^ bits) >> 11U) + 0.5, -53);
    const double low = std::floor(at * resolution) / resolution;
    cells.push_back(cell_within(low, at, low + 1 / resolution));
  }
  return cells;
}

Level sampled_level(const Factor& factor, const Cell& cell) {
  const auto& distribution = *factor.distribution;
  if (factor.whole_number) {
    const bool range = distribution.kind->name == "uniform";
    if (!range) return number_level(std::round(quantile(distribution, cell.at)), true, factor.origin);
    const double low = distribution.number(0);
    const double high = distribution.number(1);
    return number_level(std::min(high, low + std::floor((high - low + 1) * cell.at)), true, factor.origin);
  }
  const double number = shortest_within(quantile(distribution, cell.low), quantile(distribution, cell.at),
                                        quantile(distribution, cell.high));
  return number_level(number, false, factor.origin);
}

}  // namespace homeward
