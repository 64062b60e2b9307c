#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/units.hpp"
#include "sim/scenario/read.hpp"

namespace CLI {
class App;
}

namespace homeward {

/// "coaches.positions=12" -> key and value. Throws UsageError where there is no "=" or no key.
Override parse_override(const std::string& text);
std::vector<Override> parse_overrides(const std::vector<std::string>& texts);

/// "all" -> empty; "1,5,10-12" -> 1 5 10 11 12, sorted, each once. Throws UsageError.
std::vector<FamilyNumber> parse_families(const std::string& list);

/// Why a text is no seed, "" if it is one: the parser would take -1, or too large a number, for the largest
/// there is. A check of options.
std::string whole_number(const std::string& text);

/// Adds `--set KEY=VALUE`, one value an option, as often as wanted.
void add_set_option(CLI::App& command, std::vector<std::string>& sets);

std::vector<std::filesystem::path> as_paths(const std::vector<std::string>& names);

}  // namespace homeward
