#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "output/results_file.hpp"
#include "output/safe_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/stored_file.hpp"
#include "sim/cli/stress_answers.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace {

struct ReportArguments {
  std::string file;
  std::string output;
  bool stress{};
  bool force{};
  bool quiet{};
};

ExitCode report_file(const ReportArguments& arguments) {
  if (!arguments.stress)
    throw UsageError(
        "say which report: --stress describes the study by the reporting standard STRESS-DES "
        "(scripts/report.py makes a page for people who decide)");
  const bool to_file = !arguments.output.empty() && arguments.output != "-";
  if (to_file && std::filesystem::exists(arguments.output) && !arguments.force)
    throw UsageError(fmt::format("{} is there already; --force replaces it", arguments.output));
  const ResultsFile file(arguments.file);
  tell_older_definitions(file);
  std::error_code absent;
  if (to_file && std::filesystem::equivalent(arguments.output, arguments.file, absent))
    throw UsageError("--output is the results file itself; choose another name");
  const auto text = stress_report(file);
  if (!to_file) {
    std::fputs(text.c_str(), stdout);
    return ExitCode::done;
  }
  const std::string_view whole = text;
  write_whole(arguments.output, std::span(&whole, 1));
  if (!arguments.quiet) std::fprintf(stderr, "homeward: report in %s\n", arguments.output.c_str());
  return ExitCode::done;
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& code) {
  auto* command = app.add_subcommand(
      "report", "Describe the study of a results file by a reporting standard, as Markdown");
  const auto arguments = std::make_shared<ReportArguments>();
  auto& a = *arguments;
  command->add_option("RESULTS", a.file, "results file (HDF5)")->required()->type_name("");
  command->add_flag("--stress", a.stress, "every item of STRESS-DES, filled with what the file holds");
  command->add_option("-o,--output", a.output, "Markdown file; default, and -: standard output")
      ->type_name("FILE");
  command->add_flag("--force", a.force, "replace an output that exists");
  command->add_flag("--quiet", a.quiet, "say nothing but faults");
  command->callback([arguments, &code] { code = report_file(*arguments); });
}

}  // namespace homeward
