#include "sim/measure/switch_point.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <tuple>
#include <utility>

#include "sim/measure/intervals.hpp"
#include "sim/measure/rounding.hpp"
#include "sim/measure/uncertainty.hpp"

namespace homeward {
namespace {

using Design = SwitchFinder::Design;

constexpr std::size_t highest_degree = 3;
constexpr std::size_t steps = 256;  // over the range drawn, where a curve is looked at

double square(double x) {
  return x * x;
}

/// The columns of the other numbers, scaled: of their tables of shares all but one each, of the number's own
/// table none.
Matrix others(std::span<const DrawnNumber> numbers, std::size_t one, std::span<const std::size_t> draws) {
  Matrix columns;
  std::vector<std::string_view> tables;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto& number = numbers[i];
    const bool share = number.key != number.name;
    if (i == one || (share && number.key == numbers[one].key)) continue;
    Column values;
    for (const auto draw : draws) values.push_back(number.values[draw]);
    auto column = scaled(std::move(values));
    if (column.values.empty()) continue;
    if (share && std::find(tables.begin(), tables.end(), number.key) == tables.end()) {
      tables.emplace_back(number.key);  // the first share follows from the rest
      continue;
    }
    columns.push_back(std::move(column.values));
  }
  return columns;
}

Design design_of(const Scaled& scaled, bool of_log, const Matrix& others, std::size_t degree) {
  const Column& number = scaled.values;
  Design design{of_log, scaled.mean, scaled.sd, degree, {Column(number.size(), 1.0)}, {}, {}};
  for (std::size_t power = 1; power <= degree; ++power) {
    design.columns.push_back(design.columns.back());
    for (std::size_t d = 0; d < number.size(); ++d) design.columns.back()[d] *= number[d];
  }
  design.columns.insert(design.columns.end(), others.begin(), others.end());
  const auto terms = design.columns.size();
  Matrix normal(terms, Column(terms));
  for (std::size_t i = 0; i < terms; ++i)
    for (std::size_t j = 0; j < terms; ++j) normal[i][j] = product(design.columns[i], design.columns[j]);
  design.inverse = inverse(normal);
  if (design.inverse.empty()) return design;
  design.solver.assign(terms, Column(number.size()));
  for (std::size_t i = 0; i < terms; ++i)
    for (std::size_t j = 0; j < terms; ++j)
      for (std::size_t d = 0; d < number.size(); ++d)
        design.solver[i][d] += design.inverse[i][j] * design.columns[j][d];
  return design;
}

/// 1, x, x squared ... : what the coefficients of a design are multiplied by at x, the others averaged.
Column powers(double x, std::size_t degree) {
  Column made(degree + 1, 1.0);
  for (std::size_t i = 1; i <= degree; ++i) made[i] = made[i - 1] * x;
  return made;
}

/// contrast' matrix contrast, over the first terms of the matrix.
double form(const Matrix& matrix, const Column& contrast) {
  double sum = 0;
  for (std::size_t i = 0; i < contrast.size(); ++i)
    for (std::size_t j = 0; j < contrast.size(); ++j) sum += contrast[i] * matrix[i][j] * contrast[j];
  return sum;
}

struct Estimated {
  double value{};
  double half_width{};  ///< of its 95 % interval
  double size{};        ///< of the numbers whose rounding the value holds

  bool is_told() const { return std::abs(value) > half_width && !is_rounding(value, size); }
};

/// A curve fitted to the means of draws.
class Fit {
 public:
  Fit(const Design& design, const Column& means) : design_(&design) {
    Column left = means;
    for (std::size_t i = 0; i < design.columns.size(); ++i) {
      const double coefficient = product(design.solver[i], means);
      if (i <= design.degree) coefficients_.push_back(coefficient);
      for (std::size_t d = 0; d < left.size(); ++d) left[d] -= coefficient * design.columns[i][d];
    }
    squares_ = product(left, left);
  }

  const Design& design() const { return *design_; }
  std::size_t degree() const { return design_->degree; }
  double at(double x) const { return product(coefficients_, powers(x, degree())); }

  /// Akaike's criterion, corrected for few draws (Hurvich & Tsai 1989); lower is better. What is left of an
  /// exact fit is rounding.
  double criterion(double total) const {
    const auto n = static_cast<double>(design_->columns.front().size());
    const auto terms = static_cast<double>(design_->columns.size()) + 1;
    constexpr double rounding = 1e-20;
    return n * std::log(std::max(squares_, rounding * total) / n) + 2 * terms * n / (n - terms - 1);
  }

  bool is_monotone(double low, double high) const {
    bool rises = false, falls = false;
    double before = at(low);
    for (std::size_t i = 1; i <= steps; ++i) {
      const double now = at(low + (high - low) * static_cast<double>(i) / steps);
      rises = rises || now > before;
      falls = falls || now < before;
      before = now;
    }
    return !(rises && falls);
  }

  /// Learns how luck moves the curve from the curves of single replications.
  void look_at_luck(const CrossedTable& table, double rest) {
    runs_ = static_cast<double>(table.replications);
    // Each term of the fit may round what the table holds.
    size_ = static_cast<double>(design_->columns.size()) * table.rounded_at();
    rest_ = rest;
    Matrix of_run;
    for (std::size_t r = 0; r < table.replications; ++r) {
      auto& own = of_run.emplace_back(coefficients_.size());
      for (std::size_t i = 0; i < own.size(); ++i)
        for (std::size_t d = 0; d < table.draws; ++d)
          own[i] += design_->solver[i][d] * table.values[d * table.replications + r];
    }
    luck_.assign(coefficients_.size(), Column(coefficients_.size()));
    for (const auto& own : of_run)
      for (std::size_t i = 0; i < own.size(); ++i)
        for (std::size_t j = 0; j < own.size(); ++j)
          luck_[i][j] += (own[i] - coefficients_[i]) * (own[j] - coefficients_[j]) / (runs_ - 1);
  }

  /// The curve times a contrast of powers. Two sources of error: how draws scatter around the curve, and luck
  /// that all draws share, less what of it is only the noise of single runs and is in the first.
  Estimated estimate(const Column& contrast) const {
    const auto n = static_cast<double>(design_->columns.front().size());
    const double freedom = n - static_cast<double>(design_->columns.size());
    const double leverage = form(design_->inverse, contrast);
    const double of_draws = squares_ / freedom * leverage;
    const double of_luck = form(luck_, contrast) / runs_, of_noise = rest_ * leverage / runs_;
    double variance = of_draws, doubt = square(of_draws) / freedom;
    if (of_luck > of_noise) {
      variance += of_luck - of_noise;
      doubt += square(of_luck) / (runs_ - 1) + square(of_noise) / ((runs_ - 1) * (n - 1));
    }
    if (!(variance > 0)) return {product(coefficients_, contrast), 0, size_};
    const boost::math::students_t student(doubt > 0 ? std::max(1.0, square(variance) / doubt) : 1.0);
    const double quantile =
        boost::math::quantile(boost::math::complement(student, (1 - confidence_level) / 2));
    return {product(coefficients_, contrast), quantile * std::sqrt(variance), size_};
  }

 private:
  const Design* design_;
  Column coefficients_;  ///< of the powers
  double squares_{};     ///< of what is left
  double runs_{};
  double size_{};  ///< of the numbers whose rounding the curve holds
  double rest_{};  ///< mean square of runs beyond draw and luck
  Matrix luck_;    ///< covariance of the coefficients between replications
};

/// Where a condition that holds at `from` and not at `to` ends.
template <typename Holds>
double edge(double from, double to, Holds holds) {
  constexpr int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (from + to);
    (holds(middle) ? from : to) = middle;
  }
  return 0.5 * (from + to);
}

/// From a point at which the difference could be 0 towards an end, how far it could; infinite where the sign
/// is not told at that end.
double reach(const Fit& fit, double from, double end, bool told_at_end) {
  if (!told_at_end) return std::copysign(std::numeric_limits<double>::infinity(), end);  // 0 is the mean
  const auto open = [&](double x) { return !fit.estimate(powers(x, fit.degree())).is_told(); };
  double last = from;
  for (std::size_t i = 1; i <= steps; ++i) {
    const double x = from + (end - from) * static_cast<double>(i) / steps;
    if (!open(x)) return edge(last, x, open);
    last = x;
  }
  return end;
}

/// The first curve, unless a later one fits clearly better.
Fit best_fit(const std::vector<Design>& designs, const Column& means, double low, double high) {
  constexpr double clearly = 1;  // of the criterion
  const double total = product(means, means);
  Fit best(designs.front(), means);
  for (std::size_t i = 1; i < designs.size(); ++i) {
    const Fit other(designs[i], means);
    if (other.criterion(total) < best.criterion(total) - clearly &&
        other.is_monotone(designs[i].scaled_of(low), designs[i].scaled_of(high)))
      best = other;
  }
  return best;
}

/// The smallest value that no more than a share of the sorted ones lie below.
double quantile_of(const Column& sorted, double share) {
  return sorted[static_cast<std::size_t>(std::floor(share * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace

double SwitchFinder::Design::scaled_of(double value) const {
  return ((of_log ? std::log(value) : value) - mean) / sd;
}

double SwitchFinder::Design::value_of(double scaled) const {
  if (std::isinf(scaled)) return scaled;
  return of_log ? std::exp(mean + sd * scaled) : mean + sd * scaled;
}

SwitchFinder::SwitchFinder(std::span<const DrawnNumber> numbers, std::vector<std::size_t> draws)
    : draws_(std::move(draws)), candidates_(numbers.size()) {
  const bool enough =
      draws_.size() > least_draws(0) && draws_.size() >= least_draws(free_numbers(numbers, draws_));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto& candidate = candidates_[i];
    Column values;
    for (const auto draw : draws_) values.push_back(numbers[i].values[draw]);
    if (!values.empty())
      std::tie(candidate.range_low, candidate.range_high) = std::pair{
          *std::min_element(values.begin(), values.end()), *std::max_element(values.begin(), values.end())};
    if (!enough) continue;
    const auto number = scaled(values);
    if (number.values.empty()) continue;
    Scaled logarithm;
    if (candidate.range_low > 0) {
      Column logarithms;
      for (const double value : values) logarithms.push_back(std::log(value));
      logarithm = scaled(std::move(logarithms));
    }
    std::sort(values.begin(), values.end());
    candidate.tenth_low = quantile_of(values, 0.1);
    candidate.tenth_high = quantile_of(values, 0.9);
    const auto rest = others(numbers, i, draws_);
    const auto add = [&](const Scaled& of, bool of_log, std::size_t degree) {
      if (of.values.empty() || draws_.size() < least_draws(rest.size() + degree)) return;
      auto design = design_of(of, of_log, rest, degree);
      if (!design.inverse.empty()) candidate.designs.push_back(std::move(design));
    };
    for (std::size_t degree = 1; degree <= highest_degree; ++degree) {
      add(number, false, degree);
      add(logarithm, true, degree);
    }
  }
}

std::vector<SwitchPoint> SwitchFinder::find(const CrossedTable& differences) const {
  assert(differences.draws == draws_.size());
  const double rest = estimate_crossed(differences).interaction.estimate;
  std::vector<SwitchPoint> found;
  for (const auto& candidate : candidates_) found.push_back(find(candidate, differences, rest));
  return found;
}

SwitchPoint SwitchFinder::find(const Candidate& candidate, const CrossedTable& differences,
                               double rest) const {
  SwitchPoint made;
  if (differences.draws == 0) return made;
  made.range_low = candidate.range_low;
  made.range_high = candidate.range_high;
  if (candidate.designs.empty() || differences.replications < 2) return made;
  const auto means = draw_means(differences);
  // Whether there is an effect at all is asked of the line: a curve chosen by its fit would find one too
  // often.
  Fit line(candidate.designs.front(), means);
  line.look_at_luck(differences, rest);
  const double change =
      line.design().scaled_of(candidate.tenth_high) - line.design().scaled_of(candidate.tenth_low);
  made.finding = SwitchFinding::flat;
  if (!line.estimate({0, change}).is_told()) return made;
  auto fit = best_fit(candidate.designs, means, made.range_low, made.range_high);
  fit.look_at_luck(differences, rest);
  const Design& design = fit.design();
  const double low = design.scaled_of(made.range_low), high = design.scaled_of(made.range_high);
  const auto at_low = fit.estimate(powers(low, fit.degree())),
             at_high = fit.estimate(powers(high, fit.degree()));
  made.at_low = at_low.value;
  made.at_high = at_high.value;
  made.told_at_low = at_low.is_told();
  made.told_at_high = at_high.is_told();
  const bool crosses = made.at_low * made.at_high < 0;
  made.finding = made.told_at_low && made.told_at_high
                     ? crosses ? SwitchFinding::in_range : SwitchFinding::none_in_range
                 : made.told_at_low || made.told_at_high ? SwitchFinding::possible
                                                         : SwitchFinding::undecided;
  if (made.finding != SwitchFinding::in_range && made.finding != SwitchFinding::possible) return made;
  double start = made.told_at_low ? high : low;  // the end that is not told
  if (crosses) {
    const bool starts_below = made.at_low < 0;
    start = edge(low, high, [&](double x) { return (fit.at(x) < 0) == starts_below; });
    made.point = design.value_of(start);
  }
  made.ci_low = design.value_of(reach(fit, start, low, made.told_at_low));
  made.ci_high = design.value_of(reach(fit, start, high, made.told_at_high));
  return made;
}

}  // namespace homeward
