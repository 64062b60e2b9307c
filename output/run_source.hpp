#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "sim/measure/run_result.hpp"

namespace homeward {

/// What of a run is wanted: its numbers (outcomes, series, curves), or the rows of its long tables as well.
enum class Portion : std::uint8_t { numbers, everything };

/// Finished runs of one plan, wherever they are kept. Indices are those of the plan the source was opened
/// for.
class RunSource {
 public:
  virtual ~RunSource() = default;
  /// Whether the run is there, recorded at least as fully as the plan asks.
  virtual bool has(std::size_t scenario, std::uint32_t replication) const = 0;
  /// The run, or nothing if it is not there. With Portion::numbers the long tables may be empty.
  virtual std::optional<RunResult> load(std::size_t scenario, std::uint32_t replication, Portion portion) = 0;
};

/// Several sources as one; the first that has a run gives it. The sources must outlive it.
class FirstOf final : public RunSource {
 public:
  FirstOf(std::initializer_list<RunSource*> sources) : sources_(sources) {}

  bool has(std::size_t scenario, std::uint32_t replication) const override {
    for (const auto* source : sources_) {
      if (source->has(scenario, replication)) return true;
    }
    return false;
  }
  std::optional<RunResult> load(std::size_t scenario, std::uint32_t replication, Portion portion) override {
    for (auto* source : sources_) {
      if (auto run = source->load(scenario, replication, portion)) return run;
    }
    return std::nullopt;
  }

 private:
  std::vector<RunSource*> sources_;
};

}  // namespace homeward
