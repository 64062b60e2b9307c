#include "output/run_block.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "sim/core/issues.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {
namespace {

constexpr std::size_t numbers_per_tile = std::size_t{4} << 20U;  // 32 MiB

void check_size(std::size_t found, std::size_t expected) {
  if (found != expected) throw RunError("a stored run does not fit this program's tables");
}

using Arrays = std::vector<std::vector<double>>;

Arrays arrays(std::size_t count, std::size_t size) {
  return Arrays(count, std::vector<double>(size, std::numeric_limits<double>::quiet_NaN()));
}

// Curves of one run, [curve][point] with a scenario's own number of points, into or out of the block's longer
// ones.
void put_curves(Arrays& block, std::size_t cell, std::size_t stride, std::span<const double> run,
                std::size_t points) {
  for (std::size_t curve = 0; curve < block.size(); ++curve) {
    std::ranges::copy(run.subspan(curve * points, points), block[curve].begin() + cell * stride);
  }
}
std::vector<double> take_curves(const Arrays& block, std::size_t cell, std::size_t stride,
                                std::size_t points) {
  std::vector<double> run;
  run.reserve(block.size() * points);
  for (const auto& curve : block) {
    const auto from = curve.begin() + cell * stride;
    run.insert(run.end(), from, from + points);
  }
  return run;
}

/// One run's values, one a row, into or out of rows of a block: [row][run].
template <typename T>
void put_column(std::vector<T>& block, std::size_t cell, std::size_t stride, const std::vector<T>& run) {
  for (std::size_t row = 0; row < run.size(); ++row) block[row * stride + cell] = run[row];
}
template <typename T>
std::vector<T> take_column(const std::vector<T>& block, std::size_t cell, std::size_t stride) {
  std::vector<T> run;
  for (std::size_t at = cell; at < block.size(); at += stride) run.push_back(block[at]);
  return run;
}

}  // namespace

std::size_t numbers_per_run(const schema::Axes& axes, bool with_series) {
  const std::size_t always = outcome_table().size() + diagnostic_table().size() +
                             schema::by_trait_outcomes().size() * axes.trait_levels.size();
  if (!with_series) return always;
  const auto cohort = axes.cohort_families * (sizeof(std::int8_t) + sizeof(float)) / sizeof(double);
  return always + cohort + series_table().size() * axes.months +
         2 * cumulative_table().size() * axes.months_since;
}

Tiling tiling_of(const schema::Axes& axes, bool with_series) {
  const auto runs = std::max<std::size_t>(
      1, numbers_per_tile / std::max<std::size_t>(1, numbers_per_run(axes, with_series)));
  Tiling tiling;
  tiling.scenarios = std::min(runs, axes.scenarios.size());
  tiling.replications = std::min(std::max<std::size_t>(1, runs / tiling.scenarios), axes.replications);
  return tiling;
}

std::vector<Rectangle> tiles(const schema::Axes& axes, Tiling tiling) {
  std::vector<Rectangle> all;
  for (std::size_t r = 0; r < axes.replications; r += tiling.replications) {
    for (std::size_t s = 0; s < axes.scenarios.size(); s += tiling.scenarios) {
      all.push_back({s, std::min(tiling.scenarios, axes.scenarios.size() - s), r,
                     std::min(tiling.replications, axes.replications - r)});
    }
  }
  return all;
}

RunBlock::RunBlock(const schema::Axes& axes, Rectangle tile, bool with_series)
    : outcomes(arrays(outcome_table().size(), tile.runs())),
      reasons(outcome_table().size() * tile.runs(), no_reason_yet),
      diagnostics(diagnostic_table().size() * tile.runs(), std::numeric_limits<double>::quiet_NaN()),
      by_trait(arrays(axes.trait_levels.empty() ? 0 : schema::by_trait_outcomes().size(),
                      axes.trait_levels.size() * tile.runs())),
      series(arrays(with_series ? series_table().size() : 0, tile.runs() * axes.months)),
      cumulative(arrays(with_series ? cumulative_table().size() : 0, tile.runs() * axes.months_since)),
      at_risk(cumulative),
      cohorts(with_series ? tile.runs() : 0),
      status(tile.runs(), static_cast<std::int8_t>(schema::RunStatus::planned)),
      tile_(tile),
      with_series_(with_series),
      months_(axes.months),
      months_since_(axes.months_since) {}

std::size_t RunBlock::cell(std::size_t scenario, std::size_t replication) const {
  return (scenario - tile_.scenario) * tile_.replications + replication - tile_.replication;
}

void RunBlock::put(std::size_t scenario, std::size_t replication, const schema::ScenarioShape& shape,
                   const RunResult& run) {
  const auto at = cell(scenario, replication);
  status[at] = static_cast<std::int8_t>(run.failed ? schema::RunStatus::failed : schema::RunStatus::done);
  if (run.failed) return;
  const auto levels = shape.trait_levels.size();
  check_size(run.outcomes.size(), outcomes.size());
  check_size(run.by_trait.size(), levels * by_trait.size());
  for (std::size_t outcome = 0; outcome < outcomes.size(); ++outcome)
    outcomes[outcome][at] = run.outcomes[outcome];
  check_size(run.reasons.size(), outcomes.size());
  check_size(run.diagnostics.size(), diagnostic_table().size());
  put_column(reasons, at, tile_.runs(), run.reasons);
  put_column(diagnostics, at, tile_.runs(), run.diagnostics);
  for (std::size_t outcome = 0; outcome < by_trait.size(); ++outcome) {
    for (std::size_t level = 0; level < levels; ++level) {
      by_trait[outcome][shape.trait_levels[level] * tile_.runs() + at] =
          run.by_trait[outcome * levels + level];
    }
  }
  if (!with_series_) return;
  check_size(run.series.size(), series.size() * shape.months);
  check_size(run.cumulative.size(), cumulative.size() * shape.months_since);
  check_size(run.at_risk.size(), at_risk.size() * shape.months_since);
  put_curves(series, at, months_, run.series, shape.months);
  put_curves(cumulative, at, months_since_, run.cumulative, shape.months_since);
  put_curves(at_risk, at, months_since_, run.at_risk, shape.months_since);
  check_size(run.cohort.days_in_care.size(), run.cohort.state.size());
  cohorts[at] = run.cohort;
}

RunResult RunBlock::take(std::size_t scenario, std::size_t replication,
                         const schema::ScenarioShape& shape) const {
  const auto at = cell(scenario, replication);
  RunResult run;
  run.failed = status[at] == static_cast<std::int8_t>(schema::RunStatus::failed);
  if (run.failed) return run;
  for (const auto& outcome : outcomes) run.outcomes.push_back(outcome[at]);
  run.reasons = take_column(reasons, at, tile_.runs());
  run.diagnostics = take_column(diagnostics, at, tile_.runs());
  for (const auto& outcome : by_trait) {
    for (const auto level : shape.trait_levels) run.by_trait.push_back(outcome[level * tile_.runs() + at]);
  }
  run.series = take_curves(series, at, months_, shape.months);
  run.cumulative = take_curves(cumulative, at, months_since_, shape.months_since);
  run.at_risk = take_curves(at_risk, at, months_since_, shape.months_since);
  if (with_series_) run.cohort = cohorts[at];
  return run;
}

}  // namespace homeward
