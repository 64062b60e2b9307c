#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/export_small_cells.hpp"
#include "sim/cli/export_tables.hpp"
#include "sim/cli/export_writer.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/core/issues.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

void write_table(const Export& request, ExportTable table, bool quiet) {
  switch (table) {
    case ExportTable::summary:
      return export_summary(request);
    case ExportTable::comparison:
      return export_comparison(request);
    case ExportTable::families:
      return export_families(request);
    case ExportTable::events:
      return export_events(request);
    case ExportTable::runs:
    case ExportTable::series:
    case ExportTable::curves:
    case ExportTable::traits:
      break;
  }
  const auto left_out = export_grid(request, table);
  if (quiet || request.min_cell == 0) return;
  const auto more = request.file.record() < RecordLevel::families
                        ? " (more of them are counted in a file of --record families)"
                        : "";
  const auto text = fmt::format(
      "homeward: {} numbers are empty (--min-cell {}): of subgroups with fewer families or children, of "
      "those that the "
      "total would reveal, and outcomes of which the file does not say on how many they rest{}\n",
      left_out, request.min_cell, more);
  std::fputs(text.c_str(), stderr);
}

namespace {

constexpr std::array<const char*, 8> table_names{"runs",   "summary", "comparison", "series",
                                                 "curves", "traits",  "families",   "events"};
// What health and welfare agencies publish no fewer than (CMS cell size suppression policy).
constexpr std::uint32_t usual_min_cell = 11;

struct ExportArguments {
  std::string file;
  std::string output;
  std::string what{"summary"};
  std::vector<std::string> outcomes;
  std::vector<std::string> scenarios;
  bool long_form{};
  std::optional<std::uint32_t> min_cell;
  bool force{};
  bool quiet{};
};

ExportTable table_of(const std::string& name) {
  return static_cast<ExportTable>(std::find(table_names.begin(), table_names.end(), name) -
                                  table_names.begin());
}

/// Places of the scenarios named, in the order of the file; all where none is. A plan of a file with draws
/// stands for all its draws.
std::vector<std::size_t> chosen_scenarios(const ExportArguments& arguments, const ResultsFile& file) {
  const auto& names = file.axes().scenarios;
  const auto draws = file.draws();
  std::vector<bool> wanted(names.size(), arguments.scenarios.empty());
  for (const auto& name : arguments.scenarios) {
    bool found = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] != name && (draws.empty() || draws[i].plan != name)) continue;
      wanted[i] = found = true;
    }
    if (found) continue;
    const auto meant = nearest(name, names);
    throw UsageError(fmt::format("--scenario {}: {} has no scenario of this name{}", name, arguments.file,
                                 meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant)));
  }
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (wanted[i]) chosen.push_back(i);
  return chosen;
}

bool has_real_families(const ResultsFile& file, const std::vector<std::size_t>& scenarios) {
  return std::any_of(scenarios.begin(), scenarios.end(), [&](std::size_t scenario) {
    return reads_population_file(file.resolved_toml(scenario));
  });
}

/// The smallest subgroup that is told, of tables that tell subgroups or single families. Throws UsageError
/// where single families are asked for that may be real ones.
std::uint32_t smallest_cell(const ExportArguments& arguments, ExportTable table, const ResultsFile& file,
                            const std::vector<std::size_t>& scenarios) {
  const bool rows = table == ExportTable::families || table == ExportTable::events;
  if (!rows && table != ExportTable::traits) return 0;
  const auto smallest = arguments.min_cell                   ? *arguments.min_cell
                        : has_real_families(file, scenarios) ? usual_min_cell
                                                             : 0;
  if (rows && smallest > 1)
    throw UsageError(fmt::format(
        "{} tells families one by one, and {}; --min-cell 0 exports them all the same", arguments.what,
        arguments.min_cell ? "--min-cell asks for more of them in a row"
                           : "the population was read from a file, so they may be real"));
  return smallest;
}

void refuse_own_file(const ExportArguments& arguments) {
  std::error_code none;
  if (std::filesystem::equivalent(arguments.file, arguments.output, none))
    throw UsageError(fmt::format("-o {} is the results file itself", arguments.output));
}

ExitCode export_file(const ExportArguments& arguments) {
  const ResultsFile file(arguments.file);
  tell_older_definitions(file);
  refuse_own_file(arguments);
  const auto table = table_of(arguments.what);
  const auto scenarios = chosen_scenarios(arguments, file);
  const auto smallest = smallest_cell(arguments, table, file, scenarios);
  ResultsBlocks blocks(arguments.file);
  CsvWriter out(arguments.output, arguments.force);
  write_table({file, blocks, out, scenarios, arguments.outcomes, arguments.long_form, smallest}, table,
              arguments.quiet);
  out.finish();
  const bool to_file = !arguments.output.empty() && arguments.output != "-";
  if (to_file && !arguments.quiet)
    std::fprintf(stderr, "homeward: %llu rows in %s\n", static_cast<unsigned long long>(out.rows() - 1),
                 arguments.output.c_str());
  return ExitCode::done;
}

}  // namespace

void add_export_command(CLI::App& app, ExitCode& code) {
  auto* command =
      app.add_subcommand("export", "Write a results file as CSV for spreadsheets and other programs");
  const auto arguments = std::make_shared<ExportArguments>();
  auto& a = *arguments;
  command->add_option("RESULTS", a.file, "results file (HDF5)")->required()->type_name("");
  command->add_option("-o,--output", a.output, "CSV file; default, and -: standard output")
      ->type_name("FILE");
  command
      ->add_option("--what", a.what,
                   "summary (default), comparison, runs, series, curves, traits, families or events")
      ->type_name("TABLE")
      ->check(CLI::IsMember(std::vector<std::string>(table_names.begin(), table_names.end())));
  command->add_option("--outcome", a.outcomes, "only these outcomes, series, or events of curves")
      ->type_name("NAME...");
  command->add_option("--scenario", a.scenarios, "only these scenarios, or plans of a file with draws")
      ->type_name("NAME...");
  command->add_flag("--long", a.long_form, "of runs, series, curves and traits: a row for each number");
  command
      ->add_option(
          "--min-cell", a.min_cell,
          "of traits: leave out subgroups of fewer families; default 11 where the population was read from a "
          "file, else 0")
      ->type_name("K")
      ->transform(whole_number(0, 1'000'000'000));
  command->add_flag("--force", a.force, "replace an output that exists");
  command->add_flag("--quiet", a.quiet, "say nothing but faults");
  command->callback([arguments, &code] { code = export_file(*arguments); });
}

}  // namespace homeward
