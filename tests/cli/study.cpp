#include <catch2/catch.hpp>

#include <cmath>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include <unistd.h>

#include "output/results_file.hpp"
#include "sim/cli/run_study.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

using namespace homeward;

namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("homeward-test-study-" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

Request request_of(std::uint32_t replications) {
  Scenario scenario;
  scenario.name = "county";
  scenario.families.entries_per_year = 5;
  scenario.hazards.readiness = Exponential{300};
  const auto checked = check(scenario);
  Request request;
  request.plan.scenarios.push_back({checked, digest(checked), print_resolved(checked), {}});
  request.plan.replications = replications;
  request.plan.seed = 3;
  return request;
}

StudyOptions options_of(const Folder& folder) {
  StudyOptions options;
  options.output = folder.path / "out.h5";
  options.quiet = true;
  options.rerun = [](const RunPlan&, RunId, Paths) { return std::string("homeward run county.toml"); };
  return options;
}

RunResult third_fails(const RunPlan& plan, RunId id) {
  if (id.replication == 2) throw RunError("a family is in two states");
  return simulate_and_measure(plan, id);
}

StudyNumbers numbers_in(const StudyOptions& options) {
  return read_numbers(ResultsFile(options.output));
}

}  // namespace

TEST_CASE(
    "study: a run that fails is a row of the file, the exit code tells, and the next start tries it again") {
  const Folder folder;
  auto options = options_of(folder);
  options.simulator = third_fails;
  CHECK(run_study(request_of(4), options) == ExitCode::failed);
  {
    const ResultsFile file(options.output);
    CHECK(file.run_status() == std::vector<std::int8_t>{1, 1, 2, 1});
    CHECK_THAT(file.failure_reason(0, 2),
               Catch::Contains("two states") && Catch::Contains("replication 2, seed 3"));
    const auto failures = file.failures();
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].scenario == "county");
    CHECK(failures[0].replication == 2);
    CHECK_THAT(failures[0].reason, Catch::Contains("two states"));
    CHECK(failures[0].command == "homeward run county.toml");
  }
  CHECK(numbers_in(options).failed == std::vector<std::size_t>{1});

  options.simulator = simulate_and_measure;
  CHECK(run_study(request_of(4), options) == ExitCode::done);
  CHECK(numbers_in(options).done == std::vector<std::size_t>{4});
}

TEST_CASE("study: out of memory keeps the finished runs, and the next start takes them up") {
  const Folder folder;
  auto options = options_of(folder);
  options.simulator = [](const RunPlan& plan, RunId id) -> RunResult {
    if (id.replication == 5) throw std::bad_alloc();
    return simulate_and_measure(plan, id);
  };
  CHECK_THROWS_WITH(run_study(request_of(8), options),
                    Catch::Contains("out of memory") && Catch::Contains("out.h5.parts"));
  CHECK_FALSE(std::filesystem::exists(options.output));

  std::size_t simulated = 0;
  options.simulator = [&](const RunPlan& plan, RunId id) {
    ++simulated;
    return simulate_and_measure(plan, id);
  };
  CHECK(run_study(request_of(8), options) == ExitCode::done);
  CHECK(simulated < 8);
  CHECK(numbers_in(options).done == std::vector<std::size_t>{8});
  CHECK_FALSE(std::filesystem::exists(folder.path / "out.h5.parts"));
}

TEST_CASE("study: runs that are there are not simulated again") {
  const Folder folder;
  auto options = options_of(folder);
  CHECK(run_study(request_of(3), options) == ExitCode::done);
  options.simulator = [](const RunPlan&, RunId) -> RunResult { throw RunError("simulated again"); };
  CHECK(run_study(request_of(3), options) == ExitCode::done);
  CHECK(run_study(request_of(2), options) == ExitCode::done);
  CHECK(numbers_in(options).done == std::vector<std::size_t>{3});
}

TEST_CASE("study: numbers on the screen are those of the file") {
  const Folder folder;
  const auto options = options_of(folder);
  run_study(request_of(6), options);
  const ResultsFile file(options.output);
  const auto study = read_numbers(file);
  for (std::size_t outcome = 0; outcome < outcome_table().size(); ++outcome) {
    const auto& info = outcome_table()[outcome];
    INFO(info.name);
    const std::vector<std::size_t> one{outcome};
    const auto line = summary_lines(study, one).front();
    const auto stored = file.summary(info.name);
    const bool none = std::isnan(line.estimate.mean) && std::isnan(stored.mean.front());
    CHECK((line.estimate.mean == stored.mean.front() || none));
    CHECK(line.identified.given() != none);
    CHECK((line.estimate.ci_high == stored.ci_high.front() || std::isnan(stored.ci_high.front())));
  }
}

TEST_CASE("study: differences are not judged where there is nothing but the baseline") {
  const Folder folder;
  auto request = request_of(1);
  request.precision = {{{outcome_index("reunified_12_months"), 1, false}}, PrecisionOf::difference, 20};
  CHECK_THROWS_WITH(run_study(request, options_of(folder)), Catch::Contains("no scenario to judge"));
}
