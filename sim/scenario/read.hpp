#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward {

/// One `--set KEY=VALUE`, as typed, or one `--with FILE`.
struct Override {
  std::string key;                 ///< dotted TOML path; "" of an overlay
  std::string value;               ///< TOML value; what is none is a string
  std::filesystem::path overlay{};  ///< a file whose keys are set, like many `--set`; empty: none
};

/// Reads a scenario file with everything it extends, applies the overrides and checks every rule.
/// Throws InputError with all faults at once.
Checked<Scenario> read_scenario(const std::filesystem::path& file, std::span<const Override> overrides = {});

/// Reads scenarios that run side by side, the first or the one named `baseline` being the baseline. Beyond
/// read_scenario: names must differ, and a scenario with a finite program_start_days gets the baseline's
/// program as program_before. Throws InputError with the faults of all files.
std::vector<Checked<Scenario>> read_scenarios(std::span<const std::filesystem::path> files,
                                              std::span<const Override> overrides = {},
                                              const std::string& baseline = "");

/// Reads a scenario from memory. Paths in it are not followed; `place` is the name that faults are given
/// under. Throws InputError.
Checked<Scenario> read_scenario_text(std::string_view text, const std::string& place);

/// Likewise from the text that a results file keeps: a key that it lacks, because the program that wrote it
/// had no such key, is absent whatever the built-in default. Throws InputError.
Checked<Scenario> read_stored_scenario(std::string_view text, const std::string& place);

/// Checks a scenario built in code (tests). Throws InputError.
Checked<Scenario> check(Scenario scenario);

/// The scenario as one TOML file that stands by itself: every key with its value, and as a comment its unit
/// and where the value came from (file:line, --set, or the built-in default). No absolute paths.
std::string print_resolved(const std::filesystem::path& file, std::span<const Override> overrides = {});
std::string print_resolved(const Checked<Scenario>& scenario);

/// Likewise without the comments: what it is, not where it comes from.
std::string print_values(const Checked<Scenario>& scenario);

/// How digests are made; goes up when it changes. Scheme 1 hashed every key, scheme 2 those whose mechanism
/// is on, so that a new key makes no other digest of a scenario without it.
inline constexpr int digest_scheme = 2;

/// 32 hexadecimal digits over the resolved keys that change what a run stores: not name, title, description,
/// sources, uncertainty, replications or seed; with program_before, that program too. The same on every
/// machine. By an older scheme it is what a program of that time made of the same scenario; of a scheme that
/// this program does not know it is "".
std::string digest(const Checked<Scenario>& scenario, int scheme = digest_scheme);

/// Keys that count for the digest and whose resolved values differ, sorted.
std::vector<std::string> differing_keys(const Checked<Scenario>& a, const Checked<Scenario>& b);

/// Numeric keys that are set away from their default and have no line in `[sources]`, nor has a table they
/// lie in.
std::vector<std::string> keys_without_source(const Checked<Scenario>& scenario);

}  // namespace homeward
