#include <cmath>
#include <string>
#include <utility>

#include "sim/evidence/validate_bench.hpp"
#include "sim/measure/measure.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/read.hpp"

/// A plan that starts coaching some years before the opening stands there as if it had always coached: held by margins that
/// were chosen beforehand (a failure is an interval beyond one), a tenth of what coaching changes or less.
namespace homeward {

namespace {

struct Margin {
  std::string_view outcome;
  double margin{};  ///< of the difference; relative: of its share in the level
  bool relative{};
};
constexpr std::array<Margin, 4> margins{{{"reunified_12_months", 0.002, false},
                                         {"reentry_12_months", 0.003, false},
                                         {"families_coached", 0.01, true},
                                         {"sustained_reunifications", 0.005, true}}};

bool starts_late(const ValidationQuestion& question) {
  return std::isfinite(question.plan->program_start_days);
}

Finding judge(const Margin& margin, const std::vector<std::vector<double>>& differences, std::size_t column) {
  const auto estimate = estimate_over(differences, column);
  Finding finding;
  finding.group = FindingGroup::exact;
  finding.section = "Plans: coaching from its start on against coaching through all of the warm-up, by a margin";
  finding.name = std::string(margin.outcome) + (margin.relative ? ", relative difference" : ", difference");
  finding.value = estimate.mean;
  finding.low = estimate.ci_low;
  finding.high = estimate.ci_high;
  finding.replications = static_cast<std::uint32_t>(estimate.n);
  finding.target = 0;
  finding.target_low = -margin.margin;
  finding.target_high = margin.margin;
  // A failure is shown, not just not ruled out: the whole interval lies beyond the margin.
  const bool beyond = estimate.ci_low > margin.margin || estimate.ci_high < -margin.margin;
  finding.verdict = beyond ? Verdict::fails : Verdict::holds;
  finding.note = "set run.warm_up_years or an earlier program.start_days";
  return finding;
}

}  // namespace

std::size_t runs_of_start(const ValidationQuestion& question) {
  return starts_late(question) ? 2 * question.replications : 0;
}

std::vector<Finding> start_findings(const ValidationQuestion& question, const Bench& bench) {
  std::vector<Finding> findings;
  if (!starts_late(question)) return findings;
  Scenario late = *question.plan, ever = late;
  give_past(late, *question.baseline);
  ever.program_start_days = -forever;
  ever.program_before.reset();
  const auto from_start = check(std::move(late)), all_along = check(std::move(ever));
  std::vector<std::vector<double>> differences(question.replications);
  bench.each(question.replications, [&](std::size_t i) {
    const auto r = static_cast<std::uint32_t>(i);
    const auto outcomes_of = [&](const Checked<Scenario>& plan) {
      return measure(*plan, bench.run(plan, r, false), RecordLevel::runs).outcomes;
    };
    const auto a = outcomes_of(from_start), b = outcomes_of(all_along);
    for (const Margin& margin : margins) {
      const auto outcome = outcome_index(margin.outcome);
      differences[i].push_back((a[outcome] - b[outcome]) / (margin.relative ? b[outcome] : 1));
    }
  });
  for (std::size_t column = 0; column < margins.size(); ++column)
    findings.push_back(judge(margins[column], differences, column));
  return findings;
}

}  // namespace homeward
