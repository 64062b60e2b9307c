#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/cli/study_state.hpp"
#include "sim/experiment/precision.hpp"

namespace homeward {

/// A study that runs until it is precise enough, on its way from look to look. Each look raises the state's
/// replications to its own and has summaries use just these.
class PreciseStudy {
 public:
  /// The state must outlive it. Throws UsageError where differences are asked for and the baseline cannot
  /// run, or where no scenario is to be judged.
  PreciseStudy(StudyState& state, const PrecisionRule& rule);

  const PrecisionRule& rule() const { return rule_; }
  /// Replications of the look that is due, or, once there is a verdict, of the last one.
  std::uint32_t replications() const { return state_.plan().summary_replications; }
  /// Numbers of the runs to do before the look that is due, in order.
  std::vector<std::size_t> missing() const;
  /// Takes a run that was just done.
  void put(std::size_t run, const RunResult& result) { runs_.put(run_id(state_.plan(), run), result); }

  /// Takes the look that is due, at which no run may be missing, and makes the next one due if it says to go
  /// on.
  void look();
  /// Takes looks for as long as no run is missing.
  void look_at_what_is_there();
  Verdict verdict() const { return verdict_; }
  /// Why the runs of a reading's scenario cannot give its outcome; none where they can.
  Reason reason(const Reading& reading) const {
    return runs_.reason(rule_.goals[reading.goal].outcome, reading.scenario);
  }
  /// The look taken last; nothing before the first.
  const std::optional<Look>& last() const { return last_; }

 private:
  void load_what_is_there();

  StudyState& state_;
  PrecisionRule rule_;
  PrecisionRuns runs_;
  Watched watched_;
  std::optional<Look> last_;
  Verdict verdict_{Verdict::go_on};
};

}  // namespace homeward
