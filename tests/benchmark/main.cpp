#include <fmt/format.h>
#include <tbb/global_control.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/memory.hpp"
#include "sim/measure/measure.hpp"
#include "sim/model/replication.hpp"
#include "sim/scenario/read.hpp"
#include "tests/benchmark/arithmetic.hpp"
#include "tests/benchmark/coach_queue.hpp"
#include "tests/benchmark/competing_clocks.hpp"
#include "tests/benchmark/hold.hpp"
#include "tests/benchmark/stopwatch.hpp"

/// Runs one workload once and prints a line of JSON: events, seconds, and what shows that the work was done.
/// Rounds, ratios and tables are made by measure.py, which takes turns between workloads.
namespace homeward::benchmark {

namespace {

using Fields = std::vector<std::pair<std::string, double>>;

struct Arguments {
  std::uint32_t families{1'000'000};
  double arrivals_per_day{2.4};
  std::uint32_t slots{400};
  std::uint64_t seed{1};
  unsigned threads{1};
  std::uint32_t pending{1000};
  std::uint32_t count{2'000'000};
  std::string scenario;
  std::vector<std::string> sets;
  std::uint32_t replications{1};
};

template <typename Work>
Seconds seconds_of(const Work& work) {
  const Stopwatch stopwatch;
  work();
  return stopwatch.passed();
}

Fields timed(double events, const Seconds& seconds) {
  return {{"events", events}, {"seconds", seconds.wall}, {"cpu_seconds", seconds.cpu}};
}

Fields coach_queue(const Arguments& given, QueueMethod method) {
  CoachQueueCounts counts;
  const CoachQueue queue{given.families, given.arrivals_per_day, given.slots};
  const auto seconds = seconds_of([&] { counts = run_coach_queue(queue, method, given.seed); });
  auto fields = timed(static_cast<double>(counts.events()), seconds);
  const auto per_family = [&](const char* name, std::uint64_t count) {
    fields.emplace_back(name, static_cast<double>(count) / given.families);
  };
  fields.emplace_back("families", given.families);
  per_family("returns_per_family", counts.returns);
  per_family("completions_per_family", counts.completions);
  per_family("renegings_per_family", counts.renegings);
  return fields;
}

Fields clocks(const Arguments& given, ClockCounts (*run)(std::uint32_t, std::uint64_t)) {
  ClockCounts counts;
  const auto seconds = seconds_of([&] { counts = run(given.families, given.seed); });
  auto fields = timed(static_cast<double>(counts.events), seconds);
  fields.emplace_back("events_per_family", static_cast<double>(counts.events) / given.families);
  fields.emplace_back("mean_days_to_closing", counts.days / given.families);
  return fields;
}

Fields hold(const Arguments& given, HoldResult (*run)(const Hold&, std::uint64_t)) {
  const auto result = run({given.pending, given.count}, given.seed);
  auto fields = timed(given.count, result.seconds);
  fields.emplace_back("last_time", result.last_time);
  return fields;
}

Fields arithmetic(const Arguments& given) {
  double sum = 0;
  const auto seconds = seconds_of([&] { sum = run_arithmetic(given.count, given.threads); });
  const double draws = static_cast<double>(given.count) * given.threads;
  auto fields = timed(draws, seconds);
  fields.emplace_back("mean", sum / draws);
  return fields;
}

Override override_of(const std::string& set) {
  const auto sign = set.find('=');
  return {set.substr(0, sign), sign == std::string::npos ? "" : set.substr(sign + 1)};
}

/// Replications of a scenario on one thread, without the program around them, and what measuring them adds.
Fields engine(const Arguments& given) {
  const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
  std::vector<Override> overrides;
  for (const auto& set : given.sets) overrides.push_back(override_of(set));
  const auto scenario = read_scenario(given.scenario, overrides);
  double events = 0;
  double families = 0;
  Seconds simulating;
  Seconds measuring;
  for (std::uint32_t replication = 0; replication < given.replications; ++replication) {
    RunRecord run;
    simulating += seconds_of([&] { run = simulate(scenario, given.seed, replication); });
    measuring += seconds_of([&] { measure(*scenario, run, RecordLevel::runs); });
    events += static_cast<double>(run.events);
    families += static_cast<double>(run.families.size());
  }
  auto fields = timed(events, simulating);
  fields.emplace_back("measuring_seconds", measuring.wall);
  fields.emplace_back("measuring_cpu_seconds", measuring.cpu);
  fields.emplace_back("families", families);
  return fields;
}

void print(const std::string& workload, const Fields& fields) {
  std::string line = fmt::format("{{\"workload\": \"{}\"", workload);
  for (const auto& [name, value] : fields) line += fmt::format(", \"{}\": {}", name, value);
  std::puts((line + "}").c_str());
}

/// Adds a subcommand that does its work once and prints what it found.
CLI::App& add(CLI::App& app, const std::string& name, const std::string& what, std::function<Fields()> work) {
  auto* command = app.add_subcommand(name, what);
  command->callback([name, work = std::move(work)] { print(name, work()); });
  return *command;
}

void add_coach_queues(CLI::App& app, Arguments& given) {
  const std::vector<std::pair<std::string, QueueMethod>> methods{
      {"w1", QueueMethod::timed}, {"w1_lazy", QueueMethod::lazy}, {"w1_ladder", QueueMethod::lazy_ladder}};
  for (const auto& [name, method] : methods) {
    auto& command = add(app, name, "the queue for coaches",
                        [&given, method = method] { return coach_queue(given, method); });
    command.add_option("--families", given.families, "that arrive");
    command.add_option("--arrivals-per-day", given.arrivals_per_day, "of them");
    command.add_option("--slots", given.slots, "that serve");
  }
}

void add_clocks(CLI::App& app, Arguments& given) {
  const std::vector<std::pair<std::string, decltype(&run_family_major)>> orders{
      {"w2", &run_family_major}, {"w2_heap", &run_in_heap}, {"w2_ladder", &run_in_ladder}};
  for (const auto& [name, order] : orders) {
    add(app, name, "competing clocks", [&given, order = order] {
      return clocks(given, order);
    }).add_option("--families", given.families, "that live");
  }
}

void add_holds(CLI::App& app, Arguments& given) {
  const std::vector<std::pair<std::string, decltype(&hold_heap)>> queues{
      {"w3_heap", &hold_heap}, {"w3_ladder", &hold_ladder}, {"w3_engine", &hold_engine}};
  for (const auto& [name, queue] : queues) {
    auto& command = add(app, name, "hold", [&given, queue = queue] { return hold(given, queue); });
    command.add_option("--pending", given.pending, "events");
    command.add_option("--count", given.count, "of holds");
  }
}

int run(int argc, char** argv) {
  keep_freed_memory();  // as the program does
  CLI::App app("Runs one workload of the benchmark once; tests/benchmark/run runs them all");
  Arguments given;
  app.add_option("--seed", given.seed, "of the random numbers");
  app.require_subcommand(1);
  add_coach_queues(app, given);
  add_clocks(app, given);
  add_holds(app, given);
  auto& ceiling = add(app, "arithmetic", "what the cores can do", [&given] { return arithmetic(given); });
  ceiling.add_option("--threads", given.threads, "that each do all of it");
  ceiling.add_option("--count", given.count, "of draws");
  auto& replication = add(app, "engine", "replications of a scenario", [&given] { return engine(given); });
  replication.add_option("SCENARIO", given.scenario, "file")->required();
  replication.add_option("--replications", given.replications, "one after the other");
  replication.add_option("--set", given.sets, "KEY=VALUE")->allow_extra_args(false);
  CLI11_PARSE(app, argc, argv);
  return 0;
}

}  // namespace

}  // namespace homeward::benchmark

int main(int argc, char** argv) {
  try {
    return homeward::benchmark::run(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "homeward_benchmark: %s\n", fault.what());
    return 1;
  }
}
