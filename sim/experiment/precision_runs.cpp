#include "sim/experiment/precision_runs.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace homeward {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Sets an element, with as many more before it as are needed.
template <typename List, typename Value>
void set(List& list, std::size_t at, Value value, Value otherwise) {
  if (list.size() <= at) list.resize(at + 1, otherwise);
  list[at] = value;
}

}  // namespace

PrecisionRuns::PrecisionRuns(std::span<const std::size_t> outcomes, std::size_t scenarios)
    : there_(scenarios) {
  for (const auto outcome : outcomes) {
    const auto& info = outcome_table()[outcome];
    add_column(outcome, scenarios);
    if (info.summary != Summary::ratio_of_means) continue;
    add_column(outcome_index(info.numerator), scenarios);
    add_column(outcome_index(info.denominator), scenarios);
  }
}

void PrecisionRuns::add_column(std::size_t outcome, std::size_t scenarios) {
  const auto is_there = [&](const Column& one) { return one.outcome == outcome; };
  if (std::any_of(columns_.begin(), columns_.end(), is_there)) return;
  columns_.push_back({outcome, std::vector<std::vector<double>>(scenarios), std::vector<Reason>(scenarios)});
}

bool PrecisionRuns::has(RunId run) const {
  const auto& there = there_[run.scenario];
  return run.replication < there.size() && there[run.replication];
}

void PrecisionRuns::put(RunId run, const RunResult& result) {
  for (auto& column : columns_) {
    const double value = result.failed ? nan : result.outcomes[column.outcome];
    set(column.values[run.scenario], run.replication, value, nan);
    const bool says_why = std::isnan(value) && !result.failed;
    if (says_why) column.reasons[run.scenario] = static_cast<Reason>(result.reasons[column.outcome]);
  }
  set(there_[run.scenario], run.replication, true, false);
}

const PrecisionRuns::Column& PrecisionRuns::column(std::size_t outcome) const {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const Column& one) { return one.outcome == outcome; });
  assert(found != columns_.end());
  return *found;
}

Runs PrecisionRuns::of(std::size_t outcome, std::size_t scenario, std::uint32_t replications) const {
  const auto first = [&](std::size_t which) {
    const auto& values = column(which).values[scenario];
    assert(values.size() >= replications);
    return std::span<const double>(values).first(replications);
  };
  const auto& info = outcome_table()[outcome];
  Runs runs{.values = first(outcome)};
  if (info.summary == Summary::ratio_of_means) {
    runs.numerator = first(outcome_index(info.numerator));
    runs.denominator = first(outcome_index(info.denominator));
  }
  return runs;
}

}  // namespace homeward
