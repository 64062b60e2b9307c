#include "sim/cli/rerun.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "sim/core/issues.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

std::string in_quotes(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of(
                                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                          "0123456789_-./=,+:") == std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

/// A file as it was named; to be published, an absolute path is no more than the file's name.
std::string file_text(const std::string& file, Paths paths) {
  const std::filesystem::path path(file);
  return paths == Paths::published && path.is_absolute() ? path.filename().string() : file;
}

/// Likewise of a --set whose value is a path.
std::string set_text(const std::string& set, Paths paths) {
  const auto value = set.find('=') + 1;
  return set.substr(0, value) + file_text(set.substr(value), paths);
}

std::uint32_t draws_of(const RunPlan& plan) {
  std::uint32_t draws = 0;
  for (const auto& planned : plan.scenarios) draws = std::max(draws, planned.draw->number + 1);
  return draws;
}

}  // namespace

std::string rerun_command(const std::string& command, const StudyArguments& arguments, const RunPlan& plan,
                          RunId run, Paths paths) {
  std::string text = "homeward " + command;
  for (const auto& file : arguments.files) text += ' ' + in_quotes(file_text(file, paths));
  for (const auto& file : arguments.overrides.overlays) text += " --with " + in_quotes(file_text(file, paths));
  for (const auto& set : arguments.overrides.sets) text += " --set " + in_quotes(set_text(set, paths));
  if (!arguments.baseline.empty()) text += " --baseline " + in_quotes(arguments.baseline);
  if (plan.has_draws()) text += fmt::format(" --draws {}", draws_of(plan));
  if (!arguments.record.empty()) text += " --record " + arguments.record;
  if (!arguments.families.empty()) text += " --families " + arguments.families;
  text += " --only " + in_quotes(plan.scenarios[run.scenario].scenario->name);
  const auto replications = run.replication + 1;
  text += fmt::format(" --seed {} -n {}", plan.seed, replications);
  // Of one scenario the last of as many shares as runs is the last replication alone.
  if (replications > 1) text += fmt::format(" --shard {}/{}", replications, replications);
  // A file of its own, so that repeating one run does not depend on another.
  const auto& digest = plan.scenarios[run.scenario].digest;
  return text + fmt::format(" -o failed-{}-{}.h5", digest.substr(0, 8), run.replication);
}

void keep_only(PreparedStudy& prepared, const std::vector<std::string>& names) {
  if (names.empty()) return;
  auto& plan = prepared.request.plan;
  const std::string baseline = plan.scenarios[plan.baseline].scenario->name;
  std::vector<std::string> known;
  for (const auto& planned : plan.scenarios) known.push_back(planned.scenario->name);
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = nearest(name, known);
    throw UsageError(fmt::format("--only {}: there is no scenario or point of this name{}", name,
                                 near.empty() ? "" : fmt::format("; did you mean \"{}\"?", near)));
  }
  std::erase_if(plan.scenarios, [&](const auto& planned) {
    return std::find(names.begin(), names.end(), planned.scenario->name) == names.end();
  });
  const auto found = std::find_if(plan.scenarios.begin(), plan.scenarios.end(),
                                  [&](const auto& planned) { return planned.scenario->name == baseline; });
  plan.baseline = found == plan.scenarios.end()
                      ? 0
                      : static_cast<std::size_t>(std::distance(plan.scenarios.begin(), found));
  if (found == plan.scenarios.end())
    prepared.request.baseline_named = false;  // a file that is there keeps its own
  prepared.request.redraw = {};
}

}  // namespace homeward
