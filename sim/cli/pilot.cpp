#include "sim/cli/pilot.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <string>

#include "output/part_codec.hpp"
#include "sim/experiment/stored_size.hpp"

namespace homeward {

namespace {

std::uint64_t memory_now() {
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  const auto page = ::sysconf(_SC_PAGE_SIZE);
  return resident * static_cast<std::uint64_t>(page > 0 ? page : 4096);
}

std::uint64_t highest_memory() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

/// Adds one run to the sums of a pilot.
void fly_one(Pilot& pilot, const RunPlan& plan, std::size_t run, const Simulator& simulator) {
  ++pilot.runs;
  try {
    std::string bytes;
    encode(bytes, {}, simulator(plan, run_id(plan, run)));
    pilot.stored_bytes_per_run += bytes.size();
  } catch (const std::exception&) {
    ++pilot.failed;
  }
}

}  // namespace

std::optional<Pilot> fly_pilot(const RunPlan& plan, std::span<const std::size_t> runs,
                               const Simulator& simulator) {
  using Timer = std::chrono::steady_clock;
  constexpr std::size_t most_runs = 8;
  constexpr std::chrono::seconds longest{10};
  if (runs.empty()) return std::nullopt;
  const auto count = std::min(most_runs, runs.size());
  const auto memory_before = memory_now();
  Pilot pilot;
  const auto start = Timer::now();
  for (std::size_t i = 0; i < count && Timer::now() - start < longest; ++i)
    fly_one(pilot, plan, runs[i * runs.size() / count], simulator);
  const std::chrono::duration<double> took = Timer::now() - start;
  pilot.seconds_per_run = took.count() / static_cast<double>(pilot.runs);
  pilot.stored_bytes_per_run /= std::max<std::size_t>(1, pilot.runs - pilot.failed);
  const auto highest = highest_memory();
  pilot.memory_bytes_per_run = highest > memory_before ? highest - memory_before : 0;
  return pilot;
}

Forecast forecast(const RunPlan& plan, std::span<const std::size_t> missing, std::size_t threads,
                  std::optional<Pilot> pilot) {
  Forecast result;
  std::uint64_t run_memory = 0;
  for (const auto& planned : plan.scenarios)
    run_memory = std::max(run_memory, estimated_run_bytes(*planned.scenario, plan.record));
  result.stored_bytes = estimated_stored_bytes(plan);
  if (pilot) {
    const auto runs_at_once = static_cast<double>(std::min(threads, missing.size()));
    result.seconds =
        pilot->seconds_per_run * static_cast<double>(missing.size()) / std::max(1.0, runs_at_once);
    if (pilot->failed < pilot->runs) result.stored_bytes = pilot->stored_bytes_per_run * plan.runs();
    run_memory = std::max<std::uint64_t>(pilot->memory_bytes_per_run, 1);
  }
  for (const auto& planned : plan.scenarios) result.stored_bytes += planned.resolved_toml.size();
  const auto tokens = workers_for(plan, threads, memory_for_runs()).tokens;
  result.memory_bytes =
      memory_now() + run_memory * std::min(tokens, std::max<std::size_t>(1, missing.size()));
  result.pilot = pilot;
  return result;
}

std::uint64_t memory_for_runs() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  const auto page = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 2
                               : std::uint64_t{4} << 30U;
}

}  // namespace homeward
