#include "sim/cli/app.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "sim/cli/commands.hpp"
#include "sim/core/issues.hpp"
#include "sim/core/memory.hpp"
#include "sim/core/printable.hpp"
#include "sim/scenario/nearest.hpp"

namespace homeward {

namespace {

constexpr const char* description =
    "Simulates families in the child-welfare system and the family coaches who support them.";
constexpr const char* footer =
    "\nExamples:\n"
    "  homeward check scenarios/us-baseline.toml\n"
    "  homeward run scenarios/us-baseline.toml more-coaches.toml -n 40 -o coaches.h5\n"
    "  homeward summary coaches.h5\n"
    "  homeward compare coaches.h5\n"
    "  homeward plan scenarios/studies/staffing.toml\n"
    "  homeward sweep scenarios/studies/staffing.toml\n"
    "  homeward staff more-coaches.toml --target \"coached_within_30_days >= 80%\"\n"
    "  homeward trace scenarios/us-baseline.toml more-coaches.toml --find \"home only under B\"\n"
    "  homeward export coaches.h5 -o coaches.csv\n"
    "  homeward report --stress coaches.h5 -o coaches.md\n";
constexpr const char* exit_codes =
    "\nExit codes: 0 done, 1 failed while running, 2 wrong usage, 3 invalid scenario or study,\n"
    "4 not precise enough within the replications allowed, 5 damaged results file,\n"
    "130 incomplete: interrupted, or joined without all runs (finished runs are saved).";

int tell(ExitCode code, const std::string& message, bool lines = true) {
  std::fprintf(stderr, "homeward: %s\n", printable(message, lines).c_str());
  return static_cast<int>(code);
}

/// A first word that is no command would only be called "not expected" by the parser.
void refuse_unknown_command(const CLI::App& app, const Executable& program, int argc,
                            const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  const std::string word = argv[1];
  std::vector<std::string> known;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(command->get_name());
  }
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  const auto meant = nearest(word, known);
  const auto hint = meant.empty() ? "." : fmt::format("; did you mean \"{}\"?", meant);
  throw UsageError(fmt::format("there is no command \"{}\"{} See {} --help", word, hint, program.name));
}

/// The parser says only that an option was not expected; the nearest one is what was meant.
std::string in_words(const CLI::ParseError& fault, const CLI::App& app, const Executable& program) {
  const auto used = app.get_subcommands();
  const std::string command = used.empty() ? "" : " " + used.front()->get_name();
  std::string hint;
  if (dynamic_cast<const CLI::ExtrasError*>(&fault) != nullptr && !used.empty()) {
    std::vector<std::string> known;
    for (const auto* option : used.front()->get_options()) {
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
    }
    const auto extras = used.front()->remaining();
    const auto meant = extras.empty() ? "" : nearest(extras.front(), known);
    if (!meant.empty()) hint = fmt::format("; did you mean {}?", meant);
  }
  return fmt::format("{}{} See {}{} --help", fault.what(), hint.empty() ? "." : hint, program.name, command);
}

/// A shell may start a program without standard input, output or errors (`>&-`). The next file that is
/// opened, a results file, say, would get the free number, and whatever is printed would be written into it.
/// What is printed on a closed standard output still fails.
void occupy_standard_files() {
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(file, F_GETFD) != -1) continue;
    [[maybe_unused]] const int lowest = ::open("/dev/null", file == STDERR_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

std::string exit_codes_text() {
  return exit_codes;
}

Executable homeward_program() {
  const auto add_commands = [](CLI::App& app, ExitCode& code) {
    add_run_command(app, code);
    add_sweep_command(app, code);
    add_plan_command(app, code);
    add_merge_command(app, code);
    add_check_command(app, code);
    add_summary_command(app, code);
    add_compare_command(app, code);
    add_staff_command(app, code);
    add_calibrate_command(app, code);
    add_validate_command(app, code);
    add_trace_command(app, code);
    add_export_command(app, code);
    add_report_command(app, code);
  };
  return {"homeward", description, footer + exit_codes_text(), add_commands};
}

int run_app(const Executable& program, int argc, const char* const* argv) {
  occupy_standard_files();
  keep_freed_memory();
  // A file that would pass the limit of its size is told like a full disk; the signal would end the program.
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App app(program.description, program.name);
  app.set_version_flag("--version", program.name + " " HOMEWARD_VERSION);
  app.require_subcommand(1);
  app.footer(program.footer);
  app.get_formatter()->column_width(34);
  auto code = ExitCode::done;
  program.add_commands(app, code);
  try {
    if (argc < 2) {
      std::fputs(app.help().c_str(), stderr);
      return static_cast<int>(ExitCode::usage);
    }
    refuse_unknown_command(app, program, argc, argv);
    app.parse(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      throw RunError("standard output cannot be written");
    return static_cast<int>(code);
  } catch (const CLI::Success& asked) {  // --help, --version
    const int exit = app.exit(asked);
    std::cout.flush();
    return std::cout ? exit : tell(ExitCode::failed, "standard output cannot be written");
  } catch (const CLI::ParseError& fault) {
    return tell(ExitCode::usage, in_words(fault, app, program));
  } catch (const UsageError& fault) {
    return tell(ExitCode::usage, fault.what());
  } catch (const InputError& fault) {
    for (const auto& issue : fault.issues()) std::fprintf(stderr, "%s\n", to_string(issue).c_str());
    return static_cast<int>(ExitCode::invalid_input);
  } catch (const ResultsError& fault) {
    return tell(ExitCode::damaged_results, fault.what(), false);  // one line, whatever names the file holds
  } catch (const std::bad_alloc&) {
    return tell(ExitCode::failed,
                "out of memory; fewer threads (-j), fewer families or a lower --record need less");
  } catch (const std::exception& fault) {
    return tell(ExitCode::failed, fault.what());
  }
}

}  // namespace homeward
