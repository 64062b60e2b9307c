#include "sim/evidence/validate.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "sim/evidence/validate_bench.hpp"

namespace homeward {

double deviation(const Finding& finding, double value) {
  const double target =
      std::isnan(finding.target) ? (finding.target_low + finding.target_high) / 2 : finding.target;
  const double tolerance = value < target ? target - finding.target_low : finding.target_high - target;
  return value == target ? 0 : (value - target) / tolerance;
}

bool is_failure(const Finding& finding) {
  const bool put_in = finding.group == FindingGroup::calibrated || finding.group == FindingGroup::input ||
                      finding.group == FindingGroup::trial;
  return finding.verdict == Verdict::fails || (put_in && finding.verdict == Verdict::far_out);
}

void Bench::each(std::size_t count, const std::function<void(std::size_t)>& work) const {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads_);
  tbb::task_arena arena(static_cast<int>(threads_));
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          // Isolated: a thread that waits for the sites of its run must not begin another run meanwhile.
          for (std::size_t i = range.begin(); i < range.end() && !stop_.load(); ++i)
            tbb::this_task_arena::isolate([&] { work(i); });
        },
        tbb::simple_partitioner());
  });
  if (stop_.load()) throw ValidationInterrupted{};
}

RunRecord Bench::run(const Checked<Scenario>& scenario, std::uint32_t replication, bool logged) const {
  RunRecord record = simulate(scenario, seed_, replication, Logging{logged, {}});
  progress_.events += record.events;
  ++progress_.runs_done;
  return record;
}

Estimate estimate_over(const std::vector<std::vector<double>>& by_replication, std::size_t column,
                       Summary summary) {
  std::vector<double> values;
  for (const auto& row : by_replication) values.push_back(row[column]);
  OutcomeInfo as;
  as.summary = summary;
  return summarise(as, values);
}

std::uint32_t share_of(const ValidationQuestion& question, std::uint32_t replications) {
  return std::max(2U, static_cast<std::uint32_t>(std::lround(question.share * replications)));
}

std::size_t runs_of(const ValidationQuestion& question) {
  return runs_of_closed_forms(question) + runs_of_exact() + runs_of_baseline(question) + runs_of_start(question) +
         runs_of_trials(question);
}

Validation validate(const ValidationQuestion& question, std::size_t threads, Progress& progress,
                    const std::atomic<bool>& stop) {
  const Bench bench(question.seed, threads, progress, stop);
  Validation validation;
  for (auto* part : {closed_form_findings, exact_findings, start_findings, baseline_findings, trial_findings}) {
    auto findings = part(question, bench);
    std::move(findings.begin(), findings.end(), std::back_inserter(validation.findings));
  }
  auto& all = validation.findings;
  std::stable_sort(all.begin(), all.end(),
                   [](const Finding& a, const Finding& b) { return a.group < b.group; });
  // Bonferroni: the chance that any fails is at most the sum of the chances.
  validation.false_alarm =
      false_alarm_of_one * static_cast<double>(std::count_if(all.begin(), all.end(), [](const Finding& f) {
        return f.group == FindingGroup::closed_form;
      }));
  return validation;
}

}  // namespace homeward
