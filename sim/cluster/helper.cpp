#include "sim/cluster/helper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <string_view>
#include <thread>
#include <vector>

#include "sim/cli/interrupt.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cluster/helper_round.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

constexpr std::chrono::milliseconds between_looks{5};

std::uint32_t draws_of(const std::vector<PlannedScenario>& scenarios) {
  std::uint32_t draws = 0;
  for (const auto& planned : scenarios)
    if (planned.draw) draws = std::max(draws, planned.draw->number + 1);
  return draws;
}

/// The lead's plan, with the scenarios that this rank read. Where the lead has one from the output alone, any
/// other stands in its place: no run of it is to be done.
RunPlan plan_of(const Round& round, const Request& request) {
  auto known = request.plan.scenarios;
  if (request.redraw && draws_of(known) != round.draws) known = request.redraw(round.draws);
  std::map<std::string_view, const PlannedScenario*> by_digest;
  for (const auto& planned : known) by_digest.emplace(planned.digest, &planned);
  std::vector<bool> missing;
  RunPlan plan;
  plan.seed = round.seed;
  plan.replications = round.replications;
  plan.record = static_cast<RecordLevel>(round.record);
  plan.logged_families = round.logged_families;
  for (const auto& digest : round.digests) {
    const auto found = by_digest.find(digest);
    missing.push_back(found == by_digest.end());
    plan.scenarios.push_back(missing.back() ? known.front() : *found->second);
    plan.scenarios.back().digest = digest;
    plan.scenarios.back().resolved_toml.clear();
  }
  for (const auto run : round.runs)
    if (missing[run % missing.size()])
      throw RunError("the study it reads is not the one that rank 0 reads; all ranks need the same files");
  return plan;
}

/// With many ranks each writes more seldom, so that together they do not flood the file system.
std::chrono::milliseconds between_parts(int ranks) {
  constexpr int most_parts_per_second = 200;
  return std::max(std::chrono::milliseconds(5000),
                  std::chrono::milliseconds(1000LL * ranks / most_parts_per_second));
}

class Helper {
 public:
  Helper(const mpi::communicator& world, HelperStudy study, const Share& share)
      : world_(world), study_(std::move(study)), share_(share), interrupt_(Answer::silent) {}

  void serve() {
    while (true) {
      const auto message = world_.iprobe(lead_rank, mpi::any_tag);
      if (!message) {
        // Waiting in MPI would keep a core busy that others may need.
        std::this_thread::sleep_for(between_looks);
        continue;
      }
      world_.recv(lead_rank, message->tag());
      if (message->tag() == tag::dismiss) return;
      // A word to stop may come after the last of a round.
      if (message->tag() == tag::round) world_.send(lead_rank, tag::report, one_round());
    }
  }

 private:
  Report one_round() {
    Round round;
    mpi::broadcast(world_, round, lead_rank);
    Report failed;
    failed.over = true;
    try {
      if (!study_.study) throw RunError(study_.fault);
      if (!std::filesystem::exists(round.parts))
        throw RunError(fmt::format(
            "there is no {} here; put the output on a file system that all machines share", round.parts));
      return do_runs(round);
    } catch (const std::exception& fault) {
      failed.fault = told_of_rank(world_, fault.what());
    }
    return failed;
  }

  Report do_runs(const Round& round) {
    const auto& options = study_.study->options;
    const auto plan = plan_of(round, study_.study->request);
    const std::vector<std::size_t> runs(round.runs.begin(), round.runs.end());
    const Job job{plan, runs, options.simulator};
    const auto threads = options.threads_named ? options.threads : share_.threads;
    PartWriter parts(round.parts, plan, between_parts(world_.size()));
    return HelperRound(world_, job, parts, interrupt_.requested())
        .carry_out(workers_for(plan, threads, memory_for_runs() / share_.ranks));
  }

  const mpi::communicator& world_;
  HelperStudy study_;
  Share share_;
  InterruptGuard interrupt_;
};

}  // namespace

void help(const mpi::communicator& world, HelperStudy study, const Share& share) {
  Helper(world, std::move(study), share).serve();
}

}  // namespace homeward
