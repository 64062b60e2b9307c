#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/part_file.hpp"
#include "output/run_source.hpp"
#include "sim/cli/growth.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/experiment/run_list.hpp"

namespace homeward {

/// What there is of a run, and with it why it will run or not.
enum class RunState : std::uint8_t {
  in_file,        ///< in the results file
  in_parts,       ///< finished by an earlier start, not yet in the file
  not_asked,      ///< of a scenario of the file that the command does not name
  other_shard,    ///< of another share than the one asked for
  absent,         ///< not there: to do
  failed,         ///< in the file as failed: tried again
  kept_less,      ///< in the file with less than the record asked for: to do
  measures_less,  ///< in the file without an outcome that this program measures: to do
  replaced        ///< in the file as a run of something else, which force replaces: to do
};
inline constexpr std::size_t run_states = 9;
inline constexpr std::array<std::string_view, run_states> run_state_names{
    "in_file", "in_parts",  "not_asked",     "other_shard", "absent",
    "failed",  "kept_less", "measures_less", "replaced"};
/// In words, for people.
inline constexpr std::array<std::string_view, run_states> run_state_words{
    "there: in the results file",
    "there: finished by an earlier start",
    "not asked for: its scenario is not named",
    "not asked for: of another shard",
    "to do: not there yet",
    "to do: failed before",
    "to do: stored with less than --record asks for",
    "to do: stored without an outcome that is measured now",
    "to do: another run is replaced (--force)"};
constexpr bool is_to_do(RunState state) {
  return state >= RunState::absent;
}

/// A study held against its output: the plan that the file will hold, and what there is of each of its runs.
/// Changes nothing on the disk, but for damaged parts if these are to be removed.
class StudyState {
 public:
  /// Throws UsageError or ResultsError where the output is in the way.
  StudyState(Request request, const std::filesystem::path& output, bool force, DamagedParts damaged);
  StudyState(const StudyState&) = delete;
  StudyState& operator=(const StudyState&) = delete;

  const Growth& growth() const { return growth_; }
  const RunPlan& plan() const { return growth_.plan; }
  const StoredFile* stored() const { return stored_.get(); }
  RunSource* stored_runs() { return stored_runs_.get(); }
  PartSource& parts() { return *parts_; }
  const PartSource& parts() const { return *parts_; }

  RunState state(RunId id) const;
  /// Numbers of the runs to do, in order.
  std::vector<std::size_t> missing() const;

  /// A run that was there when the study was opened or the parts were last looked for; nothing if none was.
  std::optional<RunResult> load(RunId id);
  /// Makes the plan at least this long; summaries use just these replications, the first ones.
  void use_first(std::uint32_t replications);

  /// Looks for parts again, after runs were written.
  void reopen_parts();
  /// Lets go of the file and the parts, so that they can be replaced, and removes the parts, which stand in
  /// the file now; not those with runs of another study, unless forced. Returns what to say of these, or "".
  std::string close_and_tidy_up(bool force);

 private:
  RunState state_in_study(RunId id) const;

  std::filesystem::path folder_;
  std::optional<Shard> shard_;
  std::unique_ptr<StoredFile> stored_;
  Growth growth_;
  std::optional<PartSource> parts_;
  std::unique_ptr<RunSource> stored_runs_;
  bool measures_all_{true};  ///< the file's runs have every outcome of this program
};

}  // namespace homeward
