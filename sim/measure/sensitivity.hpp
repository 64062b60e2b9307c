#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Which uncertain parameter the doubt about an outcome hangs on: linear regression of the means of draws on
/// the drawn values. Saltelli et al. (2008), "Global Sensitivity Analysis: The Primer", ch. 1.
namespace homeward {

/// One drawn number over the draws.
struct DrawnNumber {
  std::string name;            ///< "effects.half_life_days", "support.kind_weights.advocacy"
  std::string key;             ///< what was drawn: the name, or the table that it is a share of
  std::vector<double> values;  ///< [draw]
};

/// What one drawn number does. NaN for a number that is the same in all draws.
struct ParameterEffect {
  double standardised{};  ///< change in standard deviations of the draws' means for one of the number
  double effect{};  ///< change of the outcome for one standard deviation of the number, the others held; of a
                    ///< share against the average share of its table
  double ci_low{};  ///< 95 % Student interval of the effect
  double ci_high{};
};

struct Sensitivity {
  std::vector<ParameterEffect> effects;  ///< [number]
  double r_squared{};  ///< share of the variance of the draws' means that the line explains [0..1]; the rest
                       ///< is luck, bends and parameters that act together
  double r_squared_adjusted{};  ///< likewise, less what as many numbers explain by chance (Ezekiel 1930); at
                                ///< least 0
};

/// Numbers that vary over these draws, less one for each table, whose shares sum to 1.
std::size_t free_numbers(std::span<const DrawnNumber> numbers, std::span<const std::size_t> draws);

/// The fewest draws that tell so many free numbers apart: with fewer than five degrees of freedom left an
/// effect is named that is none, or hidden that is one.
constexpr std::size_t least_draws(std::size_t free_numbers) {
  return free_numbers + 6;
}

/// Least squares of `means` [draw] on all the numbers; `draws` says which draw of the numbers each mean is
/// of. Shares of one table sum to 1, so their effects are told apart by asking that they cancel out. `size`:
/// of the numbers whose rounding the means hold, where larger than the means themselves. All NaN where the
/// means differ by rounding alone, with fewer draws than least_draws(), or where one number is a sum of the
/// others.
Sensitivity regress(std::span<const DrawnNumber> numbers, std::span<const std::size_t> draws,
                    std::span<const double> means, double size = 0);

}  // namespace homeward
