#pragma once

#include "sim/experiment/pipeline.hpp"

namespace homeward {

/// The simulator of the model whose results also hold the published figures: RunResult::outcomes goes on,
/// behind the values of outcome_table(), with those of published_figures().
RunResult simulate_with_published(const RunPlan& plan, RunId run);

}  // namespace homeward
