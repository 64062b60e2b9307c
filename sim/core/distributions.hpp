#pragma once

#include <variant>
#include <vector>

#include "sim/core/units.hpp"

/// Distributions as data: what a scenario says, checked. Behaviour lives elsewhere (hazards in sim/model,
/// sampling in sim/random).
namespace homeward {

struct Never {
  bool operator==(const Never&) const = default;
};
struct Fixed {
  Days days{};  ///< >= 0
  bool operator==(const Fixed&) const = default;
};
struct Exponential {
  Days mean{};  ///< > 0
  bool operator==(const Exponential&) const = default;
};
/// Cumulative hazard (t / scale)^shape.
struct Weibull {
  double shape{};  ///< > 0
  Days scale{};    ///< > 0
  bool operator==(const Weibull&) const = default;
};
/// Cumulative hazard ln(1 + (t / scale)^shape); the scale is the median.
struct LogLogistic {
  double shape{};  ///< > 0
  Days scale{};    ///< > 0
  bool operator==(const LogLogistic&) const = default;
};
/// Hazard rate * exp(growth * t); a negative growth leaves some who never have the event.
struct Gompertz {
  double rate_per_day{};    ///< > 0, hazard at t = 0
  double growth_per_day{};  ///< any finite number
  bool operator==(const Gompertz&) const = default;
};
/// Hazard rates[i] from from_days[i] on; from_days starts at 0 and increases.
struct Piecewise {
  std::vector<Days> from_days;
  std::vector<double> rates_per_day;  ///< >= 0
  bool operator==(const Piecewise&) const = default;
};
struct Lognormal {
  Days median{};   ///< > 0
  double sigma{};  ///< >= 0, standard deviation of the logarithm
  bool operator==(const Lognormal&) const = default;
};
struct Gamma {
  double shape{};  ///< > 0
  Days scale{};    ///< > 0; the mean is shape * scale
  bool operator==(const Gamma&) const = default;
};
struct Uniform {
  Days low{};   ///< >= 0
  Days high{};  ///< >= low
  bool operator==(const Uniform&) const = default;
};
/// Values with weights (equal if none are given in the file).
struct Empirical {
  std::vector<Days> values;
  std::vector<double> weights;  ///< >= 0, same size, not all 0
  bool operator==(const Empirical&) const = default;
};

/// A hazard that multipliers can act on.
using Clock = std::variant<Never, Exponential, Weibull, LogLogistic, Gompertz, Piecewise>;
/// A length of time that is drawn and not changed afterwards.
using Duration = std::variant<Fixed, Never, Exponential, Weibull, Lognormal, Gamma, Uniform, Empirical>;

}  // namespace homeward
