#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/units.hpp"
#include "sim/scenario/read.hpp"

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace homeward {

/// "coaches.positions=12" -> key and value. Throws UsageError where there is no "=" or no key.
Override parse_override(const std::string& text);
/// What is laid over scenarios, as typed.
struct OverrideArguments {
  std::vector<std::string> sets;      ///< --set KEY=VALUE
  std::vector<std::string> overlays;  ///< --with FILE
};
/// Overlays in their order, then what is set by hand.
std::vector<Override> parse_overrides(const OverrideArguments& arguments);

/// "all" -> empty; "1,5,10-12" -> 1 5 10 11 12, sorted, each once. Throws UsageError.
std::vector<FamilyNumber> parse_families(const std::string& list);

/// Takes a whole number in decimal digits, for Option::transform. The parser by itself would read 010 as
/// eight, and -1 or too large a number as the largest there is.
CLI::Validator whole_number(std::uint64_t from, std::uint64_t to);
/// Of any size.
CLI::Validator whole_number();

/// Adds `--set KEY=VALUE` and `--with FILE`, one value an option, as often as wanted.
void add_override_options(CLI::App& command, OverrideArguments& arguments);

/// Throws UsageError where the name of an output promises a format that is not what is written: a results
/// file is HDF5 (".h5", ".hdf5", ".nc" or any ending that promises nothing), a table CSV.
enum class Written : std::uint8_t { results, csv };
void refuse_other_format(const std::filesystem::path& output, Written written);

std::vector<std::filesystem::path> as_paths(const std::vector<std::string>& names);

}  // namespace homeward
