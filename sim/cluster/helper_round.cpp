#include "sim/cluster/helper_round.hpp"

#include <fmt/format.h>

#include <boost/mpi/environment.hpp>
#include <exception>
#include <new>

namespace homeward {

namespace {

constexpr std::chrono::milliseconds between_looks{2};
constexpr std::chrono::milliseconds between_reports{500};

/// What stopped the threads, in words; "" if nothing did.
std::string in_words(const std::exception_ptr& fault) {
  if (!fault) return "";
  try {
    std::rethrow_exception(fault);
  } catch (const std::bad_alloc&) {
    return "out of memory; fewer threads (-j) or ranks, fewer families or a lower --record need less";
  } catch (const std::exception& what) {
    return what.what();
  }
}

/// What a counter gained since the last time.
std::uint64_t since(std::uint64_t now, std::uint64_t& told) {
  return now - std::exchange(told, now);
}

}  // namespace

std::string told_of_rank(const mpi::communicator& world, const std::string& what) {
  return fmt::format("rank {} on {}: {}", world.rank(), mpi::environment::processor_name(), what);
}

void HelperSink::take(std::size_t run, RunResult&& result) {
  const std::lock_guard lock(mutex_);
  if (result.failed)
    failures_.emplace_back(run, std::move(result.reason));
  else
    parts_.take(run, std::move(result));
}

void HelperSink::flush() {
  const std::lock_guard lock(mutex_);
  parts_.flush();
}

std::vector<std::pair<std::uint64_t, std::string>> HelperSink::take_failures() {
  const std::lock_guard lock(mutex_);
  return std::exchange(failures_, {});
}

HelperRound::HelperRound(const mpi::communicator& world, const Job& job, PartWriter& parts,
                         const std::atomic<bool>& stop)
    : world_(world), parts_(parts), sink_(parts), job_(job), stop_(stop) {}

Report HelperRound::carry_out(const Workers& workers) {
  std::exception_ptr fault;
  std::size_t taken = 0;
  {
    LocalWork work(job_, sink_, workers, progress_, stop_);
    while (!work.is_over() || asked_) {
      talk(work);
      work.wait(between_looks);
    }
    fault = work.fault();
    taken = work.taken();
  }
  try {
    sink_.flush();
  } catch (...) {
    if (!fault) fault = std::current_exception();
  }
  auto last = news();
  last.over = true;
  last.taken = taken;
  last.parts = parts_.written();
  if (fault) last.fault = told_of_rank(world_, in_words(fault));
  return last;
}

void HelperRound::talk(LocalWork& work) {
  hear(work);
  if (stop_ && !giving_up_) give_up(work);
  const bool asks = !giving_up_ && !asked_ && work.is_hungry() && !work.is_over();
  const auto now = std::chrono::steady_clock::now();
  if (!asks && unbegun_.empty() && now - last_report_ < between_reports) return;
  last_report_ = now;
  auto report = news();
  report.asks = asks;
  asked_ = asked_ || asks;
  world_.send(lead_rank, tag::report, report);
}

void HelperRound::hear(LocalWork& work) {
  while (const auto message = world_.iprobe(lead_rank, mpi::any_tag)) {
    if (message->tag() == tag::stop) {
      world_.recv(lead_rank, tag::stop);
      give_up(work);
      continue;
    }
    Stretch block;
    world_.recv(lead_rank, tag::block, block);
    asked_ = false;
    if (block.count == 0)
      work.close();
    else if (giving_up_ || work.is_over())
      unbegun_.push_back(block);
    else
      work.feed(block);
  }
}

void HelperRound::give_up(LocalWork& work) {
  giving_up_ = true;
  for (const auto& stretch : work.take_back()) unbegun_.push_back(stretch);
  // Finished runs are safe at once: whoever stops the job may soon end it by force.
  try {
    sink_.flush();
  } catch (const std::exception&) {
    return;  // tried again, and told, at the end
  }
}

Report HelperRound::news() {
  Report report;
  report.done = since(progress_.runs_done, told_.done);
  report.failed = since(progress_.runs_failed, told_.failed);
  report.events = since(progress_.events, told_.events);
  report.microseconds = since(progress_.simulation_microseconds, told_.microseconds);
  report.failures = sink_.take_failures();
  report.unbegun = std::exchange(unbegun_, {});
  return report;
}

}  // namespace homeward
