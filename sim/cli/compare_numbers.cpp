#include "sim/cli/compare_numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

ComparedLine compared(const SummaryLine& line, const Estimate& baseline) {
  const auto& difference = *line.difference;
  ComparedLine made{line.outcome,
                    line.scenario,
                    line.estimate,
                    baseline,
                    difference,
                    line.no_difference,
                    note_of(line),
                    {},
                    {},
                    {},
                    {}};
  const bool lower = line.outcome->better == Better::lower;
  made.share_better = lower ? difference.share_lower : difference.share_higher;
  made.confidence_better = lower ? 1 - difference.confidence_higher : difference.confidence_higher;
  // Independent runs have Var A + Var B where pairs have Var(A - B): they need so many times the runs.
  made.unpaired_replications = std::ceil(difference.n * difference.variance_ratio);
  return made;
}

}  // namespace

Comparisons compare_plans(StudyNumbers study, std::span<const std::size_t> outcomes,
                          std::vector<FamilyChangeEstimates> families) {
  Comparisons all;
  const auto lines = summary_lines(study, outcomes);
  const auto scenarios = study.scenarios.size();
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (!lines[at].difference) continue;
    const auto& baseline = lines[at / scenarios * scenarios + study.baseline];
    all.lines.push_back(compared(lines[at], baseline.estimate));
    all.intervals += std::isnan(lines[at].difference->ci_low) ? 0 : 1;
  }
  for (auto& line : all.lines) {
    line.together =
        simultaneous_interval(*line.outcome, line.difference, std::max<std::size_t>(1, all.intervals));
  }
  all.study = std::move(study);
  all.families = std::move(families);
  return all;
}

bool has_pair(const StudyNumbers& study, std::size_t outcome) {
  const auto lacks = [](const Identified& found) { return found.reason > Reason::nobody_at_risk; };
  if (std::ranges::any_of(study.identified[outcome], lacks)) return true;
  const auto& runs = study.outcomes[outcome];
  for (std::size_t scenario = 0; scenario < study.scenarios.size(); ++scenario) {
    for (std::size_t r = 0; scenario != study.baseline && r < runs[scenario].size(); ++r) {
      if (!std::isnan(runs[scenario][r]) && !std::isnan(runs[study.baseline][r])) return true;
    }
  }
  return false;
}

bool says_what_coaching_does(std::string_view key) {
  constexpr std::array<std::string_view, 3> tables{"effects.", "support.", "trust."};
  return std::any_of(tables.begin(), tables.end(), [&](auto table) { return key.starts_with(table); });
}

EffectSources effect_sources(const ResultsFile& file, std::size_t most_scenarios) {
  std::map<std::string, Grade> grades;
  const auto scenarios = std::min(file.axes().scenarios.size(), most_scenarios);
  for (std::size_t i = 0; i < scenarios; ++i) {
    try {
      const auto scenario = read_stored_scenario(file.resolved_toml(i), file.path().string());
      for (const auto& source : scenario->sources) {
        if (says_what_coaching_does(source.key)) grades.insert_or_assign(source.key, source.grade);
      }
    } catch (const InputError&) {
      // Written by a program with other keys: what it rests on cannot be told.
    }
  }
  EffectSources sources;
  for (const auto& [key, grade] : grades) {
    sources.measured += grade == Grade::measured ? 1 : 0;
    sources.published_elsewhere += grade == Grade::published_elsewhere ? 1 : 0;
    sources.expert += grade == Grade::expert ? 1 : 0;
    if (grade == Grade::assumption) sources.assumptions.push_back(key);
  }
  return sources;
}

}  // namespace homeward
