#include "sim/cli/study_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace homeward {

namespace {

/// An outcome with what its summary is made of; null where the outcome needs none.
struct OutcomeRuns {
  const ByRun* values{};
  const ByRun* numerator{};
  const ByRun* denominator{};
};

Runs runs_of(const OutcomeRuns& source, std::size_t scenario) {
  Runs runs{(*source.values)[scenario]};
  if (source.numerator != nullptr && source.denominator != nullptr) {
    runs.numerator = (*source.numerator)[scenario];
    runs.denominator = (*source.denominator)[scenario];
  }
  return runs;
}

RunSpan span_of(const StudyNumbers& study, std::size_t scenario) {
  return study.spans.empty() ? RunSpan{} : study.spans[scenario];
}

/// What the file says of an outcome; where all its runs are NaN without a reason, nobody was at risk.
Identified identified(const StudyNumbers& study, std::size_t outcome, std::size_t scenario,
                      const Estimate& estimate) {
  Identified found = study.identified[outcome][scenario];
  if (found.given() && std::isnan(estimate.mean) && study.done[scenario] > 0)
    found.reason = Reason::nobody_at_risk;
  return found;
}

SummaryLine line_of(const StudyNumbers& study, std::size_t outcome, const std::string& level,
                    std::size_t scenario, const OutcomeRuns& source) {
  const auto& info = outcome_table()[outcome];
  const Runs runs = runs_of(source, scenario);
  SummaryLine line;
  line.outcome = &info;
  line.trait_level = level;
  line.scenario = scenario;
  if (study.identified[outcome][scenario].given())
    line.estimate = summarise(info, runs.values, runs.numerator, runs.denominator);
  else
    line.estimate = summarise(info, {});
  line.identified = identified(study, outcome, scenario, line.estimate);
  line.reason = line.identified.given() ? followed_text(info, line.identified)
                                        : reason_text(info, line.identified.reason, span_of(study, scenario));
  return line;
}

void add_lines(std::vector<SummaryLine>& lines, const StudyNumbers& study, std::size_t outcome,
               const std::string& level, const OutcomeRuns& source) {
  const auto& info = outcome_table()[outcome];
  const auto first = lines.size();
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario)
    lines.push_back(line_of(study, outcome, level, scenario, source));
  const auto baseline = lines[first + study.baseline].identified.reason;
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    if (scenario == study.baseline) continue;
    auto& line = lines[first + scenario];
    line.no_difference = reason_of_difference(info, line.identified.reason, baseline,
                                              span_of(study, scenario), span_of(study, study.baseline));
    line.difference = line.no_difference == Reason::none
                          ? compare(info, runs_of(source, scenario), runs_of(source, study.baseline))
                          : no_difference();
  }
}

/// Place of an outcome among those measured by trait, or nothing.
std::optional<std::size_t> place_by_trait(std::size_t outcome) {
  const auto table = outcome_table();
  if (!table[outcome].by_trait) return std::nullopt;
  const auto before = std::count_if(table.begin(), table.begin() + static_cast<std::ptrdiff_t>(outcome),
                                    [](const auto& info) { return info.by_trait; });
  return static_cast<std::size_t>(before);
}

}  // namespace

std::string note_of(const SummaryLine& line) {
  if (!line.reason.empty() || line.no_difference == Reason::none) return line.reason;
  const auto& info = *line.outcome;
  return line.no_difference == Reason::unlike_periods ? reason_text(info, line.no_difference, {})
                                                      : "the baseline has none";
}

std::vector<SummaryLine> summary_lines(const StudyNumbers& study, std::span<const std::size_t> outcomes) {
  std::vector<SummaryLine> lines;
  for (const auto outcome : outcomes) {
    const auto& info = outcome_table()[outcome];
    OutcomeRuns source{&study.outcomes[outcome]};
    if (info.summary == Summary::ratio_of_means) {
      source.numerator = &study.outcomes[outcome_index(info.numerator)];
      source.denominator = &study.outcomes[outcome_index(info.denominator)];
    }
    add_lines(lines, study, outcome, "", source);
  }
  return lines;
}

std::vector<SummaryLine> trait_lines(const StudyNumbers& study, std::span<const std::size_t> outcomes) {
  std::vector<SummaryLine> lines;
  for (const auto outcome : outcomes) {
    const auto place = place_by_trait(outcome);
    if (!place) continue;
    const auto& info = outcome_table()[outcome];
    std::optional<std::size_t> numerator;
    std::optional<std::size_t> denominator;
    if (info.summary == Summary::ratio_of_means) {
      numerator = place_by_trait(outcome_index(info.numerator));
      denominator = place_by_trait(outcome_index(info.denominator));
    }
    for (std::size_t level = 0; level < study.trait_levels.size(); ++level) {
      OutcomeRuns source{&study.by_trait[*place][level]};
      if (numerator && denominator) {
        source.numerator = &study.by_trait[*numerator][level];
        source.denominator = &study.by_trait[*denominator][level];
      }
      add_lines(lines, study, outcome, study.trait_levels[level], source);
    }
  }
  return lines;
}

bool is_silent(const StudyNumbers& study, std::size_t outcome) {
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    if (study.identified[outcome][scenario].reason > Reason::nobody_at_risk) return false;
    const auto runs = study.outcomes[outcome][scenario];
    if (!std::all_of(runs.begin(), runs.end(), [](double value) { return std::isnan(value); })) return false;
  }
  return true;
}

}  // namespace homeward
