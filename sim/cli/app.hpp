#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace homeward {

/// What the program tells the shell.
enum class ExitCode : std::uint8_t {
  done = 0,
  failed = 1,             ///< failed while running
  usage = 2,              ///< wrong usage
  invalid_input = 3,      ///< a scenario or study file is invalid
  precision_not_met = 4,  ///< the precision asked for was not reached in the budget
  damaged_results = 5,    ///< a results file is damaged or of another version
  interrupted = 130       ///< also: merge joined what is there, and runs are missing
};

/// A program as the shell sees it.
struct Executable {
  std::string name;
  std::string description;
  std::string footer;  ///< of its help
  std::function<void(CLI::App& app, ExitCode& code)> add_commands;
};
Executable homeward_program();
/// The part of a footer that all programs share.
std::string exit_codes_text();

/// Reads the arguments, runs the command and tells the user what went wrong, if anything. Returns the exit
/// code.
int run_app(const Executable& program, int argc, const char* const* argv);

}  // namespace homeward
