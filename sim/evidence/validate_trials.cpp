#include <cmath>
#include <iterator>
#include <string>

#include "sim/evidence/contrast_runs.hpp"
#include "sim/evidence/validate_bench.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/scenario_value.hpp"

/// The size of coaching against the studies that it was learned from, each repeated inside the simulator.
namespace homeward {

namespace {

/// What a baseline says of the size of coaching, put over the trials' scenarios: they extend the shipped baseline, whatever
/// is validated.
constexpr std::array size_of_coaching{"effects.readiness_hazard_ratio",
                                      "effects.trial_home_visit_failure_hazard_ratio",
                                      "effects.reentry_hazard_ratio",
                                      "effects.early_contact_hazard_ratio",
                                      "effects.early_contact_days",
                                      "effects.half_life_days",
                                      "effects.without_trust",
                                      "trust.at_start",
                                      "trust.shared_experience_bonus",
                                      "trust.growth_per_contact",
                                      "trust.lost_on_missed",
                                      "trust.lost_on_coach_change"};

std::vector<Setting> settings_of(const Scenario& baseline) {
  std::vector<Setting> settings;
  for (const auto* key : size_of_coaching)
    if (auto value = ScenarioPath(key).value(baseline)) settings.push_back({*parse_path(key), std::move(*value)});
  return settings;
}

Finding judge(const CalibrationTarget& target, const Simulated& simulated, std::uint32_t replications) {
  Finding finding;
  const bool fitted = target.weight > 0;
  finding.group = fitted ? FindingGroup::trial : FindingGroup::predicted;
  finding.section = fitted ? "" : "Emulated trials: shown, not fitted";
  finding.name = target.name;
  finding.units = target.units;
  finding.value = simulated.mean;
  finding.low = simulated.ci_low;
  finding.high = simulated.ci_high;
  finding.replications = replications;
  finding.target = target.value;
  finding.target_low = target.low;
  finding.target_high = target.high;
  finding.source = target.source;
  const double off = std::abs(bands_off(target, simulated.mean));
  finding.verdict = off <= 1 ? Verdict::inside : off <= 2 ? Verdict::outside : Verdict::far_out;
  if (std::isnan(simulated.mean)) finding.verdict = Verdict::not_measured;
  return finding;
}

std::vector<std::shared_ptr<const Contrast>> contrasts_of(const ValidationQuestion& question) {
  std::vector<std::shared_ptr<const Contrast>> contrasts;
  for (const auto& trial : question.trials) contrasts.push_back(trial.contrast);
  return contrasts;
}

}  // namespace

std::size_t runs_of_trials(const ValidationQuestion& question) {
  return ContrastRuns(contrasts_of(question)).runs(1, question.trial_replications);
}

std::vector<Finding> trial_findings(const ValidationQuestion& question, const Bench& bench) {
  std::vector<Finding> findings;
  if (question.trials.empty()) return findings;
  const std::vector<std::vector<Setting>> settings{settings_of(*question.baseline)};
  const auto simulated =
      ContrastRuns(contrasts_of(question)).simulate(settings, 0, question.trial_replications, bench).front();
  for (std::size_t i = 0; i < question.trials.size(); ++i)
    findings.push_back(judge(question.trials[i], simulated[i], question.trial_replications));
  return findings;
}

}  // namespace homeward
