#include "sim/cli/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "output/assemble.hpp"
#include "output/checksum.hpp"
#include "output/part_codec.hpp"
#include "output/part_file.hpp"
#include "output/results_source.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/merge_plan.hpp"
#include "sim/cli/output_lock.hpp"
#include "sim/cli/study_state.hpp"
#include "sim/core/issues.hpp"
#include "sim/experiment/run_list.hpp"

namespace homeward {

namespace {

/// A run without what it took to compute and without its long tables, which some sources leave out.
RunResult numbers_of(const RunResult& run) {
  RunResult numbers;
  numbers.outcomes = run.outcomes;
  numbers.reasons = run.reasons;
  numbers.diagnostics = run.diagnostics;
  numbers.by_trait = run.by_trait;
  numbers.series = run.series;
  numbers.cumulative = run.cumulative;
  numbers.at_risk = run.at_risk;
  numbers.cohort = run.cohort;
  return numbers;
}

/// A number that differs where what two runs found differs. Never 0.
std::uint64_t fingerprint(const RunResult& run) {
  std::string bytes;
  encode(bytes, {}, numbers_of(run));
  std::uint64_t number{};
  const auto digits = checksum_text(bytes).substr(0, 16);
  std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return number | 1U;
}

/// In two passes: a failed run only counts where nobody finished it.
enum class Pass : std::uint8_t { finished, failed };

/// What the joined file holds.
struct Outcome {
  std::size_t done{};
  std::size_t failed{};
  bool complete{};                   ///< every run that summaries use is done or failed
  std::vector<std::size_t> missing;  ///< numbers of runs
};

Outcome outcome_in(const std::filesystem::path& output, const RunPlan& plan) {
  const ResultsFile file(output);
  const auto status = file.run_status();  // [scenario][replication]
  Outcome outcome;
  outcome.complete = file.complete();
  for (const auto run : all_runs(plan)) {
    const auto id = run_id(plan, run);
    switch (static_cast<schema::RunStatus>(status[id.scenario * plan.replications + id.replication])) {
      case schema::RunStatus::planned:
        outcome.missing.push_back(run);
        break;
      case schema::RunStatus::done:
        ++outcome.done;
        break;
      case schema::RunStatus::failed:
        ++outcome.failed;
        break;
    }
  }
  return outcome;
}

/// Files on their way into one: their runs become parts of the output, as if they were just simulated, and
/// are assembled. So a merge that is killed is taken up, and an output that exists grows as it does under
/// `run`.
class Merge {
 public:
  explicit Merge(const MergeOptions& options)
      : options_(options),
        merged_(merged_plan(options.files)),
        record_(merged_.plan.record),
        lock_(options.output),
        state_(request(), options.output, options.force, DamagedParts::remove),
        to_do_(plan().runs(), false),
        prints_(plan().runs(), 0) {
    if (plan().record > record_)
      throw UsageError(
          fmt::format("{} keeps more of its runs ({}) than the files to join ({}); choose another --output",
                      options.output.string(), record_level_names[index(plan().record)],
                      record_level_names[index(record_)]));
    for (const auto run : state_.missing()) to_do_[run] = true;
  }

  ExitCode carry_out() {
    for (const auto& note : state_.growth().notes) say(note);
    if (!take_runs()) {
      say("interrupted; the same command goes on from there");
      return ExitCode::interrupted;
    }
    state_.reopen_parts();
    const bool unchanged =
        state_.stored() != nullptr && state_.parts().runs() == 0 && state_.stored()->holds_exactly(plan());
    if (!unchanged) assemble_file();
    const auto left = state_.close_and_tidy_up(options_.force);
    const auto outcome = outcome_in(options_.output, plan());
    tell(outcome);
    if (!left.empty()) say(left);
    return outcome.complete ? ExitCode::done : ExitCode::interrupted;
  }

 private:
  const RunPlan& plan() const { return state_.plan(); }

  Request request() {
    Request request;
    request.plan = std::move(merged_.plan);
    request.force = options_.force;
    return request;
  }

  void say(const std::string& message) const {
    if (!options_.quiet) std::fprintf(stderr, "homeward: %s\n", message.c_str());
  }

  /// Whether all files were read; false after an interrupt.
  bool take_runs() {
    const InterruptGuard interrupt;
    PartWriter parts(lock_.folder(), plan());
    try {
      for (const auto pass : {Pass::finished, Pass::failed}) {
        for (const auto& file : options_.files) take_runs_of(file, pass, parts, interrupt.requested());
      }
      parts.flush();
    } catch (const RunError& fault) {
      throw RunError(fault.what() + kept_text());
    }
    return !interrupt.requested();
  }

  void take_runs_of(const std::filesystem::path& name, Pass pass, PartWriter& parts,
                    const std::atomic<bool>& stop) {
    const ResultsFile file(name);
    const auto status = file.run_status();
    const auto wanted = pass == Pass::finished ? schema::RunStatus::done : schema::RunStatus::failed;
    if (std::find(status.begin(), status.end(), static_cast<std::int8_t>(wanted)) == status.end()) return;
    ResultsSource source(file, plan());
    source.for_each([&](std::size_t scenario, std::uint32_t replication) {
      const RunId id{scenario, replication};
      auto run = stop ? std::nullopt : source.load(scenario, replication, Portion::everything);
      if (!run || run->failed != (pass == Pass::failed)) return;
      if (is_known(id)) {
        if (pass == Pass::finished) refuse_another(name, id, *run);
        return;
      }
      const auto number = run_number(plan(), id);
      prints_[number] = fingerprint(*run);
      parts.take(number, std::move(*run));
    });
  }

  bool is_known(RunId id) const {
    const auto number = run_number(plan(), id);
    return prints_[number] != 0 || !to_do_[number];
  }

  /// Of a run that another file, or the output, has too.
  void refuse_another(const std::filesystem::path& name, RunId id, const RunResult& run) {
    auto& print = prints_[run_number(plan(), id)];
    if (print == 0) {
      const auto there = state_.load(id);
      if (!there || there->failed) return;
      print = fingerprint(*there);
    }
    if (print == fingerprint(run)) return;
    throw UsageError(
        fmt::format("{} cannot be joined: its run of {}, replication {}, has other outcomes than the same "
                    "run in {} or a file "
                    "named before it; one of them was changed, or another build wrote it",
                    name.string(), plan().scenarios[id.scenario].scenario->name, id.replication,
                    options_.output.string()));
  }

  std::string kept_text() const {
    return fmt::format("; what was read is kept in {}, the same command takes it up",
                       lock_.folder().string());
  }

  void assemble_file() {
    Provenance provenance;
    provenance.study_toml = merged_.study_toml;
    provenance.wall_seconds = merged_.wall_seconds;
    provenance.simulation_seconds = merged_.simulation_seconds;
    provenance.rerun = [this](std::size_t scenario, std::uint32_t replication) {
      const auto found = merged_.commands.find({plan().scenarios[scenario].scenario->name, replication});
      return found == merged_.commands.end() ? std::string() : found->second;
    };
    provenance.facts.emplace_back("joined_files", fmt::format("{}", options_.files.size()));
    try {
      if (state_.stored_runs() != nullptr) {
        FirstOf sources{&state_.parts(), state_.stored_runs()};
        assemble(options_.output, plan(), sources, provenance);
      } else {
        assemble(options_.output, plan(), state_.parts(), provenance);
      }
    } catch (const RunError& fault) {
      throw RunError(fault.what() + kept_text());
    }
  }

  void tell(const Outcome& outcome) const {
    const auto file = options_.output.string();
    const auto missing = missing_in_words(merged_, plan(), outcome.missing);
    if (options_.json) {
      JsonWriter json;
      json.begin_object().field("file", file).field("files", std::uint64_t{options_.files.size()});
      json.field("runs", std::uint64_t{plan().runs()}).field("done", std::uint64_t{outcome.done});
      json.field("failed", std::uint64_t{outcome.failed})
          .field("missing", std::uint64_t{outcome.missing.size()});
      json.field("complete", outcome.complete).field("what_is_missing", missing).end_object();
      std::fputs(json.text().c_str(), stdout);
    }
    say(fmt::format("{} of {} runs are done{}", outcome.done, plan().runs(),
                    outcome.failed > 0 ? fmt::format(", {} failed", outcome.failed) : ""));
    if (!missing.empty()) std::fprintf(stderr, "homeward: incomplete: %s\n", missing.c_str());
    say(fmt::format("written to {}; next: {}", file,
                    outcome.complete ? fmt::format("homeward summary {}", file)
                                     : fmt::format("merge it with what is missing, into {} again", file)));
  }

  const MergeOptions& options_;
  MergePlan merged_;
  RecordLevel record_;
  OutputLock lock_;
  StudyState state_;
  std::vector<bool> to_do_;            ///< [run]: not in the output nor its parts
  std::vector<std::uint64_t> prints_;  ///< [run]: what it found, of those met so far; 0 = none
};

}  // namespace

ExitCode merge_files(const MergeOptions& options) {
  return Merge(options).carry_out();
}

}  // namespace homeward
