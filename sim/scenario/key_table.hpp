#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value.hpp"

/// Every key of a scenario, once: the reader, `check`, the resolved print, the digest, the hint at the
/// nearest name and the documentation of keys are all made from this table. A new key is a new row.
namespace homeward {

enum class KeyType : std::uint8_t {
  boolean,
  number,
  whole_number,
  text,
  choice,
  duration,
  clock,
  numbers,  ///< a list of numbers
  mixed     ///< spelt in a way of its own, told in the row's range
};
inline constexpr std::array<std::string_view, 9> key_type_names{
    "true or false", "number", "whole number",    "text", "choice",
    "duration",      "clock",  "list of numbers", "mixed"};

struct KeyInfo {
  std::string name;  ///< dotted path: "court.review_interval_days"
  KeyType type{};
  std::string unit;      ///< "days", "1/year"; "" where there is none
  std::string range;     ///< what it must be: "in [0, 1]"
  std::string built_in;  ///< the default as TOML text; "" = not set
  /// Where its mechanism is off, as TOML text; "" = not set. Written when the key is added and never changed,
  /// whatever becomes of the default: files from before the key mean this, and the digest leaves it out.
  std::string absent;
  std::string meaning;
  bool identifies_run{true};  ///< part of the digest
  /// Takes a value into the scenario, or tells its faults.
  std::function<void(const Value&, Scenario&, Faults&)> read;
  /// The scenario's value as TOML text; "" = not set. Reading it back gives the same bits.
  std::function<std::string(const Scenario&)> print;

  /// Whether its value is a number or made of numbers.
  bool numeric() const;
};

/// All keys, in the order in which they are documented and printed. `sites`, `traits`, `sources` and
/// `uncertainty` are one row each, read as a whole.
std::span<const KeyInfo> key_table();

/// The row of a key, or nullptr.
const KeyInfo* find_key(std::string_view name);

/// Whether keys lie below this dotted path ("court", "support.mix").
bool is_key_section(std::string_view path);

/// The table as Markdown, with the distributions and how traits, sites, sources and uncertainty are written.
std::string keys_markdown();

}  // namespace homeward
