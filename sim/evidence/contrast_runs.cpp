#include "sim/evidence/contrast_runs.hpp"

#include <algorithm>

#include "sim/core/issues.hpp"
#include "sim/scenario/build.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/reference_relationship.hpp"

namespace homeward {

namespace {

Scenario arm_at(const BaseScenario& base, const std::vector<Setting>& settings) {
  auto derived = base.derive(base.scenario()->name, with_reference(*base.scenario(), settings));
  if (derived.issues.empty()) return std::move(derived.scenario);
  for (auto& issue : derived.issues)
    issue.text += " (the values that are fitted do not go together with this arm of a contrast)";
  throw InputError(std::move(derived.issues));
}

/// What a contrast reads of a control: families and their stays.
void forget_the_rest(RunRecord& record) {
  record.queue_spells = {};
  record.coaches = {};
  record.positions = {};
  record.stock = {};
  record.log = {};
}

}  // namespace

Checked<Scenario> without_coaches(Scenario scenario) {
  scenario.name += ", without coaches";
  Coaches& coaches = scenario.program.coaches;
  coaches.positions = 0;
  coaches.positions_per_100_entries.reset();
  coaches.staffing.clear();
  for (Site& site : scenario.sites) site.positions.reset(), site.staffing.clear();
  scenario.program_start_days = -forever;
  scenario.program_before.reset();
  if (!(scenario.program.support.concrete_dollars_per_family > 0)) {
    scenario.effects.hazard_ratio = {};
    scenario.effects.early_contact_hazard_ratio = 1;
    scenario.effects.detection_in_contact = 1;
  }
  return check(std::move(scenario));
}

ContrastRuns::ContrastRuns(std::vector<std::shared_ptr<const Contrast>> contrasts) : contrasts_(std::move(contrasts)) {
  for (std::size_t i = 0; i < contrasts_.size(); ++i) {
    const Contrast& contrast = *contrasts_[i];
    auto pair = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& one) {
      return one.treatment == contrast.treatment && one.control == contrast.control;
    });
    if (pair == pairs_.end()) pair = pairs_.insert(pair, {contrast.treatment, contrast.control, {}});
    pair->contrasts.push_back(i);
  }
}

std::size_t ContrastRuns::runs(std::size_t vectors, std::uint32_t count) const {
  return 2 * pairs_.size() * vectors * count;
}

ContrastRuns::Arms ContrastRuns::arms_at(const Pair& pair, const std::vector<Setting>& settings) const {
  Scenario treatment = arm_at(*pair.treatment, settings);
  auto control = pair.control != nullptr ? check(arm_at(*pair.control, settings)) : without_coaches(treatment);
  give_past(treatment, *control);
  auto key = digest(control);
  return {check(std::move(treatment)), std::move(control), std::move(key)};
}

/// Those that are not there yet, each once.
void ContrastRuns::simulate_controls(const std::vector<Arms>& arms, std::uint32_t first, std::uint32_t count,
                                     const Bench& bench) {
  std::map<KeyOfRun, const Checked<Scenario>*> missing;
  for (const Arms& one : arms)
    for (std::uint32_t r = first; r < first + count; ++r)
      if (!controls_.contains({one.control_digest, r})) missing.emplace(KeyOfRun{one.control_digest, r}, &one.control);
  const std::vector<std::pair<KeyOfRun, const Checked<Scenario>*>> list(missing.begin(), missing.end());
  std::vector<Record> made(list.size());
  bench.each(list.size(), [&](std::size_t i) {
    RunRecord record = bench.run(*list[i].second, list[i].first.second, false);
    forget_the_rest(record);
    made[i] = std::make_shared<const RunRecord>(std::move(record));
  });
  for (std::size_t i = 0; i < list.size(); ++i) controls_[list[i].first] = made[i];
}

std::vector<std::vector<Simulated>> ContrastRuns::simulate(std::span<const std::vector<Setting>> vectors,
                                                           std::uint32_t first, std::uint32_t count,
                                                           const Bench& bench) {
  std::vector<Arms> arms;  // [vector x pair]
  for (const auto& settings : vectors)
    for (const Pair& pair : pairs_) arms.push_back(arms_at(pair, settings));
  std::erase_if(controls_, [&](const auto& one) {  // of replications that this call does not make
    return one.first.second < first || one.first.second >= first + count;
  });
  simulate_controls(arms, first, count, bench);

  std::vector<std::vector<std::vector<ContrastCounts>>> counts(
      vectors.size(), std::vector<std::vector<ContrastCounts>>(contrasts_.size(), std::vector<ContrastCounts>(count)));
  bench.each(arms.size() * count, [&](std::size_t i) {
    const std::size_t arm = i / count, r = i % count;
    const auto replication = first + static_cast<std::uint32_t>(r);
    const Pair& pair = pairs_[arm % pairs_.size()];
    const RunRecord treated = bench.run(arms[arm].treatment, replication, true);
    const RunRecord& control = *controls_.at({arms[arm].control_digest, replication});
    for (const std::size_t c : pair.contrasts)
      counts[arm / pairs_.size()][c][r] = count_contrast(*contrasts_[c], *arms[arm].treatment, treated, control);
  });
  std::vector<std::vector<Simulated>> all(vectors.size());
  for (std::size_t v = 0; v < vectors.size(); ++v)
    for (std::size_t c = 0; c < contrasts_.size(); ++c)
      all[v].push_back(summarise_contrast(contrasts_[c]->measure, counts[v][c]));
  return all;
}

}  // namespace homeward
