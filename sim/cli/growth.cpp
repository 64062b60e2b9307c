#include "sim/cli/growth.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "sim/core/issues.hpp"
#include "sim/core/version.hpp"
#include "sim/experiment/digest_by.hpp"
#include "sim/experiment/plan_layout.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

const std::string& name_of(const PlannedScenario& planned) {
  return planned.scenario->name;
}
const std::string& name_of(const StoredStudy::StoredScenario& stored) {
  return stored.name;
}

/// Where scenarios stand in a plan or a file, by name.
class Places {
 public:
  explicit Places(const auto& study) {
    for (std::size_t i = 0; i < study.scenarios.size(); ++i) places_.emplace(name_of(study.scenarios[i]), i);
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
  if (stored.plan.seed != request.plan.seed) {
    return fmt::format("  seed {} there, {} asked for\n", stored.plan.seed, request.plan.seed);
  }
  const bool draws_there = stored.scenarios.front().draw.has_value();
  if (draws_there != request.plan.has_draws()) {
    return fmt::format("  draws of uncertain parameters: {} there, {} asked for\n",
                       draws_there ? "some" : "none", draws_there ? "none" : "some");
  }
  return "";
}

/// Draws of the plan that has most of them; 0 without draws.
std::uint32_t most_draws(const auto& scenarios) {
  std::uint32_t most = 0;
  for (const auto& one : scenarios)
    if (one.draw) most = std::max(most, one.draw->number + 1);
  return most;
}

/// What a scenario is called in notes about many: with draws its plan.
const std::string& told_name(const PlannedScenario& planned) {
  return planned.draw ? planned.draw->plan : name_of(planned);
}

/// "a, b and 3 more".
std::string listed(std::vector<std::string> names, std::size_t most) {
  if (names.size() <= most) return fmt::format("{}", fmt::join(names, ", "));
  const auto others = names.size() - most;
  names.resize(most);
  return fmt::format("{} and {} more", fmt::join(names, ", "), others);
}

std::string difference_in_words(const StoredStudy& stored, std::size_t there, const PlannedScenario& asked) {
  const auto again = stored.read_again(there);
  if (!again) return "the file's own text of it is of another version of the program";
  const auto keys = differing_keys(again->scenario, asked.scenario);
  if (keys.empty()) return "the program that runs before program.start_days";
  return listed(keys, 8);
}

std::string scenario_conflicts(const Request& request, const StoredStudy& stored) {
  constexpr std::size_t most_told = 20;
  const Places places(stored);
  std::string text;
  std::size_t conflicts = 0;
  for (const auto& asked : request.plan.scenarios) {
    const auto there = places.find(name_of(asked));
    if (!there || stored.scenarios[*there].digest == digest_by(stored.digest_scheme, asked)) continue;
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
  const auto& baseline = name_of(stored.scenarios[stored.plan.baseline]);
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
Growth append_to_file(Request request, const StoredStudy& stored) {
  auto asked = std::move(request.plan.scenarios);
  const std::string asked_baseline = name_of(asked[request.plan.baseline]);
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < asked.size(); ++i) place.emplace(name_of(asked[i]), i);
  const bool names_kept = place.contains(name_of(stored.scenarios[stored.plan.baseline]));
  Growth growth{std::move(request.plan), {}, std::move(request.notes)};
  auto& plan = growth.plan;
  plan.scenarios.clear();
  plan.baseline = stored.plan.baseline;
  const auto asked_roles = std::exchange(plan.factor_roles, stored.plan.factor_roles);
  for (const auto& role : asked_roles) {
    const bool known = std::any_of(plan.factor_roles.begin(), plan.factor_roles.end(),
                                   [&](const auto& one) { return one.first == role.first; });
    if (!known) plan.factor_roles.push_back(role);
  }
  const auto add = [&growth](PlannedScenario planned, bool named) {
    growth.plan.scenarios.push_back(std::move(planned));
    growth.named.push_back(named);
  };
  for (std::size_t i = 0; i < stored.scenarios.size(); ++i) {
    if (const auto named = place.extract(stored.scenarios[i].name)) {
      add(std::move(asked[named.mapped()]), true);
    } else if (auto again = stored.read_again(i)) {
      add(std::move(*again), false);
    } else {
      throw UsageError(fmt::format("{} in the results file cannot be read again; name its file too",
                                   stored.scenarios[i].name));
    }
  }
  for (auto& planned : asked)  // those taken above are not in `place` any more
    if (place.contains(name_of(planned))) add(std::move(planned), true);
  if (request.baseline_named) {
    plan.baseline = *Places(plan).find(asked_baseline);
  } else if (const auto& kept = name_of(plan.scenarios[plan.baseline]);
             names_kept && kept != asked_baseline) {
    growth.notes.push_back(
        fmt::format("{} keeps its baseline {}; --baseline {} holds the others against that one", stored.file,
                    kept, asked_baseline));
  }
  return growth;
}

/// Scenarios that are not named cannot run again, so they must have enough.
void require_named(const Growth& growth, const std::string& why) {
  for (std::size_t i = 0; i < growth.plan.scenarios.size(); ++i) {
    if (growth.named[i]) continue;
    throw UsageError(fmt::format("{}, and {} is not named; name its file too, so that its runs run again",
                                 why, name_of(growth.plan.scenarios[i])));
  }
}

/// Runs that lack an outcome of this program cannot stand beside those that have it.
void complete_outcomes(Growth& growth, const StoredStudy& stored) {
  const auto lacking = stored.lacking(std::min(growth.plan.record, stored.plan.record));
  if (lacking.empty()) return;
  const auto why = fmt::format("{} does not store {}", stored.file, listed(lacking, 4));
  require_named(growth, why);
  growth.notes.push_back(why + ": its runs run again");
}

/// Level and families that serve both.
void widen_record(Growth& growth, const StoredStudy& stored) {
  auto& plan = growth.plan;
  plan.logged_families = families_of_both(plan, stored.plan);
  plan.record = std::max(plan.record, stored.plan.record);
  const bool more = plan.record > stored.plan.record || (plan.record == RecordLevel::events &&
                                                         plan.logged_families != stored.plan.logged_families);
  if (!more) return;
  require_named(growth, fmt::format("{} keeps less of its runs than --record {} asks for", stored.file,
                                    record_level_names[index(plan.record)]));
  growth.notes.push_back(
      fmt::format("{} keeps less of its runs than asked for: they run again", stored.file));
}

void widen_replications(Growth& growth, const StoredStudy& stored, bool until_precise) {
  const auto asked = growth.plan.replications;
  growth.plan.replications = std::max(asked, stored.replications);
  if (until_precise) return;  // how many there will be is not known yet
  if (stored.replications > asked) {
    growth.notes.push_back(
        fmt::format("{} has {} replications, more than the {} asked for: it keeps them, and every "
                    "scenario named gets as many",
                    stored.file, stored.replications, asked));
  }
  std::set<std::string> told;
  for (std::size_t i = 0; i < growth.named.size(); ++i) {
    if (growth.named[i] || growth.plan.replications <= stored.replications) continue;
    const auto& name = told_name(growth.plan.scenarios[i]);
    if (told.insert(name).second)
      growth.notes.push_back(
          fmt::format("{} is not named and keeps its {} replications", name, stored.replications));
  }
}

/// Named plans get as many draws as the file has, so that every comparison stays within draws.
void widen_draws(Request& request, const StoredStudy& stored) {
  const auto asked = most_draws(request.plan.scenarios);
  const auto there = most_draws(stored.scenarios);
  if (!request.redraw || there <= asked) return;
  request.plan.scenarios = request.redraw(there);
  request.notes.push_back(fmt::format(
      "{} has {} draws, more than the {} asked for: it keeps them, and every plan named gets as many",
      stored.file, there, asked));
}

void tell_fewer_draws(Growth& growth) {
  const auto most = most_draws(growth.plan.scenarios);
  std::map<std::string, std::uint32_t> draws;
  for (std::size_t i = 0; i < growth.named.size(); ++i) {
    const auto& draw = growth.plan.scenarios[i].draw;
    if (draw && !growth.named[i]) draws[draw->plan] = std::max(draws[draw->plan], draw->number + 1);
  }
  for (const auto& [plan, own] : draws)
    if (own < most)
      growth.notes.push_back(fmt::format(
          "{} is not named and keeps its {} draws; it is compared with others over these alone", plan, own));
}

}  // namespace

std::string title_of(const RunPlan& plan) {
  std::vector<std::string> names;
  for (const auto& planned : plan.scenarios)
    if (!planned.draw || planned.draw->number == 0) names.push_back(told_name(planned));
  const auto draws = most_draws(plan.scenarios);
  return listed(std::move(names), 4) +
         (draws == 0 ? "" : fmt::format("; {} draw{}", draws, draws == 1 ? "" : "s"));
}

std::string scenarios_in_words(const RunPlan& plan) {
  const auto count = [](std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
  };
  if (!plan.has_draws()) return count(plan.scenarios.size(), "scenario");
  const auto layout = layout_of(plan);
  return fmt::format("{} × {}", count(layout.plans.size(), "plan"), count(layout.draws, "draw"));
}

Growth begin(Request request) {
  Growth growth{std::move(request.plan), {}, std::move(request.notes)};
  growth.named.assign(growth.plan.scenarios.size(), true);
  if (growth.plan.title.empty()) growth.plan.title = title_of(growth.plan);
  return growth;
}

Growth grow(Request request, const StoredStudy& stored) {
  if (study_conflict(request, stored).empty()) widen_draws(request, stored);
  if (!request.force) refuse_conflicts(request, stored);
  if (const auto conflict = study_conflict(request, stored); !conflict.empty()) {
    auto fresh = begin(std::move(request));
    fresh.notes.push_back(fmt::format("all runs in {} are replaced:{}", stored.file, conflict.substr(1)));
    fresh.notes.back().pop_back();
    return fresh;
  }

  const bool untitled = request.plan.title.empty();
  const bool until_precise = request.precision.has_value();
  const Places asked(request.plan);
  const bool names_all = std::all_of(stored.scenarios.begin(), stored.scenarios.end(),
                                     [&](const auto& there) { return asked.find(there.name).has_value(); });
  if (request.whole_sample && !names_all) {
    const auto why = fmt::format(
        "{} holds points of another sample: another number of points, seed or range of a latin "
        "hypercube is another design",
        stored.file);
    if (!request.force) throw UsageError(why + "; choose another -o, or --force to replace them");
    auto fresh = begin(std::move(request));
    fresh.notes.push_back(why + "; all runs are replaced");
    return fresh;
  }
  if (!names_all) refuse_unnamed_baseline(request, stored);
  Growth growth = names_all ? begin(std::move(request)) : append_to_file(std::move(request), stored);
  complete_outcomes(growth, stored);
  widen_record(growth, stored);
  widen_replications(growth, stored, until_precise);
  tell_fewer_draws(growth);
  if (untitled) growth.plan.title = title_of(growth.plan);
  return growth;
}

}  // namespace homeward
