#include "sim/measure/uncertainty.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>

#include "sim/measure/intervals.hpp"
#include "sim/measure/rounding.hpp"

namespace homeward {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Runs with gaps: [draw][replication], NaN where a run has no number.
using Cells = std::vector<std::vector<double>>;

bool counts(const Runs& runs, std::size_t run, bool of_ratio) {
  if (of_ratio) return !std::isnan(runs.numerator[run]) && !std::isnan(runs.denominator[run]);
  return !std::isnan(runs.values[run]);
}

double length(const Runs& runs, bool of_ratio) {
  return static_cast<double>(of_ratio ? runs.numerator.size() : runs.values.size());
}

/// The terms of one draw, of the runs that count; NaN elsewhere.
std::vector<double> terms_of_draw(const OutcomeInfo& outcome, const Runs& runs) {
  const bool of_ratio = outcome.summary == Summary::ratio_of_means;
  std::vector<double> terms(static_cast<std::size_t>(length(runs, of_ratio)), nan);
  double numerators = 0, denominators = 0, kept = 0;
  for (std::size_t r = 0; r < terms.size(); ++r) {
    if (!counts(runs, r, of_ratio)) continue;
    terms[r] = of_ratio                                  ? 0
               : outcome.summary == Summary::mean_of_log ? std::log(runs.values[r])
                                                         : runs.values[r];
    if (!of_ratio) continue;
    numerators += runs.numerator[r];
    denominators += runs.denominator[r];
    kept += 1;
  }
  if (!of_ratio) return terms;
  const double ratio = denominators == 0 ? nan : numerators / denominators;
  for (std::size_t r = 0; r < terms.size(); ++r) {
    if (std::isnan(terms[r])) continue;
    terms[r] = ratio + (runs.numerator[r] - ratio * runs.denominator[r]) / (denominators / kept);
  }
  return terms;
}

/// In size, of those that are numbers; 0 of none.
double largest_of(const std::vector<double>& terms) {
  double largest = 0;
  for (const double term : terms) largest = std::isnan(term) ? largest : std::max(largest, std::abs(term));
  return largest;
}

std::size_t gaps(const std::vector<double>& row) {
  return static_cast<std::size_t>(
      std::count_if(row.begin(), row.end(), [](double x) { return std::isnan(x); }));
}

/// Leaves out, one after the other, the draw or the replication with the largest share of gaps, draws first.
PreparedTable without_gaps(const Cells& cells) {
  std::vector<std::size_t> draws, replications;
  for (std::size_t d = 0; d < cells.size(); ++d) {
    if (gaps(cells[d]) < cells[d].size()) draws.push_back(d);
  }
  std::size_t most = 0;
  for (const auto draw : draws) most = std::max(most, cells[draw].size());
  for (std::size_t r = 0; r < most; ++r) replications.push_back(r);
  const auto is_gap = [&](std::size_t draw, std::size_t replication) {
    return replication >= cells[draw].size() || std::isnan(cells[draw][replication]);
  };
  for (;;) {
    std::vector<double> of_draw(draws.size()), of_replication(replications.size());
    for (std::size_t d = 0; d < draws.size(); ++d) {
      for (std::size_t r = 0; r < replications.size(); ++r) {
        if (!is_gap(draws[d], replications[r])) continue;
        of_draw[d] += 1 / static_cast<double>(replications.size());
        of_replication[r] += 1 / static_cast<double>(draws.size());
      }
    }
    const auto draw = std::max_element(of_draw.begin(), of_draw.end());
    const auto replication = std::max_element(of_replication.begin(), of_replication.end());
    if (draw == of_draw.end() || replication == of_replication.end() || *draw <= 0) break;
    if (*draw >= *replication)
      draws.erase(draws.begin() + (draw - of_draw.begin()));
    else
      replications.erase(replications.begin() + (replication - of_replication.begin()));
  }
  PreparedTable made{{draws.size(), replications.size(), {}, 0}, draws};
  for (const auto draw : draws) {
    for (const auto replication : replications) made.table.values.push_back(cells[draw][replication]);
  }
  return made;
}

/// Runs that lack a partner are left out before ratios are formed.
Runs paired_with(const Runs& runs, const Runs& other, bool of_ratio, std::vector<std::vector<double>>& kept) {
  const auto copy = [&](std::span<const double> values) -> std::span<const double> {
    if (values.empty()) return {};
    auto& own = kept.emplace_back(values.begin(), values.end());
    for (std::size_t r = 0; r < own.size(); ++r) {
      if (!counts(other, r, of_ratio)) own[r] = nan;
    }
    return own;
  };
  return {copy(runs.values), copy(runs.numerator), copy(runs.denominator)};
}

}  // namespace

DrawLayout lay_out_draws(std::span<const std::string> plan, std::span<const std::uint32_t> draw,
                         std::size_t baseline) {
  assert(plan.size() == draw.size() && baseline < plan.size());
  DrawLayout layout;
  for (const auto number : draw) layout.draws = std::max(layout.draws, std::size_t{number} + 1);
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto [place, fresh] = places.emplace(plan[i], layout.plans.size());
    if (fresh) {
      layout.plans.push_back(plan[i]);
      layout.scenarios.emplace_back(layout.draws);
    }
    layout.scenarios[place->second][draw[i]] = i;
    layout.places.push_back({place->second, draw[i]});
  }
  layout.baseline = layout.places[baseline].plan;
  return layout;
}

std::size_t DrawLayout::draws_of(std::size_t plan) const {
  const auto& own = scenarios[plan];
  return static_cast<std::size_t>(
      std::count_if(own.begin(), own.end(), [](const auto& scenario) { return scenario.has_value(); }));
}

std::size_t DrawLayout::draws_with_baseline(std::size_t plan) const {
  std::size_t count = 0;
  for (std::size_t draw = 0; draw < draws; ++draw)
    count += scenarios[plan][draw] && scenarios[baseline][draw] ? 1 : 0;
  return count;
}

PreparedTable crossed_table(const OutcomeInfo& outcome, const DrawnRuns& plan) {
  Cells cells;
  for (const auto& runs : plan) cells.push_back(terms_of_draw(outcome, runs));
  return without_gaps(cells);
}

PreparedTable crossed_difference(const OutcomeInfo& outcome, const DrawnRuns& plan,
                                 const DrawnRuns& baseline) {
  const bool of_ratio = outcome.summary == Summary::ratio_of_means;
  Cells cells;
  double size = outcome.summary == Summary::mean_of_log ? 1 : 0;
  for (std::size_t draw = 0; draw < plan.size(); ++draw) {
    auto& row = cells.emplace_back();
    if (draw >= baseline.size() || length(plan[draw], of_ratio) != length(baseline[draw], of_ratio)) continue;
    std::vector<std::vector<double>> kept;
    kept.reserve(6);
    row = terms_of_draw(outcome, paired_with(plan[draw], baseline[draw], of_ratio, kept));
    const auto other = terms_of_draw(outcome, paired_with(baseline[draw], plan[draw], of_ratio, kept));
    size = std::max({size, largest_of(row), largest_of(other)});
    for (std::size_t r = 0; r < row.size(); ++r) row[r] -= other[r];
  }
  for (auto& row : cells) {
    for (double& left : row) left = is_rounding(left, size) ? 0 : left;
  }
  auto made = without_gaps(cells);
  made.table.size = size;
  return made;
}

CrossedEstimate on_reading_scale(const OutcomeInfo& outcome, CrossedEstimate estimate) {
  if (outcome.summary != Summary::mean_of_log) return estimate;
  for (auto* one :
       {&estimate.mean, &estimate.ci_low, &estimate.ci_high, &estimate.doubt_low, &estimate.doubt_high}) {
    *one = std::exp(*one);
  }
  return estimate;
}

CrossedEstimate within_range(const OutcomeInfo& outcome, CrossedEstimate estimate) {
  const auto interval = within_range(outcome.quantity, estimate.mean, {estimate.ci_low, estimate.ci_high});
  const auto expected =
      within_range(outcome.quantity, estimate.mean, {estimate.doubt_low, estimate.doubt_high});
  estimate.ci_low = interval.low;
  estimate.ci_high = interval.high;
  estimate.doubt_low = expected.low;
  estimate.doubt_high = expected.high;
  return estimate;
}

bool draws_lack(double counted, std::size_t planned) {
  constexpr double most = 0.05;
  return static_cast<double>(planned) - counted > most * static_cast<double>(planned);
}

CrossedEstimate unless_draws_lack(CrossedEstimate estimate, std::size_t planned) {
  if (draws_lack(estimate.draws, planned))
    estimate.doubt_low = estimate.doubt_high = estimate.above_zero = nan;
  return estimate;
}

std::vector<double> draw_means(const CrossedTable& table) {
  std::vector<double> means(table.draws);
  for (std::size_t at = 0; at < table.values.size(); ++at)
    means[at / table.replications] += table.values[at] / static_cast<double>(table.replications);
  return means;
}

double spread_between_plans(std::span<const CrossedEstimate> plans) {
  std::vector<double> means;
  for (const auto& plan : plans) {
    if (!std::isnan(plan.mean)) means.push_back(plan.mean);
  }
  return student({0, means}).sd;
}

}  // namespace homeward
