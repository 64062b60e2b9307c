#include <cmath>
#include <string>
#include <utility>

#include "sim/evidence/published.hpp"
#include "sim/evidence/validate_bench.hpp"
#include "sim/evidence/validate_patterns.hpp"
#include "sim/measure/measure.hpp"
#include "sim/scenario/read.hpp"

/// The baseline against published figures, and paired with coaches.
namespace homeward {

namespace {

FindingGroup group_of(FigureUse use) {
  switch (use) {
    case FigureUse::calibrated:
      return FindingGroup::calibrated;
    case FigureUse::predicted:
      return FindingGroup::predicted;
    case FigureUse::input:
      break;
  }
  return FindingGroup::input;
}

Verdict verdict_of(const Finding& finding) {
  if (std::isnan(finding.value)) return Verdict::not_measured;
  const double off = std::abs(deviation(finding, finding.value));
  if (off <= 1) return Verdict::inside;
  return off <= 2 ? Verdict::outside : Verdict::far_out;
}

Finding judge(const PublishedFigure& figure, const Estimate& estimate) {
  Finding finding;
  finding.group = group_of(figure.use);
  finding.section = "";
  finding.name = figure.long_name;
  finding.units = figure.units;
  finding.value = estimate.mean;
  finding.low = estimate.ci_low;
  finding.high = estimate.ci_high;
  finding.replications = static_cast<std::uint32_t>(estimate.n);
  finding.target = figure.value;
  finding.target_low = figure.low;
  finding.target_high = figure.high;
  finding.source = figure.source;
  finding.note = figure.definition;
  finding.verdict = verdict_of(finding);
  return finding;
}

constexpr std::size_t runs_of_a_replication = 4;

}  // namespace

std::size_t runs_of_baseline(const ValidationQuestion& question) {
  return runs_of_a_replication * question.replications;
}

std::vector<Finding> baseline_findings(const ValidationQuestion& question, const Bench& bench) {
  const auto& baseline = question.baseline;
  const auto ample = check(with_ample_coaches(*baseline, *question.plan));
  const auto powerless = check(without_effect(*ample));
  const auto selective = check(with_strong_selection(*ample));
  std::vector<std::vector<double>> figures(question.replications), patterns(question.replications);
  bench.each(question.replications, [&](std::size_t i) {
    const auto r = static_cast<std::uint32_t>(i);
    const RunRecord without = bench.run(baseline, r, false);
    figures[i] = measure_published({*baseline, without, measure(*baseline, without, RecordLevel::series)});
    const RunRecord with = bench.run(ample, r, true);
    const RunRecord no_effect = bench.run(powerless, r, true);
    const RunRecord strong_selection = bench.run(selective, r, false);
    patterns[i] = measure_patterns({*ample, without, with, no_effect, strong_selection, bench.seed(), r});
  });
  std::vector<Finding> findings;
  const auto published = published_figures();
  for (std::size_t i = 0; i < published.size(); ++i)
    findings.push_back(judge(published[i], estimate_over(figures, i)));
  for (auto& finding : pattern_findings(patterns)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace homeward
