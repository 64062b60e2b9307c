#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "output/schema.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// A rectangle of runs: some scenarios times some replications.
struct Rectangle {
  std::size_t scenario{}, scenarios{};        ///< first, and how many
  std::size_t replication{}, replications{};  ///< likewise
  std::size_t runs() const { return scenarios * replications; }
  bool holds(std::size_t s, std::size_t r) const {
    return s >= scenario && s < scenario + scenarios && r >= replication && r < replication + replications;
  }
};

/// Numbers kept of one run of these axes.
std::size_t numbers_per_run(const schema::Axes& axes, bool with_series);

/// The rectangles in which a file is written and read, about 32 MiB each: also the shape of its chunks.
struct Tiling {
  std::size_t scenarios{};
  std::size_t replications{};
};
Tiling tiling_of(const schema::Axes& axes, bool with_series);
std::vector<Rectangle> tiles(const schema::Axes& axes, Tiling tiling);

/// Where a reason would stand of a run that is not done.
inline constexpr std::int8_t no_reason_yet = -1;

/// The numbers of a rectangle of runs, laid out as in the file: one array a dataset, so that each is moved by
/// one call. NaN where nothing was put.
class RunBlock {
 public:
  RunBlock(const schema::Axes& axes, Rectangle tile, bool with_series);

  /// Puts one run's numbers in their place. Throws RunError if they are not of the scenario's shape.
  void put(std::size_t scenario, std::size_t replication, const schema::ScenarioShape& shape,
           const RunResult& run);
  /// The numbers of one run, with its status and without its long tables.
  RunResult take(std::size_t scenario, std::size_t replication, const schema::ScenarioShape& shape) const;

  const Rectangle& tile() const { return tile_; }
  bool with_series() const { return with_series_; }

  std::vector<std::vector<double>> outcomes;  ///< [outcome] -> [scenario][replication]
  std::vector<std::int8_t> reasons;           ///< [outcome][scenario][replication]: Reason, or no_reason_yet
  std::vector<double> diagnostics;            ///< [diagnostic][scenario][replication]
  std::vector<std::vector<double>> by_trait;  ///< [outcome by trait] -> [level][scenario][replication]
  std::vector<std::vector<double>> series;    ///< [series] -> [scenario][replication][month]
  std::vector<std::vector<double>> cumulative;  ///< [event] -> [scenario][replication][month_since]
  std::vector<std::vector<double>> at_risk;     ///< like cumulative
  std::vector<CohortFamilies> cohorts;          ///< [scenario][replication]; empty below series
  std::vector<std::int8_t> status;              ///< [scenario][replication]: schema::RunStatus

 private:
  std::size_t cell(std::size_t scenario, std::size_t replication) const;

  Rectangle tile_;
  bool with_series_;
  std::size_t months_;
  std::size_t months_since_;
};

}  // namespace homeward
