#include "sim/engine/hazard.hpp"

#include <algorithm>
#include <cmath>

namespace homeward {

Hazard::Hazard(const Clock& clock) {
  const auto set = [this](Law law, double shape, double scale) {
    law_ = law;
    shape_ = shape;
    inv_shape_ = 1 / shape;
    scale_ = scale;
    inv_scale_ = 1 / scale;
  };
  if (const auto* e = std::get_if<Exponential>(&clock)) set(Law::exponential, 1, e->mean);
  if (const auto* w = std::get_if<Weibull>(&clock)) {
    set(w->shape == 1.0 ? Law::exponential : Law::weibull, w->shape, w->scale);
  }
  if (const auto* l = std::get_if<LogLogistic>(&clock)) set(Law::loglogistic, l->shape, l->scale);
  if (const auto* g = std::get_if<Gompertz>(&clock)) {
    if (g->growth_per_day == 0.0) {
      set(Law::exponential, 1, 1 / g->rate_per_day);
    } else {
      set(Law::gompertz, g->growth_per_day, g->rate_per_day);
    }
  }
  if (const auto* p = std::get_if<Piecewise>(&clock)) {
    law_ = Law::piecewise;
    double sum = 0;
    for (std::size_t i = 0; i < p->from_days.size(); ++i) {
      if (i > 0) sum += p->rates_per_day[i - 1] * (p->from_days[i] - p->from_days[i - 1]);
      pieces_.push_back({p->from_days[i], p->rates_per_day[i], sum});
    }
  }
}

double Hazard::cumulative(Days t) const {
  if (!(t > 0)) return 0;
  switch (law_) {
    case Law::never: return 0;
    case Law::exponential: return t * inv_scale_;
    case Law::weibull: return std::pow(t * inv_scale_, shape_);
    case Law::loglogistic: return std::log1p(std::pow(t * inv_scale_, shape_));
    case Law::gompertz: return scale_ * inv_shape_ * std::expm1(shape_ * t);
    case Law::piecewise: {
      auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), t, [](Days x, const Piece& p) { return x < p.from; });
      --piece;  // the first piece starts at 0 < t
      return piece->cumulative + piece->rate * (t - piece->from);
    }
  }
  return 0;
}

Days Hazard::inverse(double h) const {
  switch (law_) {
    case Law::never: return forever;
    case Law::exponential: return h * scale_;
    case Law::weibull: return scale_ * std::pow(h, inv_shape_);
    case Law::loglogistic: return scale_ * std::pow(std::expm1(h), inv_shape_);
    case Law::gompertz: {
      // A falling hazard has a finite total: beyond it the event never comes.
      const double x = h * shape_ * inv_scale_;
      return x > -1 ? std::log1p(x) * inv_shape_ : forever;
    }
    case Law::piecewise: {
      for (std::size_t i = pieces_.size(); i-- > 0;) {
        const Piece& piece = pieces_[i];
        if (h < piece.cumulative || (h == piece.cumulative && i > 0)) continue;
        const Days t = piece.rate > 0 ? piece.from + (h - piece.cumulative) / piece.rate : forever;
        return i + 1 < pieces_.size() ? std::min(t, pieces_[i + 1].from) : t;
      }
      return 0;
    }
  }
  return forever;
}

}  // namespace homeward
