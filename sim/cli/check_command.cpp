#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/json.hpp"
#include "sim/cli/numbers.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

struct CheckArguments {
  std::vector<std::string> files;
  std::vector<std::string> sets;
  bool resolved{};
  bool json{};
};

/// One file, read by itself: the scenario or its faults.
struct Checkup {
  std::string file;
  std::vector<Checked<Scenario>> scenario;  ///< none or one
  std::vector<Issue> issues;
};

Checkup check_up(const std::string& file, const std::vector<Override>& overrides) {
  Checkup checkup{file, {}, {}};
  try {
    checkup.scenario.push_back(read_scenario(file, overrides));
  } catch (const InputError& fault) {
    checkup.issues = fault.issues();
  }
  return checkup;
}

std::string coaches_in_words(const Coaches& coaches) {
  if (coaches.positions_per_100_entries) {
    return fmt::format("{} coach positions per 100 entries a year, 1:{}", *coaches.positions_per_100_entries,
                       coaches.families_per_coach);
  }
  if (coaches.positions.value_or(0) == 0) return "no coaches";
  return fmt::format("{} coach positions, 1:{}", *coaches.positions, coaches.families_per_coach);
}

std::string in_words(const Scenario& scenario) {
  return fmt::format(
      "  {} families a year over {} site{}, {}\n"
      "  {} years of warm-up, {} of entries, {} of follow-up; {} replications, seed {}\n",
      scenario.families.entries_per_year, scenario.sites.size(), scenario.sites.size() == 1 ? "" : "s",
      coaches_in_words(scenario.program.coaches), scenario.run.warm_up_years, scenario.run.entry_years,
      scenario.run.follow_up_years, scenario.run.replications, scenario.run.seed);
}

std::string sources_in_words(const std::vector<std::string>& unsourced) {
  if (unsourced.empty()) return "  every number that differs from its built-in default has a source\n";
  std::string text =
      fmt::format("  {} number{} without a source:\n", unsourced.size(), unsourced.size() == 1 ? "" : "s");
  for (const auto& key : unsourced) text += "    " + key + '\n';
  return text;
}

/// `told`: faults said before; one of a --set is that of every file.
void print_words(const Checkup& checkup, std::set<std::string>& told) {
  for (const auto& issue : checkup.issues) {
    const auto text = to_string(issue);
    if (told.insert(text).second) std::fprintf(stderr, "%s\n", text.c_str());
  }
  for (const auto& scenario : checkup.scenario) {
    const auto text =
        checkup.file + ": ok\n" + in_words(*scenario) + sources_in_words(keys_without_source(scenario));
    std::fputs(text.c_str(), stdout);
  }
}

void add_to(JsonWriter& json, const Checkup& checkup) {
  json.begin_object().field("file", checkup.file).field("ok", checkup.issues.empty());
  json.key("faults").begin_list();
  for (const auto& issue : checkup.issues) {
    json.begin_object().field("place", issue.place).field("line", std::uint64_t{issue.line});
    json.field("column", std::uint64_t{issue.column}).field("text", issue.text).end_object();
  }
  json.end_list();
  for (const auto& scenario : checkup.scenario) {
    json.field("name", scenario->name).field("digest", digest(scenario));
    json.key("without_source").begin_list();
    for (const auto& key : keys_without_source(scenario)) json.value(key);
    json.end_list();
  }
  json.end_object();
}

void print_json(const std::vector<Checkup>& checkups) {
  JsonWriter json;
  json.begin_list();
  for (const auto& checkup : checkups) add_to(json, checkup);
  std::fputs(json.end_list().text().c_str(), stdout);
}

ExitCode check_files(const CheckArguments& arguments) {
  const auto overrides = parse_overrides(arguments.sets);
  if (arguments.resolved && arguments.files.size() > 1)
    throw UsageError("--resolved takes one file at a time");
  if (arguments.resolved && arguments.json) throw UsageError("--resolved prints TOML; leave out --json");
  if (arguments.resolved) {
    std::fputs(print_resolved(arguments.files.front(), overrides).c_str(), stdout);
    return ExitCode::done;
  }
  std::vector<Checkup> checkups;
  bool faults = false;
  for (const auto& file : arguments.files) {
    checkups.push_back(check_up(file, overrides));
    faults = faults || !checkups.back().issues.empty();
  }
  if (arguments.json) {
    print_json(checkups);
  } else {
    std::set<std::string> told;
    for (const auto& checkup : checkups) print_words(checkup, told);
  }
  return faults ? ExitCode::invalid_input : ExitCode::done;
}

}  // namespace

void add_check_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand("check", "Tell every fault of scenario files, or what they say");
  const auto arguments = std::make_shared<CheckArguments>();
  command->add_option("FILE", arguments->files, "scenario files")->required()->type_name("");
  add_set_option(*command, arguments->sets);
  command->add_flag("--resolved", arguments->resolved,
                    "print the scenario with all defaults and where values came from");
  command->add_flag("--json", arguments->json, "machine-readable output");
  command->callback([arguments, &code] { code = check_files(*arguments); });
}

}  // namespace homeward
