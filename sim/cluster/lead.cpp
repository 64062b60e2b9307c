#include "sim/cluster/lead.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "output/safe_file.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cli/run_study.hpp"
#include "sim/cluster/lead_round.hpp"

namespace homeward {

namespace {

std::string in_words(const std::vector<std::size_t>& threads) {
  const auto [least, most] = std::minmax_element(threads.begin(), threads.end());
  const auto ranks = count_text(threads.size(), "rank");
  if (*least == *most) return fmt::format("{} with {} each", ranks, count_text(*most, "thread"));
  return fmt::format("{} with {} to {} threads each", ranks, *least, *most);
}

}  // namespace

Lead::Lead(const mpi::communicator& world, const Share& share, std::vector<std::size_t> threads)
    : world_(world), share_(share), threads_(std::move(threads)) {}

ExitCode Lead::conduct(PreparedStudy study) const {
  auto& options = study.options;
  auto threads = threads_;
  if (options.threads_named) std::fill(threads.begin(), threads.end(), options.threads);
  if (share_.is_bound_tight && !options.threads_named)
    study.request.notes.push_back(
        "the ranks may not run on all cores of this machine; if all are yours, mpirun --bind-to none gives "
        "them");
  Team team;
  team.words = in_words(threads);
  team.threads = std::accumulate(threads.begin(), threads.end(), std::size_t{0});
  const auto parts = parts_folder(options.output);
  team.run_all = [this, threads, parts](const RunPlan& plan, std::span<const std::size_t> runs,
                                        const Simulator& simulator, RunSink& sink, Progress& progress,
                                        const std::atomic<bool>& stop) {
    const Job job{plan, runs, simulator};
    const auto workers = workers_for(plan, threads.front(), memory_for_runs() / share_.ranks);
    return LeadRound(world_, job, parts, threads, sink, progress, stop).carry_out(workers);
  };
  options.team = std::move(team);
  return run_study(std::move(study.request), options);
}

void Lead::dismiss() const {
  for (int rank = 1; rank < world_.size(); ++rank) world_.send(rank, tag::dismiss);
}

}  // namespace homeward
