#pragma once

#include <initializer_list>
#include <string>

namespace homeward::fuzz {

/// What a command of the program came to, run in this process.
struct Told {
  int code{};
  std::string words;  ///< on standard error
};
Told homeward(std::initializer_list<std::string> arguments);

/// Runs a command that reads results. It may take the file, or refuse it with one printable line; 0 to 2 and
/// 5 are the exit codes it may have for that.
int read_results(std::initializer_list<std::string> arguments);

/// Results files of each kind, made once: run.h5 with everything recorded, sweep.h5, draws.h5; without their
/// seals.
void make_results();

/// The scenario that run.h5 is of stands in this file.
inline constexpr const char* results_scenario = "small.toml";

}  // namespace homeward::fuzz
