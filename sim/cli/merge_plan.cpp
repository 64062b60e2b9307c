#include "sim/cli/merge_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "sim/cli/stored_file.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/digest_by.hpp"
#include "sim/experiment/run_list.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

namespace fs = std::filesystem;

/// The share of the study that a file is; nothing if it is no share.
std::optional<Shard> shard_in(const ResultsFile& file) {
  const auto text = file.provenance_text("shard");
  if (text.empty()) return std::nullopt;
  try {
    return parse_shard(text);
  } catch (const UsageError&) {  // it was not the user who wrote it
    throw ResultsError(fmt::format("{} is damaged: provenance/shard is no share", file.path().string()));
  }
}

std::string listed(const std::vector<std::string>& texts, std::size_t most) {
  const auto shown = std::min(texts.size(), most);
  const auto list =
      fmt::format("{}", fmt::join(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  return shown == texts.size() ? list : fmt::format("{} and {} more", list, texts.size() - shown);
}

/// Adds file after file to one plan.
class Joiner {
 public:
  void add(const fs::path& name) {
    const StoredFile stored(name);
    const ResultsFile& file = stored.file();
    const StoredStudy& study = stored.study();
    if (first_.empty())
      begin(name, study);
    else
      refuse_other_study(name, study);
    add_scenarios(name, study);
    for (const auto& role : study.plan.factor_roles) add_role(role);
    auto& plan = merged_.plan;
    summarised_ = std::max(summarised_, study.plan.summarised());
    plan.replications = std::max(plan.replications, study.plan.replications);
    plan.summary_replications = summarised_ == plan.replications ? 0 : summarised_;
    merged_.shards.push_back(shard_in(file));
    merged_.wall_seconds += file.provenance_number("wall_seconds");
    merged_.simulation_seconds += file.provenance_number("simulation_seconds");
    for (auto& failure : file.failures())
      merged_.commands.emplace(std::pair{failure.scenario, failure.replication}, std::move(failure.command));
    if (merged_.study_toml.empty()) merged_.study_toml = file.study_toml();
  }

  MergePlan take() { return std::move(merged_); }

 private:
  void begin(const fs::path& name, const StoredStudy& study) {
    first_ = name.string();
    merged_.plan = study.plan;
    baseline_ = study.scenarios[study.plan.baseline].name;
    refuse_version(name, study);
  }

  /// Joining simulates nothing, so every run must be one of this program.
  static void refuse_version(const fs::path& name, const StoredStudy& study) {
    const auto refuse = [&](const std::string& what) {
      throw UsageError(
          fmt::format("{} {}; run it again with this program, or join with the program that wrote it",
                      name.string(), what));
    };
    if (study.model_version != model_version)
      refuse(fmt::format("holds runs of model version {}, and this program is of {}", study.model_version,
                         model_version));
    if (const auto lacking = study.lacking(study.plan.record); !lacking.empty())
      refuse("does not store " + listed(lacking, 4));
  }

  void refuse_other_study(const fs::path& name, const StoredStudy& study) const {
    const auto& plan = merged_.plan;
    const auto refuse = [&](const std::string& what, const auto& there, const auto& here) {
      throw UsageError(fmt::format("{} cannot be joined with {}: {} {} against {}", name.string(), first_,
                                   what, there, here));
    };
    refuse_version(name, study);
    if (study.plan.seed != plan.seed) refuse("seed", study.plan.seed, plan.seed);
    if (study.plan.record != plan.record)
      refuse("record", record_level_names[index(study.plan.record)], record_level_names[index(plan.record)]);
    if (study.plan.logged_families != plan.logged_families)
      refuse("events of families", schema::logged_families_text(study.plan),
             schema::logged_families_text(plan));
    if (const auto& baseline = study.scenarios[study.plan.baseline].name; baseline != baseline_)
      refuse("baseline", baseline, baseline_);
  }

  void add_scenarios(const fs::path& name, const StoredStudy& study) {
    constexpr std::size_t most_told = 10;
    std::string conflicts;
    std::size_t count = 0;
    for (std::size_t i = 0; i < study.scenarios.size(); ++i) {
      const auto& own = study.scenarios[i];
      const auto [place, fresh] = place_.emplace(own.name, merged_.plan.scenarios.size());
      if (!fresh && digest_by(study.digest_scheme, merged_.plan.scenarios[place->second]) == own.digest)
        continue;
      auto again = study.read_again(i);
      if (!again)
        throw UsageError(
            fmt::format("{}: this program cannot read the scenario {} of it again", name.string(), own.name));
      if (fresh) {
        merged_.plan.scenarios.push_back(std::move(*again));
        if (own.name == baseline_) merged_.plan.baseline = place->second;
      } else if (++count <= most_told) {
        const auto keys = differing_keys(merged_.plan.scenarios[place->second].scenario, again->scenario);
        conflicts += fmt::format("\n  {}: {}", own.name,
                                 keys.empty() ? "the program that runs before program.start_days"
                                              : fmt::format("{}", fmt::join(keys, ", ")));
      }
    }
    if (count > most_told) conflicts += fmt::format("\n  and {} more", count - most_told);
    if (count > 0)
      throw UsageError(
          fmt::format("{} cannot be joined with the files named before it: scenarios of one name differ in{}",
                      name.string(), conflicts));
  }

  void add_role(const std::pair<std::string, std::string>& role) {
    auto& roles = merged_.plan.factor_roles;
    const bool known =
        std::any_of(roles.begin(), roles.end(), [&](const auto& one) { return one.first == role.first; });
    if (!known) roles.push_back(role);
  }

  MergePlan merged_;
  std::string first_;
  std::string baseline_;
  std::uint32_t summarised_{};
  std::map<std::string, std::size_t> place_;  ///< of a scenario in the plan
};

/// How many shares the study was cut into, if all files agree on it; else 0.
std::uint32_t common_count(const std::vector<std::optional<Shard>>& shards) {
  std::uint32_t count = 0;
  for (const auto& shard : shards) {
    if (!shard || (count != 0 && shard->of != count)) return 0;
    count = shard->of;
  }
  return count;
}

std::string by_shard(const MergePlan& merged, std::uint32_t count, const std::vector<std::size_t>& missing) {
  std::map<std::uint32_t, std::size_t> lacks;
  for (const auto run : missing)
    for (std::uint32_t number = 1; number <= count; ++number)
      if (Shard{number, count}.holds(run)) ++lacks[number];
  std::vector<std::string> texts;
  for (const auto& [number, runs] : lacks) {
    const bool named = std::any_of(merged.shards.begin(), merged.shards.end(),
                                   [n = number](const auto& shard) { return shard && shard->number == n; });
    texts.push_back(fmt::format("{} ({} run{}{})", in_words(Shard{number, count}), runs, runs == 1 ? "" : "s",
                                named ? ", not finished" : ", no file of it named"));
  }
  return listed(texts, 12);
}

std::string by_run(const RunPlan& plan, const std::vector<std::size_t>& missing) {
  std::vector<std::string> texts;
  for (const auto run : missing) {
    const auto id = run_id(plan, run);
    texts.push_back(
        fmt::format("{} replication {}", plan.scenarios[id.scenario].scenario->name, id.replication));
  }
  return listed(texts, 6);
}

}  // namespace

MergePlan merged_plan(const std::vector<fs::path>& files) {
  Joiner joiner;
  for (const auto& file : files) joiner.add(file);
  return joiner.take();
}

std::string missing_in_words(const MergePlan& merged, const RunPlan& plan,
                             const std::vector<std::size_t>& missing) {
  if (missing.empty()) return "";
  const auto count = common_count(merged.shards);
  return fmt::format("{} of the {} runs {} missing: {}", missing.size(), plan.runs(),
                     missing.size() == 1 ? "is" : "are",
                     count > 0 ? by_shard(merged, count, missing) : by_run(plan, missing));
}

}  // namespace homeward
