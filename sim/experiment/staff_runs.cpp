#include "sim/experiment/staff_runs.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/measure/identification.hpp"

namespace homeward {

namespace {

/// Keeps the outcomes of runs of one scenario as columns.
class Columns final : public RunSink {
 public:
  explicit Columns(OutcomeColumns& columns) : columns_(columns) {}
  void take(std::size_t, RunResult&& result) override {
    if (result.failed) throw RunError("a run failed: " + result.reason);
    for (std::size_t outcome = 0; outcome < columns_.size(); ++outcome)
      columns_[outcome].push_back(result.outcomes[outcome]);
    for (std::size_t i = 0; i < diagnostics_.size(); ++i) diagnostics_[i].push_back(result.diagnostics[i]);
    for (std::size_t outcome = 0; outcome < reasons_.size(); ++outcome)
      reasons_[outcome].push_back(result.reasons[outcome]);
  }
  void refuse_what_no_positions_give(std::span<const StaffTarget> targets) const {
    for (const auto& target : targets) {
      const auto reason = identify(target.outcome, reasons_[target.outcome], diagnostics_).reason;
      const bool hangs_on_positions =
          reason <= Reason::nobody_at_risk || reason == Reason::open_waits || reason == Reason::queue_grows;
      if (!hangs_on_positions) throw OutcomeNotGiven{target.outcome, reason};
    }
  }
  /// A queue that grows without limit meets no target on waiting, whatever it was in these runs.
  void take_waits_of_a_growing_queue() {
    if (!queue_grows(diagnostics_)) return;
    for (std::size_t outcome = 0; outcome < columns_.size(); ++outcome) {
      if (is_of_waiting(outcome_table()[outcome]))
        std::ranges::fill(columns_[outcome], std::numeric_limits<double>::quiet_NaN());
    }
  }

 private:
  OutcomeColumns& columns_;
  std::vector<std::vector<double>> diagnostics_{diagnostic_table().size()};
  std::vector<std::vector<std::int8_t>> reasons_{outcome_table().size()};
};

}  // namespace

OutcomeColumns simulate_replications(const Checked<Scenario>& scenario, std::uint64_t seed,
                                     std::uint32_t first, std::uint32_t count, const Simulator& simulator,
                                     const Workers& workers, Progress& progress,
                                     const std::atomic<bool>& stop, std::span<const StaffTarget> targets) {
  RunPlan plan;
  plan.scenarios.push_back({scenario, {}, {}, {}});
  plan.replications = first + count;
  plan.seed = seed;
  plan.record = RecordLevel::runs;
  std::vector<std::size_t> runs(count);
  std::iota(runs.begin(), runs.end(), std::size_t{first});
  OutcomeColumns columns(outcome_table().size());
  Columns sink(columns);
  if (run_all(plan, runs, simulator, sink, workers, progress, stop) < count) throw StaffInterrupted{};
  sink.refuse_what_no_positions_give(targets);
  sink.take_waits_of_a_growing_queue();
  return columns;
}

}  // namespace homeward
