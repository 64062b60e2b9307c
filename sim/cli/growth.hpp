#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/precision.hpp"
#include "sim/experiment/run_plan.hpp"
#include "sim/experiment/shard.hpp"
#include "sim/scenario/read.hpp"

/// What happens to an output that exists. A results file holds one study: scenarios, one seed, one model
/// version, one number of replications, one level of record.
///
/// - Same name, digest, seed and model version: the same runs, kept. Another digest under the same name,
/// another seed
///   or model version: refused, or replaced by force.
/// - Order: a command that names every scenario of the file sets order and baseline, so that growing step by
/// step
///   ends where a fresh run with that command would. A command that names only some keeps the file's order
///   and baseline and appends the new ones.
/// - Replications: the most that was asked for or is there; named scenarios, new ones too, are completed to
/// that
///   number, so that every comparison stays paired. Scenarios that are not named keep what they have.
/// - Until precise: the file keeps what it has, runs are added look by look, and none beyond the last look.
/// - Outcomes: a run that lacks what this program measures runs again, so its scenario must be named; what
/// the
///   program does not measure any more is no reason to.
/// - Record: the fuller of what was asked for and what is there. Runs stored with less run again, so their
/// scenarios
///   must be named. Draws: plans that are named get as many as asked for or as there are; a file has draws or
///   none. Events of more families than stored: all events run again, for the families of both.
namespace homeward {

/// What a command asks for.
struct Request {
  RunPlan plan;
  bool baseline_named{};  ///< by --baseline; else the first scenario
  bool force{};
  std::optional<Shard> shard{};      ///< only these of the plan's runs are done
  std::vector<std::string> notes{};  ///< what the user should be told of the plan
  /// Of a plan with draws: its scenarios under another number of them, to be as many as a file has.
  std::function<std::vector<PlannedScenario>(std::uint32_t draws)> redraw{};
  std::optional<PrecisionRule> precision{};  ///< more replications than the plan's, until this is met
  bool whole_sample{};  ///< a latin hypercube: some of its points with some of another are no design
};

/// What stands in a file.
struct StoredStudy {
  struct StoredScenario {
    std::string name;
    std::string digest;
    std::optional<PlannedScenario::Draw> draw{};
  };
  std::string file;  ///< as the user named it, for messages
  RunPlan plan;      ///< without its scenarios: thousands are not read unless they are needed
  std::vector<StoredScenario> scenarios;
  /// A scenario read again from its text in the file; nothing where this program cannot read it any more.
  std::function<std::optional<PlannedScenario>(std::size_t)> read_again;
  std::string model_version;
  int digest_scheme{homeward::digest_scheme};  ///< of the scenarios' digests
  /// What the plan's level of record asks for and the file's runs do not store.
  std::function<std::vector<std::string>(RecordLevel)> lacking{
      [](RecordLevel) { return std::vector<std::string>{}; }};
  std::uint32_t replications{};  ///< 1 + the highest replication that is there; plan.replications may be more
};

/// The study that the file will hold.
struct Growth {
  RunPlan plan;
  std::vector<bool> named;         ///< by scenario: named by the command, so its missing runs are run
  std::vector<std::string> notes;  ///< what the user should be told
};

/// Throws UsageError, saying what differs, where the request does not fit the file and force was not asked
/// for.
Growth grow(Request request, const StoredStudy& stored);

/// A plan that is not there yet.
Growth begin(Request request);

/// "us-baseline, ratio-1-to-8": the title of a study that has none of its own.
std::string title_of(const RunPlan& plan);

/// "3 scenarios", "2 plans × 50 draws".
std::string scenarios_in_words(const RunPlan& plan);

}  // namespace homeward
