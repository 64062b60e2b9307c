#include "sim/cli/study_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace homeward {

namespace {

/// An outcome with what its summary is made of; null where the outcome needs none.
struct Source {
  const ByRun* values{};
  const ByRun* numerator{};
  const ByRun* denominator{};
};

Runs runs_of(const Source& source, std::size_t scenario) {
  Runs runs{(*source.values)[scenario]};
  if (source.numerator != nullptr && source.denominator != nullptr) {
    runs.numerator = (*source.numerator)[scenario];
    runs.denominator = (*source.denominator)[scenario];
  }
  return runs;
}

void add_lines(std::vector<SummaryLine>& lines, const StudyNumbers& study, const OutcomeInfo& info,
               const std::string& level, const Source& source) {
  const Runs baseline = runs_of(source, study.baseline);
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    const Runs runs = runs_of(source, scenario);
    SummaryLine line{
        &info, level, scenario, summarise(info, runs.values, runs.numerator, runs.denominator), {}};
    if (scenario != study.baseline) line.difference = compare(info, runs, baseline);
    lines.push_back(std::move(line));
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

std::vector<SummaryLine> summary_lines(const StudyNumbers& study, std::span<const std::size_t> outcomes) {
  std::vector<SummaryLine> lines;
  for (const auto outcome : outcomes) {
    const auto& info = outcome_table()[outcome];
    Source source{&study.outcomes[outcome]};
    if (info.summary == Summary::ratio_of_means) {
      source.numerator = &study.outcomes[outcome_index(info.numerator)];
      source.denominator = &study.outcomes[outcome_index(info.denominator)];
    }
    add_lines(lines, study, info, "", source);
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
      Source source{&study.by_trait[*place][level]};
      if (numerator && denominator) {
        source.numerator = &study.by_trait[*numerator][level];
        source.denominator = &study.by_trait[*denominator][level];
      }
      add_lines(lines, study, info, study.trait_levels[level], source);
    }
  }
  return lines;
}

bool is_silent(const StudyNumbers& study, std::size_t outcome) {
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    const auto runs = study.outcomes[outcome][scenario];
    if (!std::all_of(runs.begin(), runs.end(), [](double value) { return std::isnan(value); })) return false;
  }
  return true;
}

}  // namespace homeward
