#include "sim/cli/study_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "output/safe_file.hpp"

namespace homeward {

StudyState::StudyState(Request request, const std::filesystem::path& output, bool force, DamagedParts damaged)
    : folder_(parts_folder(output)), shard_(request.shard), stored_(open_stored(output, force)) {
  growth_ = stored_ ? grow(std::move(request), stored_->study()) : begin(std::move(request));
  parts_.emplace(folder_, growth_.plan, damaged);
  // Runs of a start that was killed count as there, also those beyond what is asked for now.
  const auto asked = plan().replications;
  growth_.plan.replications = std::max(asked, parts_->replications());
  if (plan().replications > asked) {
    growth_.notes.push_back(
        fmt::format("an earlier start finished runs of up to {} replications: the study goes on to these",
                    plan().replications));
  }
  if (stored_) {
    stored_runs_ = stored_->open_runs(plan());
    measures_all_ = stored_->file().lacking(plan().record).empty();
  }
  if (const auto& lacking = parts_->lacking(); !lacking.empty())
    growth_.notes.push_back(fmt::format("finished runs of an earlier start do not store {}{}: they run again",
                                        lacking.front(), lacking.size() == 1 ? "" : " and more"));
}

RunState StudyState::state(RunId id) const {
  const auto state = state_in_study(id);
  const bool elsewhere = shard_ && !shard_->holds(run_number(plan(), id));
  return elsewhere && is_to_do(state) ? RunState::other_shard : state;
}

RunState StudyState::state_in_study(RunId id) const {
  if (parts_->has(id.scenario, id.replication)) return RunState::in_parts;
  const auto& planned = plan().scenarios[id.scenario];
  const auto fate =
      stored_ ? stored_->fate(planned.scenario->name, id.replication) : StoredFile::Fate::absent;
  if (!growth_.named[id.scenario])
    return fate == StoredFile::Fate::done ? RunState::in_file : RunState::not_asked;
  if (fate == StoredFile::Fate::absent) return RunState::absent;
  if (stored_runs_->has(id.scenario, id.replication))
    return fate == StoredFile::Fate::failed ? RunState::failed : RunState::in_file;
  if (!stored_->is_same_run(planned, plan().seed)) return RunState::replaced;
  return stored_->file().record() < plan().record || measures_all_ ? RunState::kept_less
                                                                   : RunState::measures_less;
}

std::vector<std::size_t> StudyState::missing() const {
  std::vector<std::size_t> runs;
  for (const auto run : all_runs(plan())) {
    if (is_to_do(state(run_id(plan(), run)))) runs.push_back(run);
  }
  return runs;
}

std::optional<RunResult> StudyState::load(RunId id) {
  if (auto run = parts_->load(id.scenario, id.replication, Portion::numbers)) return run;
  if (!stored_runs_) return std::nullopt;
  return stored_runs_->load(id.scenario, id.replication, Portion::numbers);
}

void StudyState::use_first(std::uint32_t replications) {
  growth_.plan.replications = std::max(growth_.plan.replications, replications);
  growth_.plan.summary_replications = replications;
}

void StudyState::reopen_parts() {
  parts_.emplace(folder_, plan());
}

std::string StudyState::close_and_tidy_up(bool force) {
  const auto others = force ? std::vector<std::filesystem::path>{} : parts_->of_other_studies();
  parts_.reset();
  stored_runs_.reset();
  stored_.reset();
  remove_parts(folder_, others);
  if (others.empty()) return "";
  return fmt::format(
      "finished runs of another study, which was broken off, stay in {}; the command that made them takes "
      "them up, --force removes them",
      folder_.string());
}

}  // namespace homeward
