#include "sim/cli/uncertainty_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "output/results_evidence.hpp"
#include "sim/cli/compare_view.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/cli/switch_view.hpp"
#include "sim/cli/uncertainty_view.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/printable.hpp"

namespace homeward {

namespace {

UncertaintyStudy study_for(const ResultsFile& file, const UncertaintyQuestion& question) {
  auto study = read_uncertainty(file, question.outcomes, question.baseline);
  if (!question.silent) drop_silent(study);
  return study;
}

std::string as_json(const ResultsFile& file, const UncertaintyStudy& study) {
  JsonWriter json;
  json.begin_object().field("file", file.path().string()).field("title", file.title());
  json.field("seed", fmt::format("{}", file.seed())).field("complete", file.complete());
  add_uncertainty(json, study);
  json.end_object();
  return json.text();
}

std::string heading(const ResultsFile& file, const UncertaintyStudy& study) {
  std::string lacks;
  if (!file.complete()) {
    const auto status = file.run_status();
    const auto done = std::count(status.begin(), status.end(), std::int8_t{1});
    lacks = fmt::format(", incomplete: {} of {} runs", with_thousands(static_cast<std::uint64_t>(done)),
                        with_thousands(status.size()));
  }
  return fmt::format("{}: {}\n{}, seed {}{}", file.path().string(), printable(file.title()),
                     size_in_words(study), file.seed(), lacks);
}

}  // namespace

namespace {

/// What plans, or their differences, hang on, and where the plan to prefer would change.
std::string hangs_on(const UncertaintyStudy& study, bool of_differences) {
  const auto few = too_few_draws_in_words(study);
  if (!few.empty()) return few;
  auto text = sensitivities_table(study, of_differences) + '\n' + sensitivities_in_words() + '\n' +
              what_matters_in_words(study, of_differences);
  if (!study.pairs.empty())
    text +=
        "\nWhere the plan to prefer would change\n" + switches_table(study) + '\n' + switches_in_words(study);
  return text;
}

}  // namespace

std::string told_plans(const ResultsFile& file, const UncertaintyQuestion& question) {
  const auto study = study_for(file, question);
  if (question.as == TellAs::json) return as_json(file, study);
  return fmt::format("{}\n\n{}\n{}\nWhat the doubt hangs on\n{}", heading(file, study),
                     uncertainty_table(study), uncertainty_in_words(study), hangs_on(study, false));
}

std::string told_differences(const ResultsFile& file, const UncertaintyQuestion& question) {
  auto study = study_for(file, question);
  if (study.layout.plans.size() < 2)
    throw UsageError(
        fmt::format("{} has one plan only; there is nothing to compare it with", file.path().string()));
  if (!question.silent) drop_without_difference(study);
  if (question.as == TellAs::json) return as_json(file, study);
  if (question.as == TellAs::csv) return uncertain_differences_csv(study);
  return fmt::format(
      "{}; compared with {} under the same draw and luck\n\n{}\n{}\nWhat the doubt about "
      "differences hangs on\n{}\n{}",
      heading(file, study), study.layout.plans[study.layout.baseline], uncertain_differences_table(study),
      uncertainty_in_words(study), hangs_on(study, true) + held_fixed_in_words(read_evidence(file)),
      sources_in_words(effect_sources(file, study.layout.plans.size())));
}

std::string told_at_the_end(const ResultsFile& file, std::vector<std::size_t> outcomes) {
  constexpr std::size_t most_shown = 24;
  auto study = study_for(file, {std::move(outcomes), false, "", TellAs::words});
  if (study.layout.plans.size() > most_shown) return "";
  const auto cautions = cautions_in_words(study) + too_few_draws_in_words(study);
  if (study.layout.plans.size() < 2) return uncertainty_table(study) + cautions;
  const auto plans = uncertainty_table(study);
  drop_without_difference(study);
  return plans + "\nDifferences from the baseline\n" + uncertain_differences_table(study) + cautions;
}

}  // namespace homeward
