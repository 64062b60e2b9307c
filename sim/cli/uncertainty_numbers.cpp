#include "sim/cli/uncertainty_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "output/results_evidence.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/core/catalogs.hpp"
#include "sim/core/issues.hpp"
#include "sim/measure/identification.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

DrawLayout layout_in(const ResultsFile& file) {
  const auto& names = file.axes().scenarios;
  std::vector<std::string> plans;
  std::vector<std::uint32_t> numbers;
  for (const auto& draw : file.draws()) {
    plans.push_back(draw.plan);
    numbers.push_back(draw.number);
  }
  const auto baseline = std::find(names.begin(), names.end(), file.baseline()) - names.begin();
  return lay_out_draws(plans, numbers, static_cast<std::size_t>(baseline));
}

std::size_t plan_named(const DrawLayout& layout, const std::string& name) {
  const auto found = std::find(layout.plans.begin(), layout.plans.end(), name);
  if (found != layout.plans.end()) return static_cast<std::size_t>(found - layout.plans.begin());
  const auto meant = nearest(name, layout.plans);
  throw UsageError(fmt::format("--baseline {}: no plan has this name{}", name,
                               meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant)));
}

/// As drawn_numbers() gives them of a plan of runs.
DrawnNumbers numbers_in(const ResultsFile& file, const DrawLayout& layout) {
  DrawnNumbers all(layout.plans.size());
  for (const auto& [key, role] : file.factor_roles()) {
    if (role != "uncertainty") continue;
    for (const auto& [name, values] : file.factor_values(key)) {
      std::vector<DrawnNumber> numbers;
      bool varies = false;
      for (const auto& scenarios : layout.scenarios) {
        auto& number = numbers.emplace_back(DrawnNumber{name, key, {}});
        for (const auto& i : scenarios)
          number.values.push_back(i ? values[*i] : std::numeric_limits<double>::quiet_NaN());
        for (const double value : number.values) varies = varies || value != number.values.front();
      }
      for (std::size_t plan = 0; varies && plan < numbers.size(); ++plan)
        all[plan].push_back(std::move(numbers[plan]));
    }
  }
  return all;
}

/// How well each number is known, as the file's evidence register says.
std::vector<std::string> grades_in(const ResultsFile& file, const std::vector<DrawnNumber>& numbers) {
  std::map<std::string, std::string> known;
  const auto evidence = read_evidence(file);
  for (const auto& row : evidence.rows)
    if (row.grade) known.emplace(row.parameter, grade_names[index(*row.grade)]);
  std::vector<std::string> grades;
  for (const auto& number : numbers) grades.push_back(known[number.name]);
  return grades;
}

/// One outcome of all runs, with those it is a ratio of.
class OutcomeValues {
 public:
  OutcomeValues(const ResultsFile& file, const OutcomeInfo& outcome)
      : stored_(file.axes().replications), used_(file.summary_replications()) {
    values_ = read(file, outcome.name);
    if (outcome.summary != Summary::ratio_of_means) return;
    numerator_ = read(file, outcome.numerator);
    denominator_ = read(file, outcome.denominator);
  }
  Runs of(std::size_t scenario) const {
    return {part(values_, scenario), part(numerator_, scenario), part(denominator_, scenario)};
  }

 private:
  std::vector<double> read(const ResultsFile& file, std::string_view name) const {
    const auto& there = file.outcomes();
    if (std::find(there.begin(), there.end(), name) != there.end()) return file.values(name);
    return std::vector<double>(file.axes().scenarios.size() * stored_,
                               std::numeric_limits<double>::quiet_NaN());
  }
  std::span<const double> part(const std::vector<double>& all, std::size_t scenario) const {
    if (all.empty()) return {};
    return std::span(all).subspan(scenario * stored_, used_);
  }

  std::size_t stored_;
  std::size_t used_;
  std::vector<double> values_, numerator_, denominator_;
};

/// What the scenarios of a file cannot give, and which of them cannot be compared.
class Reasons {
 public:
  Reasons(const ResultsFile& file, const OutcomeInfo& outcome)
      : outcome_(outcome), found_(file.identified(outcome.name)), spans_(file.spans()) {
    spans_.resize(found_.size());
  }
  Reason of(std::size_t scenario) const { return found_[scenario].reason; }
  Reason of_difference(std::size_t scenario, std::size_t against) const {
    return reason_of_difference(outcome_, of(scenario), of(against), spans_[scenario], spans_[against]);
  }
  /// Why the draws of a plan have no number, or none beside another plan; where all have, on whom it rests.
  std::string note(const DrawLayout& layout, std::size_t plan, std::optional<std::size_t> against) const {
    std::map<Reason, std::size_t> draws_of;
    std::size_t draws = 0, lacking = 0;
    RunSpan span;
    for (std::size_t draw = 0; draw < layout.draws; ++draw) {
      const auto own = layout.scenarios[plan][draw];
      const auto other = layout.scenarios[against.value_or(plan)][draw];
      if (!own || !other) continue;
      const Reason reason = against ? of_difference(*own, *other) : of(*own);
      ++draws;
      if (reason == Reason::none) continue;
      ++lacking;
      ++draws_of[reason];
      span = spans_[of(*own) == reason ? *own : *other];
    }
    if (lacking == 0) return followed_so_far(layout.scenarios[plan]);
    const auto most = std::ranges::max_element(draws_of, {}, &std::pair<const Reason, std::size_t>::second);
    const auto text = reason_text(outcome_, most->first, span);
    return lacking == draws ? text : fmt::format("in {} of {} draws: {}", lacking, draws, text);
  }

 private:
  /// Of the draw with the least part of its population followed.
  std::string followed_so_far(const std::vector<std::optional<std::size_t>>& scenarios) const {
    const Identified* least = nullptr;
    for (const auto& scenario : scenarios)
      if (scenario && found_[*scenario].partly() &&
          (least == nullptr || found_[*scenario].followed < least->followed))
        least = &found_[*scenario];
    return least == nullptr ? "" : followed_text(outcome_, *least);
  }

  const OutcomeInfo& outcome_;
  std::vector<Identified> found_;
  std::vector<RunSpan> spans_;
};

UncertaintyStudy::Line line_of(const ResultsFile& file, const OutcomeInfo& info, const DrawLayout& layout,
                               UncertaintyAnalysis& analysis) {
  const OutcomeValues values(file, info);
  const Reasons reasons(file, info);
  const auto runs_of = [&](std::size_t scenario) {
    return reasons.of(scenario) == Reason::none ? values.of(scenario) : Runs{};
  };
  const auto comparable = [&](std::size_t scenario, std::size_t against) {
    return reasons.of_difference(scenario, against) == Reason::none;
  };
  UncertaintyStudy::Line line{&info, analysis.analyse(info, {runs_of, comparable}), {}, {}};
  for (std::size_t plan = 0; plan < layout.plans.size(); ++plan) {
    line.notes.push_back(reasons.note(layout, plan, std::nullopt));
    line.difference_notes.push_back(reasons.note(layout, plan, layout.baseline));
  }
  return line;
}

/// Whether a note names more than that there is nobody to count.
bool says_why(const UncertaintyStudy::Line& line, const std::vector<std::string>& notes) {
  const auto nobody = reason_text(*line.outcome, Reason::nobody_at_risk, {});
  return std::ranges::any_of(notes, [&](const std::string& note) { return !note.empty() && note != nobody; });
}

}  // namespace

UncertaintyStudy read_uncertainty(const ResultsFile& file, std::span<const std::size_t> outcomes,
                                  const std::string& baseline) {
  UncertaintyStudy study{layout_in(file), {}, {}, {}, file.summary_replications(), {}};
  if (!baseline.empty()) study.layout.baseline = plan_named(study.layout, baseline);
  study.numbers = numbers_in(file, study.layout);
  study.grades = grades_in(file, study.numbers.front());
  UncertaintyAnalysis analysis(study.layout, study.numbers);
  study.pairs = analysis.pairs();
  for (const auto outcome : outcomes) {
    study.lines.push_back(line_of(file, outcome_table()[outcome], study.layout, analysis));
  }
  return study;
}

std::vector<std::size_t> outcomes_in_doubt() {
  auto outcomes = key_outcomes();
  outcomes.push_back(outcome_index("cost_per_sustained_reunification"));
  return outcomes;
}

void drop_silent(UncertaintyStudy& study) {
  std::erase_if(study.lines, [](const UncertaintyStudy::Line& line) {
    return !says_why(line, line.notes) &&
           std::ranges::all_of(line.found.plans, [](const auto& plan) { return std::isnan(plan.mean); });
  });
}

void drop_without_difference(UncertaintyStudy& study) {
  std::erase_if(study.lines, [&](const UncertaintyStudy::Line& line) {
    if (says_why(line, line.difference_notes)) return false;
    const auto& differences = line.found.differences;
    for (std::size_t plan = 0; plan < differences.size(); ++plan)
      if (plan != study.layout.baseline && !std::isnan(differences[plan].mean)) return false;
    return true;
  });
}

double share_of(const VarianceComponent& component, const CrossedEstimate& estimate) {
  const double all = estimate.doubt.estimate + estimate.luck.estimate + estimate.interaction.estimate;
  return all > 0 ? component.estimate / all : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::size_t> strongest(const Sensitivity& sensitivity, std::size_t most) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < sensitivity.effects.size(); ++i) {
    const auto& effect = sensitivity.effects[i];
    if (effect.ci_low > 0 || effect.ci_high < 0) places.push_back(i);
  }
  std::stable_sort(places.begin(), places.end(), [&](auto a, auto b) {
    return std::abs(sensitivity.effects[a].effect) > std::abs(sensitivity.effects[b].effect);
  });
  places.resize(std::min(places.size(), most));
  return places;
}

}  // namespace homeward
