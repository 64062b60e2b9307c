#pragma once

#include <cstdint>
#include <string>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

/// The value at a dotted path of the key table, or nullptr.
const Value* value_at(const Value& root, std::string_view path);

/// What a key that the tree leaves out is: its built-in default, or off (KeyInfo::absent).
enum class KeysLeftOut : std::uint8_t { built_in, absent };

/// Makes a scenario of a merged tree: every key read, unknown ones told, every rule between keys checked.
/// `place` is where a fault is told that no line has; its stem is the name of a scenario that gives none.
Scenario build(const Value& root, const std::string& place, Faults& faults,
               KeysLeftOut left_out = KeysLeftOut::built_in);

/// For a tree that lacks a layer: tells what can be told of its keys one by one, and nothing that the missing
/// layer could make right (traits and sites, sources, rules between keys).
void check_keys_alone(const Value& root, Faults& faults);

/// Checks the rules that hold between keys. Those over a key with a fault of its own are left out.
void check_rules(const Scenario& scenario, const Value& root, const std::string& place, Faults& faults);

/// Fills in the digest of the population file, or tells why it cannot be read.
void read_csv_content(Scenario& scenario, const Value& root, const std::string& place, Faults& faults);

/// Gives a scenario with a finite program_start_days the baseline's program before it.
void give_past(Scenario& scenario, const Scenario& baseline);

}  // namespace homeward
