#include "sim/cluster/lead_round.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <numeric>
#include <set>
#include <utility>

#include "sim/core/issues.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds between_looks{2};

std::uint32_t draws_of(const RunPlan& plan) {
  std::uint32_t draws = 0;
  for (const auto& planned : plan.scenarios)
    if (planned.draw) draws = std::max(draws, planned.draw->number + 1);
  return draws;
}

Round round_of(const Job& job, const fs::path& parts) {
  Round round;
  round.parts = fs::absolute(parts).string();
  round.seed = job.plan.seed;
  round.replications = job.plan.replications;
  round.draws = draws_of(job.plan);
  round.record = static_cast<int>(job.plan.record);
  round.logged_families = job.plan.logged_families;
  for (const auto& planned : job.plan.scenarios) round.digests.push_back(planned.digest);
  round.runs.assign(job.runs.begin(), job.runs.end());
  return round;
}

}  // namespace

LeadRound::LeadRound(const mpi::communicator& world, const Job& job, fs::path parts,
                     const std::vector<std::size_t>& threads, RunSink& sink, Progress& progress,
                     const std::atomic<bool>& stop)
    : world_(world),
      job_(job),
      parts_(std::move(parts)),
      threads_(threads),
      sink_(sink),
      progress_(progress),
      stop_(stop),
      deal_(job.runs.size(), std::accumulate(threads.begin(), threads.end(), std::size_t{0})),
      at_work_(threads.size(), true),
      helpers_(threads.size() - 1) {}

std::size_t LeadRound::carry_out(const Workers& workers) {
  begin();
  LocalWork own(job_, sink_, workers, progress_, stop_);
  while (helpers_ > 0 || !own.is_over()) {
    hear(own);
    if (!stopping_ && (stop_ || !fault_.empty() || own.is_over())) stop_all(own);
    feed(own);
    own.wait(between_looks);
  }
  if (own.fault()) std::rethrow_exception(own.fault());
  if (!fault_.empty()) throw RunError(fault_);
  wait_for_parts();
  return own.taken() + taken_;
}

void LeadRound::begin() const {
  if (helpers_ == 0) return;
  for (int rank = 1; rank < world_.size(); ++rank) world_.send(rank, tag::round);
  auto round = round_of(job_, parts_);
  mpi::broadcast(world_, round, lead_rank);
}

void LeadRound::hear(LocalWork& own) {
  while (const auto message = world_.iprobe(mpi::any_source, tag::report)) {
    const int rank = message->source();
    Report report;
    world_.recv(rank, tag::report, report);
    take(rank, report);
    if (!fault_.empty() && !stopping_) stop_all(own);
    if (!report.asks) continue;
    const auto block = stopping_ ? Stretch{} : deal_.next(threads_[static_cast<std::size_t>(rank)]);
    world_.send(rank, tag::block, block);
  }
}

/// What cannot be written ends the round in the usual way: the other ranks must hear of it.
template <typename Do>
void LeadRound::keep_going(Do&& action) {
  try {
    action();
  } catch (const std::exception& fault) {
    if (fault_.empty()) fault_ = fault.what();
  }
}

void LeadRound::take(int rank, const Report& report) {
  progress_.runs_done += report.done;
  progress_.runs_failed += report.failed;
  progress_.events += report.events;
  progress_.simulation_microseconds += report.microseconds;
  for (const auto& [run, reason] : report.failures) {
    RunResult result;
    result.failed = true;
    result.reason = reason;
    keep_going([&] { sink_.take(run, std::move(result)); });
  }
  for (const auto& stretch : report.unbegun) deal_.give_back(stretch);
  if (!report.over) return;
  at_work_[static_cast<std::size_t>(rank)] = false;
  --helpers_;
  taken_ += report.taken;
  written_.insert(written_.end(), report.parts.begin(), report.parts.end());
  if (!report.fault.empty() && fault_.empty()) fault_ = report.fault;
}

void LeadRound::stop_all(LocalWork& own) {
  stopping_ = true;
  own.take_back();
  for (int rank = 1; rank < world_.size(); ++rank)
    if (at_work_[static_cast<std::size_t>(rank)]) world_.send(rank, tag::stop);
  // Finished runs are safe at once: whoever stops the job may soon end it by force.
  keep_going([&] { sink_.flush(); });
}

void LeadRound::feed(LocalWork& own) {
  if (stopping_ || !own.is_hungry()) return;
  const auto block = deal_.next(threads_.front());
  if (block.count > 0)
    own.feed(block);
  else if (helpers_ == 0)  // before, a helper may give runs back
    own.close();
}

/// Other machines' files may show up late on a network file system.
void LeadRound::wait_for_parts() const {
  constexpr std::chrono::seconds longest{90};
  constexpr std::chrono::milliseconds pause{200};
  const auto begun = std::chrono::steady_clock::now();
  const auto not_seen = [this] {
    std::set<std::string> wanted(written_.begin(), written_.end());
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(parts_, none)) wanted.erase(entry.path().filename());
    return wanted.size();
  };
  while (const auto missing = not_seen()) {
    if (std::chrono::steady_clock::now() - begun > longest)
      throw RunError(
          fmt::format("{} part files that other ranks wrote are not to be seen in {}; put the output "
                      "on a file system that all machines share",
                      missing, parts_.string()));
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace homeward
