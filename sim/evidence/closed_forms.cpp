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

namespace {

double places_of(const Queue& queue) {
  return queue.positions * queue.families_per_coach;
}
double theta_of(const Queue& queue) {
  return queue.patience < forever ? 1 / queue.patience : 0;
}

/// [number coached or waiting]: the chance of it.
std::vector<double> chances(const Queue& queue) {
  const double mu = 1 / queue.stay, theta = theta_of(queue);
  const double places = places_of(queue);
  constexpr int most = 3000;
  std::vector<double> log_weight{0};
  for (int n = 1; n < most; ++n) {
    const double deaths = std::min<double>(n, places) * mu + std::max(n - places, 0.0) * (theta + mu);
    log_weight.push_back(log_weight.back() + std::log(queue.per_day / deaths));
  }
  const double largest = *std::max_element(log_weight.begin(), log_weight.end());
  double total = 0;
  for (const double weight : log_weight) total += std::exp(weight - largest);
  std::vector<double> chance;
  for (const double weight : log_weight) chance.push_back(std::exp(weight - largest) / total);
  return chance;
}

}  // namespace

Stationary erlang_a(const Queue& queue) {
  const double places = places_of(queue);
  Stationary s;
  double n = 0;
  for (const double chance : chances(queue)) {
    s.coached += chance * std::min(n, places);
    s.waiting += chance * std::max(n - places, 0.0);
    if (n < places) s.at_once += chance;
    ++n;
  }
  return s;
}

double coached_within(const Queue& queue, Days t) {
  const double leaving = 1 / queue.stay + theta_of(queue);  // of one that waits
  const double freeing = places_of(queue) / queue.stay;     // of all places together
  const double x = std::exp(-leaving * t), a = freeing / leaving + 1;
  const auto places = static_cast<std::size_t>(places_of(queue));
  const auto chance = chances(queue);
  double within = 0, term = std::pow(x, a), beta = 0;  // beta: I_x(a, k + 1), a sum of k + 1 terms
  for (std::size_t n = 0; n < chance.size(); ++n) {
    if (n < places) {
      within += chance[n];
      continue;
    }
    const auto k = static_cast<double>(n - places);
    if (k > 0) term *= (a + k - 1) / k * (1 - x);
    beta += term;
    within += chance[n] * freeing / (freeing + (k + 1) * leaving) * (1 - beta);
  }
  return within;
}

Days mean_days_to_coach(const Queue& queue) {
  const double served = coached_within(queue, 1e6);
  constexpr Days step = 0.05;
  double sum = 0;
  for (Days t = step / 2;; t += step) {
    const double later = served - coached_within(queue, t);
    sum += later * step;
    if (later < 1e-7 * served) return sum / served;
  }
}

}  // namespace homeward::theory
