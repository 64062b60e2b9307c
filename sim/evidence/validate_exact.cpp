#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/evidence/closed_forms_little.hpp"
#include "sim/evidence/validate_bench.hpp"
#include "sim/record/difference.hpp"
#include "sim/scenario/read.hpp"

/// What must hold in every run, to the last bit or to rounding.
namespace homeward {

namespace {

constexpr double no_interval = std::numeric_limits<double>::quiet_NaN();

Finding exact(const std::string& section, const std::string& name, double value, double target,
              double tolerance) {
  Finding finding;
  finding.group = FindingGroup::exact;
  finding.section = section;
  finding.name = name;
  finding.value = value;
  finding.low = finding.high = no_interval;
  finding.replications = 1;
  finding.target = target;
  finding.target_low = target - tolerance;
  finding.target_high = target + tolerance;
  finding.verdict = std::abs(value - target) <= tolerance ? Verdict::holds : Verdict::fails;
  return finding;
}

/// Something of which there must be none.
Finding none_of(const std::string& section, const std::string& name, std::size_t found, std::uint32_t of,
                const std::string& first) {
  auto finding = exact(section, name, static_cast<double>(found), 0, 0);
  finding.replications = of;
  if (!first.empty()) finding.note = fmt::format("first difference: {}", first);
  return finding;
}

template <typename Member>
double booked_per_day(const RunRecord& run, Member days) {
  double sum = 0;
  for (const auto& family : run.families) sum += family.*days;
  return sum / run.window_end;
}

void add_littles_law(std::vector<Finding>& findings, const RunRecord& run) {
  const auto add = [&](const char* name, const std::vector<theory::Spell>& spells, auto days) {
    const double stock = theory::time_average(spells, run.window_end);
    auto finding = exact("Little's law", name, booked_per_day(run, days), stock, 1e-9 * stock);
    finding.source = "Little 1961; over a window an identity, up to rounding";
    findings.push_back(std::move(finding));
  };
  add("families in care", theory::spells_in_care(run), &FamilyRecord::care_days);
  add("families waiting", theory::spells_waiting(run), &FamilyRecord::waiting_days);
  add("families with a coach", theory::spells_coached(run), &FamilyRecord::coached_days);
}

/// Two offices, so that sites of one run are simulated side by side.
Checked<Scenario> two_sites() {
  Scenario scenario = theory::busy_scenario();
  scenario.sites = {{"north", 0.6, std::nullopt, {}}, {"south", 0.4, std::nullopt, {}}};
  return check(std::move(scenario));
}

constexpr std::uint32_t null_runs = 2;
constexpr std::uint32_t thread_runs = 4;

std::vector<RunRecord> runs_on(const Bench& bench, const Checked<Scenario>& scenario) {
  std::vector<RunRecord> records(thread_runs);
  bench.each(records.size(),
             [&](std::size_t i) { records[i] = bench.run(scenario, static_cast<std::uint32_t>(i), true); });
  return records;
}

Finding same_for_all_threads(const Bench& bench) {
  const auto scenario = two_sites();
  const std::size_t many = std::max<std::size_t>(2, bench.threads());
  const Bench alone(bench.seed(), 1, bench.progress(), bench.stop());
  const Bench together(bench.seed(), many, bench.progress(), bench.stop());
  const auto one = runs_on(alone, scenario);
  const auto all = runs_on(together, scenario);
  std::size_t differing = 0;
  std::string first;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const auto differs = difference(one[i], all[i]);
    differing += differs.empty() ? 0 : 1;
    if (first.empty()) first = differs;
  }
  return none_of("Same bits for any number of threads",
                 fmt::format("runs that differ between 1 and {} threads", many), differing, thread_runs,
                 first);
}

/// Coaches who cannot do anything must change nothing that happens to a family.
Finding null_coaching(const ValidationQuestion& question, const Bench& bench, const char* name,
                      Scenario powerless) {
  const auto plan = check(std::move(powerless));
  std::vector<std::string> differs(null_runs);
  bench.each(null_runs, [&](std::size_t i) {
    const auto r = static_cast<std::uint32_t>(i);
    const RunRecord alone = bench.run(question.baseline, r, true);
    differs[i] = difference_in_lives(alone, bench.run(plan, r, true));
  });
  const auto differing =
      std::count_if(differs.begin(), differs.end(), [](const auto& d) { return !d.empty(); });
  return none_of("Coaches without effect change nobody's life", name, static_cast<std::size_t>(differing),
                 null_runs, *std::max_element(differs.begin(), differs.end()));
}

}  // namespace

std::size_t runs_of_exact() {
  return 1 + 2 * thread_runs + 2 * 2 * null_runs;
}

std::vector<Finding> exact_findings(const ValidationQuestion& question, const Bench& bench) {
  std::vector<Finding> findings;
  bench.each(
      1, [&](std::size_t) { add_littles_law(findings, bench.run(check(theory::busy_scenario()), 0, true)); });
  const Scenario ample = with_ample_coaches(*question.baseline, *question.plan);
  findings.push_back(
      null_coaching(question, bench, "runs that differ, every hazard ratio 1", without_effect(ample)));
  findings.push_back(null_coaching(question, bench, "runs that differ, no trust and no support without it",
                                   without_trust(ample)));
  findings.push_back(same_for_all_threads(bench));
  return findings;
}

}  // namespace homeward
