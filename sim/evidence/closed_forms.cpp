#include "sim/evidence/closed_forms.hpp"

#include <algorithm>
#include <cmath>

namespace homeward::theory {

std::function<double(Days)> distribution_of(const Clock& clock, double multiplier) {
  return [clock, multiplier](Days t) { return 1 - std::exp(-multiplier * cumulative_hazard(clock, t)); };
}

double incidence(std::span<const Clock> clocks, std::span<const double> multipliers, std::size_t winner,
                 Days t) {
  const auto winning = [&](Days x) {
    double gathered = 0;
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      gathered += multipliers[i] * cumulative_hazard(clocks[i], x);
    }
    return multipliers[winner] * hazard_at(clocks[winner], x) * std::exp(-gathered);
  };
  std::vector<Days> ends{t};
  for (const Clock& clock : clocks) {
    for (const Days day : jumps(clock, t)) ends.push_back(day);
  }
  std::sort(ends.begin(), ends.end());
  double sum = 0;
  Days from = 0;
  for (const Days to : ends) {
    sum += integral(winning, from, to - 1e-9);
    from = to;
  }
  return sum;
}

double renewals(const std::function<double(Days)>& distribution, Days t) {
  constexpr std::size_t steps = 2000;
  const double h = t / steps;
  std::vector<double> at_middle(steps + 1), m(steps + 1, 0);
  for (std::size_t i = 0; i <= steps; ++i) at_middle[i] = distribution((static_cast<double>(i) + 0.5) * h);
  for (std::size_t i = 1; i <= steps; ++i) {
    double sum = distribution(static_cast<double>(i) * h);
    for (std::size_t j = 1; j < i; ++j) sum += at_middle[i - j] * (m[j] - m[j - 1]);
    m[i] = (sum - at_middle[0] * m[i - 1]) / (1 - at_middle[0]);
  }
  return m[steps];
}

Stationary erlang_a(const Queue& queue) {
  const double mu = 1 / queue.stay, theta = queue.patience < forever ? 1 / queue.patience : 0;
  const double places = queue.positions * queue.families_per_coach;
  constexpr int most = 3000;
  std::vector<double> log_weight{0};
  for (int n = 1; n < most; ++n) {
    const double deaths = std::min<double>(n, places) * mu + std::max(n - places, 0.0) * (theta + mu);
    log_weight.push_back(log_weight.back() + std::log(queue.per_day / deaths));
  }
  const double largest = *std::max_element(log_weight.begin(), log_weight.end());
  double total = 0;
  Stationary s;
  for (int n = 0; n < most; ++n) {
    const double weight = std::exp(log_weight[static_cast<std::size_t>(n)] - largest);
    total += weight;
    s.coached += weight * std::min<double>(n, places);
    s.waiting += weight * std::max(n - places, 0.0);
    if (n < places) s.at_once += weight;
  }
  return {s.coached / total, s.waiting / total, s.at_once / total};
}

}  // namespace homeward::theory
