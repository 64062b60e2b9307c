#include "sim/cli/run_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "output/assemble.hpp"
#include "output/part_file.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/cli/output_lock.hpp"
#include "sim/cli/pilot.hpp"
#include "sim/cli/precise_study.hpp"
#include "sim/cli/precision_words.hpp"
#include "sim/cli/progress_bar.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/study_state.hpp"
#include "sim/cli/summary_view.hpp"
#include "sim/cli/uncertainty_commands.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/pipeline.hpp"
#include "sim/experiment/stored_size.hpp"

namespace homeward {

namespace {

/// Remembers the first reasons of failures, and what a precision is read from, on the way to the parts.
class RunWatch final : public RunSink {
 public:
  RunWatch(RunSink& next, std::optional<PreciseStudy>& precise) : next_(next), precise_(precise) {}
  void take(std::size_t run, RunResult&& result) override {
    if (result.failed && reasons_.size() < most_) reasons_.push_back({run, result.reason});
    if (precise_) precise_->put(run, result);
    next_.take(run, std::move(result));
  }
  void flush() override { next_.flush(); }
  struct Failure {
    std::size_t run{};
    std::string reason;
  };
  const std::vector<Failure>& failures() const { return reasons_; }

 private:
  static constexpr std::size_t most_ = 5;
  RunSink& next_;
  std::optional<PreciseStudy>& precise_;
  std::vector<Failure> reasons_;
};

/// One study on its way from a request to a file.
class StudyRun {
 public:
  StudyRun(Request request, const StudyOptions& options)
      : options_(options),
        lock_(options.output),
        shard_(request.shard),
        rule_(request.precision),
        state_(std::move(request), options.output, options.force, DamagedParts::remove) {
    if (rule_) precise_.emplace(state_, *rule_);
    missing_ = precise_ ? precise_->missing() : state_.missing();
    provenance_.study_toml = options.study_toml;
    if (shard_) provenance_.facts.emplace_back("shard", fmt::format("{}/{}", shard_->number, shard_->of));
  }

  ExitCode carry_out() {
    refuse_large_file();
    announce();
    const InterruptGuard interrupt;  // until the file is whole: who stops while it is written has it saved
    const bool finished = (missing_.empty() && !precise_) || simulate_missing(interrupt);
    return conclude(finished);
  }

 private:
  const RunPlan& plan() const { return state_.plan(); }

  void say(const std::string& message) const {
    if (!options_.quiet) std::fprintf(stderr, "homeward: %s\n", message.c_str());
  }

  void refuse_large_file() const {
    constexpr std::uint64_t large = 1'000'000'000;
    auto size = estimated_stored_bytes(plan());
    if (rule_) size = size / plan().replications * std::max(plan().replications, rule_->most);
    if (size <= large || options_.force || missing_.empty()) return;
    throw UsageError(
        fmt::format("{} would take {} {} before compression; --force goes on, a lower --record, fewer "
                    "--families or {} need less",
                    options_.output.string(), rule_ ? "up to" : "about", show_bytes(size),
                    rule_ ? "a smaller --max-replications" : "fewer replications"));
  }

  void announce() const {
    for (const auto& note : state_.growth().notes) say(note);
    const auto there = plan().runs() - missing_.size();
    const auto replications =
        rule_ ? "looks at " + looks_text(*rule_) : count_text(plan().replications, "replication");
    say(fmt::format("{} × {}, seed {}, {}", scenarios_in_words(plan()), replications, plan().seed,
                    options_.team ? options_.team->words : count_text(options_.threads, "thread")));
    if (precise_) return;
    if (shard_) {
      const auto share = runs_of_shard();
      say(fmt::format("{}: {} of the {} runs; {} to do", in_words(*shard_), share, plan().runs(),
                      missing_.size()));
    } else if (state_.stored() != nullptr || state_.parts().runs() > 0) {
      say(fmt::format("{} of {} runs to do; the others are there or not asked for", missing_.size(),
                      missing_.size() + there));
    }
  }

  std::size_t runs_of_shard() const {
    const auto runs = all_runs(plan());
    return static_cast<std::size_t>(
        std::count_if(runs.begin(), runs.end(), [&](std::size_t run) { return shard_->holds(run); }));
  }

  /// Whether all were done; false after an interrupt.
  bool simulate_missing(const InterruptGuard& interrupt) {
    const auto start = std::chrono::steady_clock::now();
    PartWriter parts(lock_.folder(), plan());
    RunWatch watch(parts, precise_);
    bool finished = false;
    try {
      finished = precise_ ? simulate_until_precise(watch, interrupt) : simulate(missing_, watch, interrupt);
      parts.flush();
    } catch (const std::bad_alloc&) {
      give_up(parts, "out of memory; fewer threads (-j), fewer families or a lower --record need less");
    } catch (const RunError& fault) {
      give_up(parts, fault.what());
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    provenance_.wall_seconds = passed.count();
    failures_ = watch.failures();
    return finished;
  }

  bool simulate(const std::vector<std::size_t>& runs, RunSink& sink, const InterruptGuard& interrupt) {
    if (runs.empty()) return true;
    const auto style =
        options_.quiet || !options_.progress ? ProgressStyle::none : progress_style_of_stderr();
    Progress progress;
    const ProgressBar bar(progress, runs.size(), style);
    const auto taken = options_.team ? options_.team->run_all(plan(), runs, options_.simulator, sink,
                                                              progress, interrupt.requested())
                                     : run_all(plan(), runs, options_.simulator, sink,
                                               workers_for(plan(), options_.threads, memory_for_runs()),
                                               progress, interrupt.requested());
    provenance_.simulation_seconds += static_cast<double>(progress.simulation_microseconds) / 1e6;
    return taken == runs.size();
  }

  bool simulate_until_precise(RunSink& sink, const InterruptGuard& interrupt) {
    while (precise_->verdict() == Verdict::go_on) {
      if (!simulate(precise_->missing(), sink, interrupt)) return false;
      if (options_.team) {  // what other processes did is read from the parts
        sink.flush();
        state_.reopen_parts();
      }
      precise_->look();
      say(look_text(*precise_, plan()));
    }
    provenance_.facts.emplace_back("precision", precision_fact(*precise_));
    return true;
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

  /// Somebody may have been at the parts meanwhile: a file that lacks runs is not to pass for a whole one.
  void require_finished_runs() const {
    const auto lost = std::count_if(missing_.begin(), missing_.end(), [&](std::size_t run) {
      const auto id = run_id(plan(), run);
      return !state_.parts().has(id.scenario, id.replication);
    });
    if (lost == 0) return;
    throw RunError(
        fmt::format("cannot write {}: {} vanished from {} or {} damaged there while this ran; the same "
                    "command does {} again",
                    options_.output.string(), count_text(static_cast<std::size_t>(lost), "finished run"),
                    lock_.folder().string(), lost == 1 ? "was" : "were", lost == 1 ? "it" : "them"));
  }

  ExitCode conclude(bool finished) {
    state_.reopen_parts();
    if (finished) require_finished_runs();
    if (!finished && state_.parts().runs() == 0 && state_.stored() == nullptr) {
      say("interrupted before a run was finished; nothing is saved");
      return ExitCode::interrupted;
    }
    if (!is_unchanged()) assemble_file();
    const auto left = state_.close_and_tidy_up(options_.force);
    tell();
    if (!left.empty()) say(left);
    if (!finished) {
      say("interrupted; the same command goes on from there");
      return ExitCode::interrupted;
    }
    if (!failures_.empty()) return ExitCode::failed;
    return precise_ && precise_->verdict() != Verdict::reached ? ExitCode::precision_not_met : ExitCode::done;
  }

  bool is_unchanged() const {
    return state_.stored() != nullptr && state_.parts().runs() == 0 && state_.stored()->holds_exactly(plan());
  }

  /// Of a run that this command does not name the file knows how it was asked for.
  std::string rerun(RunId run) const {
    if (state_.growth().named[run.scenario]) return options_.rerun(plan(), run, Paths::published);
    for (const auto& failure : state_.stored()->file().failures())
      if (failure.scenario == plan().scenarios[run.scenario].scenario->name &&
          failure.replication == run.replication)
        return failure.command;
    return "";
  }

  void assemble_file() {
    provenance_.rerun = [this](std::size_t scenario, std::uint32_t replication) {
      return rerun({scenario, replication});
    };
    provenance_.threads =
        static_cast<std::uint32_t>(options_.team ? options_.team->threads : options_.threads);
    if (options_.team) provenance_.facts.emplace_back("team", options_.team->words);
    try {
      if (state_.stored_runs() != nullptr) {
        FirstOf sources{&state_.parts(), state_.stored_runs()};
        assemble(options_.output, plan(), sources, provenance_);
      } else {
        assemble(options_.output, plan(), state_.parts(), provenance_);
      }
    } catch (const RunError& fault) {
      throw RunError(fault.what() + kept_text());
    }
  }

  /// Of plans under draws, and with no quiet or shard to keep it from it.
  void tell_draws(const ResultsFile& file) const {
    if (options_.json) {
      const UncertaintyQuestion question{told_outcomes(), false, "", TellAs::json};
      std::fputs(told_plans(file, question).c_str(), stdout);
    } else if (!options_.quiet && !shard_) {
      std::fputs(told_at_the_end(file, told_outcomes()).c_str(), stdout);
    }
  }

  void tell() const {
    const ResultsFile results(options_.output);
    constexpr std::size_t most_shown = 24;
    // Of a shard the table would compare plans over the few pairs that fell into it.
    const bool show =
        !plan().has_draws() &&
        (options_.json || (!options_.quiet && !shard_ && plan().scenarios.size() <= most_shown));
    const auto numbers = show ? read_numbers(results, ByTrait::skip) : count_runs(results);
    if (plan().has_draws()) tell_draws(results);
    const auto lines = show ? summary_lines(numbers, spoken(numbers)) : std::vector<SummaryLine>{};
    if (show && options_.json) {
      JsonWriter json;
      json.begin_object()
          .field("file", options_.output.string())
          .field("seed", fmt::format("{}", plan().seed));
      if (precise_ && precise_->last()) add_precision(json, *precise_, plan());
      add_summary(json, numbers, lines);
      json.end_object();
      std::fputs(json.text().c_str(), stdout);
    } else if (show) {
      std::fputs(summary_table(numbers, lines).c_str(), stdout);
    }
    std::fflush(stdout);
    tell_failures(numbers);
    if (precise_ && precise_->verdict() != Verdict::go_on && precise_->verdict() != Verdict::reached)
      std::fprintf(stderr, "homeward: %s\n", shortfall_text(*precise_, plan()).c_str());
    const auto file = options_.output.string();
    if (shard_)
      say(fmt::format("{} written to {}; when all shards are there: homeward merge SHARD.h5... -o OUT.h5",
                      in_words(*shard_), file));
    else
      say(fmt::format("written to {}; next: homeward summary {}", file, file));
  }

  std::vector<std::size_t> told_outcomes() const {
    return options_.show.empty() ? key_outcomes() : options_.show;
  }

  /// Those of them that have a number.
  std::vector<std::size_t> spoken(const StudyNumbers& numbers) const {
    auto outcomes = told_outcomes();
    std::erase_if(outcomes, [&](auto outcome) { return is_silent(numbers, outcome); });
    return outcomes;
  }

  /// Told even when quiet: it is why the exit code is not 0.
  void tell_failures(const StudyNumbers& numbers) const {
    const auto missing = missing_runs_text(numbers);
    if (!missing.empty() && !shard_) say("the file lacks runs:\n" + missing.substr(0, missing.size() - 1));
    for (const auto& failure : failures_) {
      const auto id = run_id(plan(), failure.run);
      std::fprintf(stderr, "homeward: a run failed: %s\n", failure.reason.c_str());
      std::fprintf(stderr, "  again: %s\n", options_.rerun(plan(), id, Paths::as_given).c_str());
    }
  }

  const StudyOptions& options_;
  OutputLock lock_;
  std::optional<Shard> shard_;
  std::optional<PrecisionRule> rule_;
  StudyState state_;
  std::optional<PreciseStudy> precise_;
  std::vector<std::size_t> missing_;
  std::vector<RunWatch::Failure> failures_;
  Provenance provenance_;
};

}  // namespace

ExitCode run_study(Request request, const StudyOptions& options) {
  return StudyRun(std::move(request), options).carry_out();
}

}  // namespace homeward
