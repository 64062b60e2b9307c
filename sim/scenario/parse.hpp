#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

/// Parses a TOML text. A syntax error is told as a fault of `place` and gives nothing.
std::optional<Value> parse_toml(std::string_view text, const std::string& place, Faults& faults);

/// The text of a file, or why it could not be read.
struct FileText {
  std::string text;
  std::string reason;  ///< "" = it was read
};
FileText read_text(const std::filesystem::path& file);

/// The parts of a dotted TOML path such as `traits."single parent".share`; nothing if it is none.
std::optional<std::vector<std::string>> parse_path(std::string_view path);

/// A value as typed on a command line: TOML, or else the text itself as a string. A whole number too large
/// for TOML becomes a float, so that the range of the key tells what is wrong.
Value parse_typed_value(std::string_view text, const Origin& origin);

/// Whether a text is valid UTF-8, as TOML and the results files ask for.
bool is_utf8(std::string_view text);

}  // namespace homeward
