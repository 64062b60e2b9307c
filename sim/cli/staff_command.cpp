#include <fmt/format.h>
#include <tbb/info.h>

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/difference_text.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/staff_target_text.hpp"
#include "sim/cli/staff_view.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/staff_runs.hpp"
#include "sim/experiment/staff_scenarios.hpp"
#include "sim/experiment/study.hpp"
#include "sim/model/effect_scale.hpp"
#include "sim/population/csv_population.hpp"

namespace homeward {

namespace {

struct StaffArguments {
  std::string file;
  std::vector<std::string> targets;
  double confidence{0.95};
  std::optional<std::uint32_t> replications;
  std::optional<std::uint32_t> most_replications;
  std::uint32_t least{0};
  std::uint32_t most{1'000'000};
  std::optional<std::uint64_t> seed;
  std::size_t threads{};  ///< 0 = all cores
  OverrideArguments overrides;
  bool json{};
  bool csv{};
  bool quiet{};
  bool no_progress{};
};

StaffQuestion question_of(const StaffArguments& arguments, const Scenario& scenario,
                          std::uint32_t own_positions) {
  StaffQuestion question;
  for (const auto& text : arguments.targets) {
    question.targets.push_back(parse_target(text));
    // Where no coach ever leaves, what coaches cost follows from the positions.
    question.targets.back().fixed = question.targets.back().outcome == outcome_index("cost_coaches") &&
                                    scenario.program.coaches.annual_turnover == 0;
  }
  question.confidence = arguments.confidence;
  question.replications = arguments.replications.value_or(std::max(2U, scenario.run.replications));
  constexpr std::uint64_t looks_of_doubling = 8;
  question.most_replications = arguments.most_replications.value_or(
      static_cast<std::uint32_t>(looks_of_doubling * question.replications));
  question.least = arguments.least;
  question.most = arguments.most;
  question.start = std::max(1U, own_positions);
  if (std::isnan(question.confidence)) throw UsageError("--confidence: nan is no share; write 0.95, say");
  if (question.most < question.least)
    throw UsageError(fmt::format("--most {} is below --least {}", question.most, question.least));
  if (question.most_replications < question.replications)
    throw UsageError(fmt::format("--max-replications {} is below the {} of the search (-n)",
                                 question.most_replications, question.replications));
  return question;
}

/// The oracle of the search: simulates and tells what came of it.
class StaffSimulation {
 public:
  StaffSimulation(const StaffArguments& arguments, const StaffScenarios& scenarios, const StaffReport& report)
      : arguments_(arguments), scenarios_(scenarios), report_(report) {
    const auto cores = static_cast<std::size_t>(tbb::info::default_concurrency());
    threads_ = arguments.threads > 0 ? arguments.threads : cores;
  }

  OutcomeColumns operator()(std::uint32_t positions, std::uint32_t first, std::uint32_t count) const try {
    RunPlan plan;
    plan.scenarios.push_back({scenarios_.with(positions), {}, {}, {}});
    plan.record = RecordLevel::runs;
    const auto workers = workers_for(plan, threads_, memory_for_runs());
    Progress progress;
    OutcomeColumns columns;
    {
      const bool none = arguments_.quiet || arguments_.no_progress;
      const ProgressBar bar(progress, count, none ? ProgressStyle::none : progress_style_of_stderr());
      columns = simulate_replications(plan.scenarios.front().scenario, report_.seed, first, count,
                                      simulate_and_measure, workers, progress, interrupt_.requested(),
                                      report_.question.targets);
    }
    if (!arguments_.quiet) tell(positions, first, columns);
    return columns;
  } catch (const OutcomeNotGiven& lacking) {
    const auto& info = outcome_table()[lacking.outcome];
    throw UsageError(fmt::format("--target {}: {}, whatever the positions; set run.follow_up_years",
                                 info.name,
                                 reason_text(info, lacking.reason, span_of(*scenarios_.with(positions)))));
  }

 private:
  void tell(std::uint32_t positions, std::uint32_t first, const OutcomeColumns& columns) const {
    const bool fresh = first >= report_.question.replications;
    auto text = fmt::format("homeward: {} position{}, {} {}replications:", positions,
                            positions == 1 ? "" : "s", replications_of(columns), fresh ? "fresh " : "");
    for (const auto& target : report_.question.targets) {
      const auto& info = outcome_table()[target.outcome];
      const auto estimate = estimate_of(columns, target.outcome);
      text += fmt::format(" {} {} ({});", name_with_unit(info), show(estimate.mean, style_of(info)),
                          is_met(target, estimate) ? "met" : "not met");
    }
    text.back() = '\n';
    std::fputs(text.c_str(), stderr);
  }

  const StaffArguments& arguments_;
  const StaffScenarios& scenarios_;
  const StaffReport& report_;
  InterruptGuard interrupt_;
  std::size_t threads_{};
};

void print(const StaffArguments& arguments, const StaffReport& report) {
  std::string text;
  if (arguments.json)
    text = staff_json(report);
  else if (arguments.csv)
    text = staff_csv(report);
  else
    text = staff_words(report) + '\n' + staff_table(report);
  std::fputs(text.c_str(), stdout);
}

ExitCode answer_staffing(const StaffArguments& arguments) {
  if (is_study_file(arguments.file))
    throw UsageError(fmt::format("{} is a study; homeward staff takes one scenario", arguments.file));
  StaffReport report;
  report.file = arguments.file;
  const BaseScenario base(arguments.file, parse_overrides(arguments.overrides));
  const StaffScenarios scenarios(base);
  check_population(*base.scenario());
  check_reference_gain(*base.scenario());
  report.scenario = base.scenario()->name;
  report.seed = arguments.seed.value_or(base.scenario()->run.seed);
  report.own_positions = scenarios.own_positions();
  report.question = question_of(arguments, *base.scenario(), report.own_positions);
  const StaffSimulation simulation(arguments, scenarios, report);
  try {
    report.answer = find_staff(report.question, std::cref(simulation), report.record);
  } catch (const StaffInterrupted&) {
    print(arguments, report);
    return ExitCode::interrupted;
  } catch (const RunError&) {
    report.failed = true;
    print(arguments, report);
    throw;
  }
  print(arguments, report);
  return report.answer->status == StaffStatus::not_separated ? ExitCode::precision_not_met : ExitCode::done;
}

}  // namespace

void add_staff_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("staff", "Find the fewest coach positions that meet targets");
  const auto arguments = std::make_shared<StaffArguments>();
  auto& a = *arguments;
  command->add_option("SCENARIO", a.file, "scenario file (TOML)")->required()->type_name("");
  command
      ->add_option(
          "--target", a.targets,
          "a condition on the expected value of an outcome, such as \"coached_within_30_days >= 80%\" or "
          "\"reunified_12_months >= 35%\"; may be given again")
      ->required()
      ->type_name("TARGET")
      ->allow_extra_args(false)
      ->take_all();
  command->add_option("--confidence", a.confidence, "that everything shown holds together; default: 0.95")
      ->type_name("P")
      ->check(CLI::Range(0.5, 0.9999));
  command
      ->add_option("-n,--replications", a.replications,
                   "of each number of positions in the search; default: the scenario's")
      ->type_name("N")
      ->transform(whole_number(2, 1'000'000));
  command
      ->add_option("--max-replications", a.most_replications,
                   "fresh ones of each number in the confirmation, at most; default: 8 N")
      ->type_name("M")
      ->transform(whole_number(2, 10'000'000));
  command->add_option("--least", a.least, "fewest positions to consider; default: 0")
      ->type_name("POSITIONS")
      ->transform(whole_number(0, 1'000'000));
  command->add_option("--most", a.most, "most positions to consider; default: until more change nothing")
      ->type_name("POSITIONS")
      ->transform(whole_number(0, 1'000'000));
  command->add_option("--seed", a.seed, "a whole number; default: the scenario's run.seed")
      ->type_name("S")
      ->transform(whole_number());
  command->add_option("-j,--threads", a.threads, "default: all cores")
      ->type_name("T")
      ->transform(whole_number(1, 1024));
  add_override_options(*command, a.overrides);
  auto* json = command->add_flag("--json", a.json, "machine-readable output");
  command->add_flag("--csv", a.csv, "a row for each number of positions and outcome")->excludes(json);
  command->add_flag("--quiet", a.quiet, "say nothing but the answer and faults");
  command->add_flag("--no-progress", a.no_progress, "no progress bar");
  command->callback([arguments, &code] { code = answer_staffing(*arguments); });
}

}  // namespace homeward
