#include "sim/evidence/calibration_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "sim/evidence/parameter_space.hpp"
#include "sim/evidence/simulate_published.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/reference_relationship.hpp"

namespace homeward {

namespace {

/// Keeps every column of every run, by vector.
class Columns final : public RunSink {
 public:
  explicit Columns(const RunPlan& plan) : plan_(plan), runs_(plan.scenarios.size()) {}

  void take(std::size_t run, RunResult&& result) override {
    if (result.failed) throw RunError("a run failed: " + result.reason);
    runs_[run_id(plan_, run).scenario].push_back(std::move(result.outcomes));
  }

  std::vector<std::vector<Simulated>> summarise() const {
    std::vector<std::vector<Simulated>> all;
    for (const auto& runs : runs_) {
      auto& columns = all.emplace_back();
      for (std::size_t column = 0; column < runs.front().size(); ++column) {
        std::vector<double> replications;
        for (const auto& run : runs) replications.push_back(run[column]);
        columns.push_back(summarise_figure(replications));
      }
    }
    return all;
  }

 private:
  const RunPlan& plan_;
  std::vector<std::vector<std::vector<double>>> runs_;  ///< [vector][replication][column]
};

}  // namespace

Checked<Scenario> scenario_at(const Calibration& calibration, std::span<const double> values) {
  const Scenario& base = *calibration.base->scenario();
  auto derived = calibration.base->derive(base.name, with_reference(base, settings_of(calibration, values)));
  if (!derived.issues.empty()) {
    for (auto& issue : derived.issues)
      issue.text += " (the ranges of the parameters allow values that do not go together; narrow them)";
    throw InputError(std::move(derived.issues));
  }
  give_past(derived.scenario, base);
  return Checked<Scenario>::vouch(std::move(derived.scenario));
}

namespace {

std::vector<std::shared_ptr<const Contrast>> contrasts_of(const Calibration& calibration) {
  std::vector<std::shared_ptr<const Contrast>> contrasts;
  for (const auto& target : calibration.targets)
    if (target.contrast != nullptr) contrasts.push_back(target.contrast);
  return contrasts;
}

}  // namespace

CalibrationRuns::CalibrationRuns(const Calibration& calibration, std::size_t threads, std::uint64_t memory_bytes)
    : calibration_(calibration),
      threads_(threads),
      memory_bytes_(memory_bytes),
      contrasts_(contrasts_of(calibration)),
      has_contrasts_(!contrasts_of(calibration).empty()) {}

bool CalibrationRuns::has_figures() const {
  return std::any_of(calibration_.targets.begin(), calibration_.targets.end(),
                     [](const auto& target) { return target.contrast == nullptr; });
}

std::size_t CalibrationRuns::runs(std::size_t vectors, std::uint32_t count) const {
  return (has_figures() ? vectors * count : 0) + contrasts_.runs(vectors, count);
}

std::vector<std::vector<Simulated>> CalibrationRuns::simulate(std::span<const std::vector<double>> vectors,
                                                              std::uint32_t first, std::uint32_t count,
                                                              Progress& progress, const std::atomic<bool>& stop) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<Simulated>> all(vectors.size(),
                                          std::vector<Simulated>(base_columns(), Simulated{none, none, none, none}));
  if (has_figures()) all = simulate_base(vectors, first, count, progress, stop);
  if (!has_contrasts_) return all;
  std::vector<std::vector<Setting>> settings;
  for (const auto& values : vectors) settings.push_back(settings_of(calibration_, values));
  try {
    const auto found =
        contrasts_.simulate(settings, first, count, Bench(calibration_.seed, threads_, progress, stop));
    for (std::size_t v = 0; v < all.size(); ++v) all[v].insert(all[v].end(), found[v].begin(), found[v].end());
  } catch (const ValidationInterrupted&) {
    throw CalibrationInterrupted{};
  }
  return all;
}

std::vector<std::vector<Simulated>> CalibrationRuns::simulate_base(std::span<const std::vector<double>> vectors,
                                                                   std::uint32_t first, std::uint32_t count,
                                                                   Progress& progress,
                                                                   const std::atomic<bool>& stop) const {
  RunPlan plan;
  for (const auto& values : vectors) plan.scenarios.push_back({scenario_at(calibration_, values), {}, {}, {}});
  plan.replications = first + count;
  plan.seed = calibration_.seed;
  plan.record = RecordLevel::runs;
  std::vector<std::size_t> runs(count * vectors.size());
  std::iota(runs.begin(), runs.end(), first * vectors.size());
  Columns columns(plan);
  const auto workers = workers_for(plan, threads_, memory_bytes_);
  if (run_all(plan, runs, simulate_with_published, columns, workers, progress, stop) < runs.size())
    throw CalibrationInterrupted{};
  return columns.summarise();
}

}  // namespace homeward
