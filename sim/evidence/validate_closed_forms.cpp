#include <cmath>
#include <utility>

#include "sim/evidence/closed_forms_cases.hpp"
#include "sim/evidence/validate_bench.hpp"
#include "sim/scenario/read.hpp"

/// Means over replications against closed forms. A mean holds where it is within four standard errors, of as
/// many as Student's t needs to be no likelier to stray than a normal is.
namespace homeward {

namespace {

std::vector<theory::KnownCase> all_cases() {
  auto cases = theory::cases_of_care();
  for (auto& known : theory::cases_of_coaches()) cases.push_back(std::move(known));
  return cases;
}

/// The values of one case: by replication, by quantity.
using Values = std::vector<std::vector<double>>;

}  // namespace

Finding judge_closed_form(const theory::KnownCase& known, std::size_t quantity,
                          const std::vector<std::vector<double>>& by_replication) {
  const auto& what = known.quantities[quantity];
  const Estimate estimate = estimate_over(by_replication, quantity);
  Finding finding;
  finding.group = FindingGroup::closed_form;
  finding.section = known.section;
  finding.name = what.name;
  finding.units = what.units;
  finding.value = estimate.mean;
  finding.low = estimate.ci_low;
  finding.high = estimate.ci_high;
  finding.replications = static_cast<std::uint32_t>(estimate.n);
  finding.target = what.expected;
  finding.source = known.source;
  const double rounding = 1e-9 * std::abs(what.expected);
  const double standard_errors =
      estimate.n < 2 ? 0 : student_quantile(estimate.n, 1 - false_alarm_of_one) / std::sqrt(estimate.n);
  const double tolerance = standard_errors * estimate.sd + rounding;
  finding.target_low = what.expected - tolerance;
  finding.target_high = what.expected + tolerance;
  const bool holds = std::abs(estimate.mean - what.expected) <= tolerance;
  finding.verdict = holds ? Verdict::holds : Verdict::fails;
  return finding;
}

std::size_t runs_of_closed_forms(const ValidationQuestion& question) {
  std::size_t runs = 0;
  for (const auto& known : all_cases()) runs += share_of(question, known.replications);
  return runs;
}

std::vector<Finding> closed_form_findings(const ValidationQuestion& question, const Bench& bench) {
  const auto cases = all_cases();
  struct Run {
    std::size_t known;
    std::uint32_t replication;
  };
  std::vector<Run> runs;
  std::vector<Values> values(cases.size());
  std::vector<Checked<Scenario>> scenarios;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    scenarios.push_back(check(cases[c].scenario));
    values[c].resize(share_of(question, cases[c].replications));
    for (std::uint32_t r = 0; r < values[c].size(); ++r) runs.push_back({c, r});
  }
  bench.each(runs.size(), [&](std::size_t i) {
    const auto& known = cases[runs[i].known];
    const RunRecord record = bench.run(scenarios[runs[i].known], runs[i].replication, known.logged);
    values[runs[i].known][runs[i].replication] = known.measure(known.scenario, record);
  });
  std::vector<Finding> findings;
  for (std::size_t c = 0; c < cases.size(); ++c) {
    for (std::size_t q = 0; q < cases[c].quantities.size(); ++q)
      findings.push_back(judge_closed_form(cases[c], q, values[c]));
  }
  return findings;
}

}  // namespace homeward
