#pragma once

#include <cstddef>

#include "sim/measure/run_result.hpp"

namespace homeward {

/// Where finished runs go. Called for one run at a time and in the order of the list that was asked for, from
/// any thread. What it throws stops the pipeline and reaches the caller of run_all.
class RunSink {
 public:
  virtual ~RunSink() = default;
  /// @param run number of the run in its plan
  virtual void take(std::size_t run, RunResult&& result) = 0;
  /// What was taken is safe when this returns, where the sink keeps anything.
  virtual void flush() {}
};

}  // namespace homeward
