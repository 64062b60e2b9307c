#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/core/calendar.hpp"

/// TOML values that remember where they were written. toml++ keeps a node's place only while it is moved;
/// layers of files are merged by copying, so values live in this tree from the parser to the scenario.
namespace homeward {

/// Where a value was written.
struct Origin {
  std::string place;     ///< file as reached from the user's path, or "--set KEY"
  std::uint32_t line{};  ///< 1.., 0 where there is none
  std::uint32_t column{};

  bool operator==(const Origin&) const = default;
};

struct Value;
using ValueList = std::vector<Value>;
using ValueTable = std::map<std::string, Value, std::less<>>;

/// A time, with a date or without, which no key takes.
struct DateOrTime {};

/// What a site had of the positions that a layer above it shares anew. No file can write it.
struct Part {
  double positions{};
};

struct Value {
  std::variant<bool, std::int64_t, double, std::string, Date, DateOrTime, Part, ValueList, ValueTable> data{
      false};
  Origin origin;
  Origin key_origin;  ///< of the key it is the value of; only in tables

  const ValueTable* table() const { return std::get_if<ValueTable>(&data); }
  ValueTable* table() { return std::get_if<ValueTable>(&data); }
  const ValueList* list() const { return std::get_if<ValueList>(&data); }
  ValueList* list() { return std::get_if<ValueList>(&data); }
  const std::string* text() const { return std::get_if<std::string>(&data); }
  const bool* boolean() const { return std::get_if<bool>(&data); }

  bool is_number() const {
    return std::holds_alternative<std::int64_t>(data) || std::holds_alternative<double>(data);
  }
  /// The number, of an integer or a float; 0 of anything else.
  double number() const;
  /// The member of a table, or nothing.
  const Value* member(std::string_view key) const;
};

/// The text of the member `name` of a table, or "" where it has none: how traits, levels and sites are told
/// apart.
std::string name_of(const Value& value);

/// A value as a message shows it: short, text in quotes.
std::string show(const Value& value);

/// Text as a TOML string in double quotes.
std::string toml_string(std::string_view text);

/// A float as TOML: shortest text that reads back to the same bits, always with a point or an exponent.
std::string number_text(double number);

/// A part of a dotted path, in quotes where TOML asks for them.
std::string path_part(std::string_view key);

/// prefix.key, or key alone where the prefix is empty.
std::string join_path(std::string_view prefix, std::string_view key);

/// Whether `path` is `ancestor` or lies below it.
bool is_at_or_below(std::string_view path, std::string_view ancestor);

/// At most `most` bytes of a text, cut between characters and with "..." where something was cut.
std::string shortened(std::string_view text, std::size_t most = 60);

}  // namespace homeward
