#pragma once

#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/units.hpp"

namespace homeward {

/// A clock's baseline hazard, ready for use: cumulative hazard H(t) and its inverse, t in days since the
/// origin. Formulas: Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, table 2.1.
class Hazard {
 public:
  Hazard() = default;
  explicit Hazard(const Clock& clock);

  /// False for "never".
  bool runs() const { return law_ != Law::never; }
  /// H(t) for t >= 0; 0 before.
  double cumulative(Days t) const;
  /// The t with H(t) = h; `forever` where H never gets there.
  Days inverse(double h) const;

 private:
  enum class Law : unsigned char { never, exponential, weibull, loglogistic, gompertz, piecewise };
  struct Piece {
    Days from;
    double rate;
    double cumulative;  ///< H at `from`
  };

  Law law_{Law::never};
  double shape_{1};  ///< gompertz: growth
  double inv_shape_{1};
  double scale_{1};  ///< gompertz: rate
  double inv_scale_{1};
  std::vector<Piece> pieces_;
};

}  // namespace homeward
