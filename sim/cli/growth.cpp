#include "sim/cli/growth.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

const std::string& name_of(const PlannedScenario& planned) {
  return planned.scenario->name;
}

/// Where scenarios stand in a plan, by name.
class Places {
 public:
  explicit Places(const RunPlan& plan) {
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i) places_.emplace(name_of(plan.scenarios[i]), i);
  }
  std::optional<std::size_t> find(const std::string& name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? std::nullopt : std::optional{found->second};
  }

 private:
  std::map<std::string, std::size_t> places_;
};

/// What keeps the stored runs of all scenarios from standing beside the ones asked for; "" if nothing.
std::string study_conflict(const Request& request, const StoredStudy& stored) {
  if (stored.model_version != model_version) {
    return fmt::format("  model version {} there, {} now\n", stored.model_version, model_version);
  }
  if (!stored.same_tables) return "  the outcomes measured: the file is of another version of the program\n";
  if (stored.plan.seed != request.plan.seed) {
    return fmt::format("  seed {} there, {} asked for\n", stored.plan.seed, request.plan.seed);
  }
  return "";
}

/// "a, b and 3 more".
std::string listed(std::vector<std::string> names, std::size_t most) {
  if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
  const auto others = names.size() - most;
  names.resize(most);
  return fmt::format("{} and {} more", fmt::join(names, ", "), others);
}

std::string difference_in_words(const StoredStudy& stored, std::size_t there, const PlannedScenario& asked) {
  if (!stored.readable[there]) return "the file's own text of it is of another version of the program";
  const auto keys = differing_keys(stored.plan.scenarios[there].scenario, asked.scenario);
  if (keys.empty()) return "the program that runs before program.start_days";
  return listed(keys, 8);
}

std::string scenario_conflicts(const Request& request, const StoredStudy& stored) {
  constexpr std::size_t most_told = 20;
  const Places places(stored.plan);
  std::string text;
  std::size_t conflicts = 0;
  for (const auto& asked : request.plan.scenarios) {
    const auto there = places.find(name_of(asked));
    if (!there || stored.plan.scenarios[*there].digest == asked.digest) continue;
    if (++conflicts <= most_told)
      text += fmt::format("  {}: {}\n", name_of(asked), difference_in_words(stored, *there, asked));
  }
  if (conflicts > most_told) text += fmt::format("  and {} more\n", conflicts - most_told);
  return text;
}

void refuse_conflicts(const Request& request, const StoredStudy& stored) {
  const auto study = study_conflict(request, stored);
  const auto conflicts = study + scenario_conflicts(request, stored);
  if (conflicts.empty()) return;
  throw UsageError(fmt::format(
      "{} holds runs that differ in\n{}--force replaces {}; or choose another --output", stored.file,
      conflicts, study.empty() ? "the runs of these scenarios" : "all runs in the file"));
}

/// A program that starts later has the baseline's program before, which a command can only read if it names
/// the baseline. Called for a command that names only some scenarios of the file.
void refuse_unnamed_baseline(const Request& request, const StoredStudy& stored) {
  const auto& baseline = name_of(stored.plan.scenarios[stored.plan.baseline]);
  if (Places(request.plan).find(baseline)) return;
  for (const auto& asked : request.plan.scenarios) {
    if (std::isinf(asked.scenario->program_start_days)) continue;
    throw UsageError(
        fmt::format("{} has a program.start_days, so before it the program of the baseline {} runs; "
                    "name the file of {} first",
                    name_of(asked), baseline, baseline));
  }
}

std::vector<FamilyNumber> families_of_both(const RunPlan& asked, const RunPlan& stored) {
  if (asked.record < RecordLevel::events) return stored.logged_families;
  if (stored.record < RecordLevel::events) return asked.logged_families;
  if (asked.logged_families.empty() || stored.logged_families.empty()) return {};
  std::vector<FamilyNumber> both;
  std::set_union(asked.logged_families.begin(), asked.logged_families.end(), stored.logged_families.begin(),
                 stored.logged_families.end(), std::back_inserter(both));
  return both;
}

/// The file's scenarios in its order, those named again as the command has them, then the new ones.
void append_to_file(Growth& growth, const Request& request, const StoredStudy& study) {
  const auto& stored = study.plan;
  auto& plan = growth.plan;
  plan.scenarios = stored.scenarios;
  plan.baseline = stored.baseline;
  plan.factor_roles = stored.factor_roles;
  for (const auto& role : request.plan.factor_roles) {
    const bool known = std::any_of(plan.factor_roles.begin(), plan.factor_roles.end(),
                                   [&](const auto& one) { return one.first == role.first; });
    if (!known) plan.factor_roles.push_back(role);
  }
  growth.named.assign(plan.scenarios.size(), false);
  const Places places(stored);
  for (const auto& asked : request.plan.scenarios) {
    if (const auto there = places.find(name_of(asked))) {
      plan.scenarios[*there] = asked;
      growth.named[*there] = true;
    } else {
      plan.scenarios.push_back(asked);
      growth.named.push_back(true);
    }
  }
  for (std::size_t i = 0; i < stored.scenarios.size(); ++i) {
    if (growth.named[i] || study.readable[i]) continue;
    throw UsageError(fmt::format("{} in the results file cannot be read again; name its file too",
                                 name_of(stored.scenarios[i])));
  }
  const auto& asked_baseline = name_of(request.plan.scenarios[request.plan.baseline]);
  if (request.baseline_named) plan.baseline = *Places(plan).find(asked_baseline);
}

/// Level and families that serve both. Scenarios that are not named cannot run again, so they must have
/// enough.
void widen_record(Growth& growth, const Request& request, const StoredStudy& stored) {
  auto& plan = growth.plan;
  plan.record = std::max(request.plan.record, stored.plan.record);
  plan.logged_families = families_of_both(request.plan, stored.plan);
  const bool more = plan.record > stored.plan.record || (plan.record == RecordLevel::events &&
                                                         plan.logged_families != stored.plan.logged_families);
  if (!more) return;
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    if (growth.named[i]) continue;
    throw UsageError(
        fmt::format("{} keeps less of its runs than --record {} asks for, and {} is not named; "
                    "name its file too, so that its runs run again",
                    stored.file, record_level_names[index(plan.record)], name_of(plan.scenarios[i])));
  }
  growth.notes.push_back(
      fmt::format("{} keeps less of its runs than asked for: they run again", stored.file));
}

void widen_replications(Growth& growth, const Request& request, const StoredStudy& stored) {
  growth.plan.replications = std::max(request.plan.replications, stored.replications);
  if (stored.replications > request.plan.replications) {
    growth.notes.push_back(
        fmt::format("{} has {} replications, more than the {} asked for: it keeps them, and every "
                    "scenario named gets as many",
                    stored.file, stored.replications, request.plan.replications));
  }
  for (std::size_t i = 0; i < growth.named.size(); ++i) {
    if (growth.named[i] || growth.plan.replications <= stored.replications) continue;
    growth.notes.push_back(fmt::format("{} is not named and keeps its {} replications",
                                       name_of(growth.plan.scenarios[i]), stored.replications));
  }
}

}  // namespace

std::string title_of(const RunPlan& plan) {
  std::vector<std::string> names;
  for (const auto& planned : plan.scenarios) names.push_back(name_of(planned));
  return listed(std::move(names), 4);
}

Growth begin(Request request) {
  Growth growth{std::move(request.plan), {}, {}};
  growth.named.assign(growth.plan.scenarios.size(), true);
  if (growth.plan.title.empty()) growth.plan.title = title_of(growth.plan);
  return growth;
}

Growth grow(const Request& request, const StoredStudy& stored) {
  if (!request.force) refuse_conflicts(request, stored);
  if (const auto conflict = study_conflict(request, stored); !conflict.empty()) {
    auto fresh = begin(request);
    fresh.notes.push_back(fmt::format("all runs in {} are replaced:{}", stored.file, conflict.substr(1)));
    fresh.notes.back().pop_back();
    return fresh;
  }

  Growth growth = begin(request);
  const Places asked(request.plan);
  const bool names_all =
      std::all_of(stored.plan.scenarios.begin(), stored.plan.scenarios.end(),
                  [&](const auto& there) { return asked.find(name_of(there)).has_value(); });
  if (!names_all) {
    refuse_unnamed_baseline(request, stored);
    append_to_file(growth, request, stored);
  }
  widen_record(growth, request, stored);
  widen_replications(growth, request, stored);
  if (request.plan.title.empty()) growth.plan.title = title_of(growth.plan);
  return growth;
}

}  // namespace homeward
