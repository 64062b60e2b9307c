#include "sim/cli/run_study.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include <unistd.h>

#include "output/assemble.hpp"
#include "output/part_file.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/output_lock.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/pipeline.hpp"
#include "sim/experiment/stored_size.hpp"

namespace homeward {

namespace {

/// Half of the machine's memory may go to runs in flight.
std::uint64_t memory_for_runs() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  const auto page = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 2
                               : std::uint64_t{4} << 30U;
}

/// Remembers the first reasons of failures on the way to the parts.
class FailureWatch final : public RunSink {
 public:
  explicit FailureWatch(RunSink& next) : next_(next) {}
  void take(std::size_t run, RunResult&& result) override {
    if (result.failed && reasons_.size() < most_) reasons_.push_back({run, result.reason});
    next_.take(run, std::move(result));
  }
  struct Failure {
    std::size_t run{};
    std::string reason;
  };
  const std::vector<Failure>& failures() const { return reasons_; }

 private:
  static constexpr std::size_t most_ = 5;
  RunSink& next_;
  std::vector<Failure> reasons_;
};

/// One study on its way from a request to a file.
class StudyRun {
 public:
  StudyRun(const Request& request, const StudyOptions& options)
      : options_(options), lock_(options.output), stored_(open_stored(options.output, options.force)) {
    growth_ = stored_ ? grow(request, stored_->study()) : begin(request);
  }

  ExitCode carry_out() {
    take_up_parts();
    refuse_large_file();
    announce();
    const bool finished = missing_.empty() || simulate_missing();
    return conclude(finished);
  }

 private:
  const RunPlan& plan() const { return growth_.plan; }

  void say(const std::string& message) const {
    if (!options_.quiet) std::fprintf(stderr, "homeward: %s\n", message.c_str());
  }

  /// Runs of a start that was killed count as there, also those beyond what is asked for now.
  void take_up_parts() {
    parts_.emplace(lock_.folder(), growth_.plan);
    const auto any_has = [&](std::uint32_t replication) {
      for (std::size_t i = 0; i < plan().scenarios.size(); ++i) {
        if (parts_->has(i, replication)) return true;
      }
      return false;
    };
    while (any_has(growth_.plan.replications)) ++growth_.plan.replications;
    if (stored_) stored_source_ = stored_->open_runs(plan());
    for (const auto run : all_runs(plan())) {
      const auto id = run_id(plan(), run);
      if (growth_.named[id.scenario] && !is_there(id)) missing_.push_back(run);
    }
  }

  bool is_there(RunId id) const {
    if (parts_->has(id.scenario, id.replication)) return true;
    const auto& name = plan().scenarios[id.scenario].scenario->name;
    return stored_source_ && stored_source_->has(id.scenario, id.replication) &&
           !stored_->failed(name, id.replication);
  }

  void refuse_large_file() const {
    constexpr std::uint64_t large = 1'000'000'000;
    const auto size = estimated_stored_bytes(plan());
    if (size <= large || options_.force || missing_.empty()) return;
    throw UsageError(
        fmt::format("{} would take about {} before compression; --force goes on, a lower --record, fewer "
                    "--families or fewer replications need less",
                    options_.output.string(), show_bytes(size)));
  }

  void announce() const {
    for (const auto& note : growth_.notes) say(note);
    const auto there = plan().runs() - missing_.size();
    const auto scenarios = plan().scenarios.size();
    say(fmt::format("{} scenario{} × {} replications, seed {}, {} thread{}", scenarios,
                    scenarios == 1 ? "" : "s", plan().replications, plan().seed, options_.threads,
                    options_.threads == 1 ? "" : "s"));
    if (stored_ || parts_->runs() > 0) {
      say(fmt::format("{} of {} runs to do; the others are there or not asked for", missing_.size(),
                      missing_.size() + there));
    }
  }

  /// Whether all were done; false after an interrupt.
  bool simulate_missing() {
    const auto start = std::chrono::steady_clock::now();
    const InterruptGuard interrupt;
    PartWriter parts(lock_.folder(), plan());
    FailureWatch watch(parts);
    Progress progress;
    std::size_t taken = 0;
    try {
      const auto style =
          options_.quiet || !options_.progress ? ProgressStyle::none : progress_style_of_stderr();
      const ProgressBar bar(progress, missing_.size(), style);
      const auto workers = workers_for(plan(), options_.threads, memory_for_runs());
      taken = run_all(plan(), missing_, options_.simulator, watch, workers, progress, interrupt.requested());
      parts.flush();
    } catch (const std::bad_alloc&) {
      give_up(parts, "out of memory; fewer threads (-j), fewer families or a lower --record need less");
    } catch (const RunError& fault) {
      give_up(parts, fault.what());
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    provenance_.wall_seconds = passed.count();
    provenance_.simulation_seconds = static_cast<double>(progress.simulation_microseconds) / 1e6;
    failures_ = watch.failures();
    return taken == missing_.size();
  }

  /// What is finished stays in the parts; what can still be written of it is.
  [[noreturn]] void give_up(PartWriter& parts, const std::string& why) const {
    try {
      parts.flush();
    } catch (const std::exception&) {
      throw RunError(why + kept_text());
    }
    throw RunError(why + kept_text());
  }

  std::string kept_text() const {
    return fmt::format("; finished runs are kept in {}, the same command takes them up",
                       lock_.folder().string());
  }

  ExitCode conclude(bool finished) {
    parts_.emplace(lock_.folder(), plan());
    if (parts_->runs() == 0 && !stored_) {
      say("interrupted before a run was finished; nothing is saved");
      return ExitCode::interrupted;
    }
    if (!is_unchanged()) assemble_file();
    parts_.reset();
    stored_.reset();
    stored_source_.reset();
    remove_parts(lock_.folder());
    tell();
    if (!finished) {
      say("interrupted; the same command goes on from there");
      return ExitCode::interrupted;
    }
    return failures_.empty() ? ExitCode::done : ExitCode::failed;
  }

  bool is_unchanged() const { return stored_ && parts_->runs() == 0 && stored_->holds_exactly(plan()); }

  void assemble_file() {
    provenance_.threads = static_cast<std::uint32_t>(options_.threads);
    try {
      if (stored_source_) {
        FirstOf sources{&*parts_, stored_source_.get()};
        assemble(options_.output, plan(), sources, provenance_);
      } else {
        assemble(options_.output, plan(), *parts_, provenance_);
      }
    } catch (const RunError& fault) {
      throw RunError(fault.what() + kept_text());
    }
  }

  void tell() const {
    const auto numbers = read_numbers(ResultsFile(options_.output));
    const auto lines = summary_lines(numbers, spoken(numbers));
    if (options_.json) {
      JsonWriter json;
      json.begin_object()
          .field("file", options_.output.string())
          .field("seed", fmt::format("{}", plan().seed));
      add_summary(json, numbers, lines);
      json.end_object();
      std::fputs(json.text().c_str(), stdout);
    } else if (!options_.quiet) {
      std::fputs(summary_table(numbers, lines).c_str(), stdout);
    }
    std::fflush(stdout);
    tell_failures(numbers);
    say(fmt::format("written to {}; next: homeward summary {}", options_.output.string(),
                    options_.output.string()));
  }

  /// The key outcomes that have a number.
  static std::vector<std::size_t> spoken(const StudyNumbers& numbers) {
    auto outcomes = key_outcomes();
    std::erase_if(outcomes, [&](auto outcome) { return is_silent(numbers, outcome); });
    return outcomes;
  }

  /// Told even when quiet: it is why the exit code is not 0.
  void tell_failures(const StudyNumbers& numbers) const {
    const auto missing = missing_runs_text(numbers);
    if (!missing.empty()) say("the file lacks runs:\n" + missing.substr(0, missing.size() - 1));
    for (const auto& failure : failures_) {
      const auto replication = run_id(plan(), failure.run).replication;
      std::fprintf(stderr, "homeward: a run failed: %s\n", failure.reason.c_str());
      std::fprintf(stderr, "  again: %s --seed %s -n %u -o failed.h5\n", options_.rerun.c_str(),
                   fmt::format("{}", plan().seed).c_str(), replication + 1);
    }
  }

  const StudyOptions& options_;
  OutputLock lock_;
  std::unique_ptr<StoredFile> stored_;
  Growth growth_;
  std::optional<PartSource> parts_;
  std::unique_ptr<RunSource> stored_source_;
  std::vector<std::size_t> missing_;
  std::vector<FailureWatch::Failure> failures_;
  Provenance provenance_;
};

}  // namespace

ExitCode run_study(const Request& request, const StudyOptions& options) {
  return StudyRun(request, options).carry_out();
}

}  // namespace homeward
