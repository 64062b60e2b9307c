#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "sim/measure/crossed.hpp"
#include "sim/measure/least_squares.hpp"
#include "sim/measure/sensitivity.hpp"

/// Switch points: the value of an uncertain parameter at which the expected difference of two plans changes
/// its sign, and with it the plan to prefer.
namespace homeward {

enum class SwitchFinding : std::uint8_t {
  not_told,       ///< too few draws or replications, or the parameter is the same in all draws
  flat,           ///< no effect of the parameter on the difference can be told from none
  undecided,      ///< it has one, but at neither end of the range drawn can the sign be told
  possible,       ///< the sign is told at one end only: there may be a switch towards the other
  none_in_range,  ///< the difference has the same sign at both ends
  in_range        ///< the difference changes its sign within the range drawn
};
inline constexpr std::array<std::string_view, 6> switch_finding_names{
    "not_told", "flat", "undecided", "possible", "none_in_range", "in_range"};

/// What one parameter does to the sign of a difference, the others averaged over their draws.
struct SwitchPoint {
  static constexpr double none = std::numeric_limits<double>::quiet_NaN();
  SwitchFinding finding{SwitchFinding::not_told};
  double point{none};      ///< of in_range, and of possible where the estimate changes its sign; else NaN
  double ci_low{none};     ///< 95 % interval of in_range and possible: where the difference could be 0;
  double ci_high{none};    ///< infinite towards the end at which the sign is not told
  double range_low{none};  ///< smallest and largest value drawn
  double range_high{none};
  double at_low{none};   ///< expected difference there; NaN of not_told and flat
  double at_high{none};  ///< likewise
  bool told_at_low{};    ///< whether its sign is told there (95 %)
  bool told_at_high{};
};

/// Finds switch points of tables that have these draws. The difference is regressed on one parameter and on
/// the others linearly; shares of its own table give way in proportion. On the one parameter it is a line, or
/// what fits clearly better by Akaike's corrected criterion and rises or falls over the whole range: a
/// parabola, a cubic, or one of the three in its logarithm, of a parameter above 0.
/// The interval holds every value at which the difference could be 0: Fieller's (1954), by inverting the
/// Student band around the curve, whose variance has a part from the draws and a part from luck that all
/// draws share (Satterthwaite's degrees of freedom).
class SwitchFinder {
 public:
  /// `draws` says which draw of the numbers each row of the tables is of.
  SwitchFinder(std::span<const DrawnNumber> numbers, std::vector<std::size_t> draws);

  const std::vector<std::size_t>& draws() const { return draws_; }

  /// [number]; all not_told below two replications, or with fewer draws than least_draws().
  std::vector<SwitchPoint> find(const CrossedTable& differences) const;

  /// Least squares on the powers of one number or its logarithm, and on the others.
  struct Design {
    bool of_log{};
    double mean{}, sd{};  ///< of the number, or its logarithm, over the draws
    std::size_t degree{};
    Matrix columns;  ///< [term][draw]: 1, the powers of the scaled number, the others
    Matrix solver;   ///< [term][draw]: takes what is observed to coefficients
    Matrix inverse;  ///< [term][term]: variances of the coefficients, for a residual variance of 1

    double scaled_of(double value) const;
    double value_of(double scaled) const;
  };

 private:
  struct Candidate {
    double range_low{}, range_high{};  ///< drawn
    double tenth_low{}, tenth_high{};  ///< 10 and 90 % of the draws lie below
    std::vector<Design> designs;       ///< the line first; empty where there are none
  };

  /// `rest`: mean square of runs beyond draw and luck.
  SwitchPoint find(const Candidate& candidate, const CrossedTable& differences, double rest) const;

  std::vector<std::size_t> draws_;
  std::vector<Candidate> candidates_;  ///< [number]
};

}  // namespace homeward
