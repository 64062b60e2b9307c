#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "sim/evidence/closed_forms_cases.hpp"
#include "sim/evidence/validate.hpp"
#include "sim/measure/intervals.hpp"
#include "sim/model/replication.hpp"

/// Where the runs of a validation are made, and the parts that it is put together from.
namespace homeward {

/// Simulates side by side on so many threads.
class Bench {
 public:
  Bench(std::uint64_t seed, std::size_t threads, Progress& progress, const std::atomic<bool>& stop)
      : seed_(seed), threads_(threads), progress_(progress), stop_(stop) {}

  /// Calls work(i) for each i below count, many at a time and in no order: each must write to a place of its
  /// own. Throws ValidationInterrupted once asked to stop.
  void each(std::size_t count, const std::function<void(std::size_t)>& work) const;

  /// Simulates one replication and counts it.
  RunRecord run(const Checked<Scenario>& scenario, std::uint32_t replication, bool logged) const;

  std::uint64_t seed() const { return seed_; }
  std::size_t threads() const { return threads_; }
  const std::atomic<bool>& stop() const { return stop_; }
  Progress& progress() const { return progress_; }

 private:
  std::uint64_t seed_;
  std::size_t threads_;
  Progress& progress_;
  const std::atomic<bool>& stop_;
};

/// One column of numbers, a replication each, summed up; NaN do not count.
Estimate estimate_over(const std::vector<std::vector<double>>& by_replication, std::size_t column,
                       Summary summary = Summary::mean);

/// One quantity of a case, from its values by replication and quantity.
Finding judge_closed_form(const theory::KnownCase& known, std::size_t quantity,
                          const std::vector<std::vector<double>>& by_replication);

/// The parts: findings in the order of a table.
std::vector<Finding> closed_form_findings(const ValidationQuestion& question, const Bench& bench);
std::vector<Finding> exact_findings(const ValidationQuestion& question, const Bench& bench);
std::vector<Finding> baseline_findings(const ValidationQuestion& question, const Bench& bench);
std::vector<Finding> start_findings(const ValidationQuestion& question, const Bench& bench);
std::vector<Finding> trial_findings(const ValidationQuestion& question, const Bench& bench);

/// Replications of a closed form of which so many are usual.
std::uint32_t share_of(const ValidationQuestion& question, std::uint32_t replications);
std::size_t runs_of_closed_forms(const ValidationQuestion& question);
std::size_t runs_of_exact();
std::size_t runs_of_baseline(const ValidationQuestion& question);
std::size_t runs_of_start(const ValidationQuestion& question);
std::size_t runs_of_trials(const ValidationQuestion& question);

/// The chance that a comparison fails by luck alone: that of a normal beyond four standard errors.
inline constexpr double false_alarm_of_one = 6.334e-5;

/// The baseline with the program of the plan, but with coaches for everybody who would accept one (three
/// times as many as the shipped plan has), and hours enough for all of them.
Scenario with_ample_coaches(const Scenario& baseline, const Scenario& plan);
/// The same where support moves needs, which move nothing.
Scenario without_effect(Scenario scenario);
/// The same where families that go home sooner accept a coach far more often.
Scenario with_strong_selection(Scenario scenario);
/// The same without a relationship, and with support that does nothing without one.
Scenario without_trust(Scenario scenario);

}  // namespace homeward
