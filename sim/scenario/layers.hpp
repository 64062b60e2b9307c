#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

/// A file and, after it, the files it extends, without `extends` and `format`.
struct Layers {
  std::vector<Value> files;  ///< from child to parent
  bool whole{false};         ///< none is missing, circular, out of syntax or written for a later version
};

/// Loads a file and those it extends. Whatever keeps one from being read is told, and so is a wrong `format`.
Layers load_layers(const std::filesystem::path& file, Faults& faults);

/// Loads an overlay: keys of a file that are set over scenarios. It extends nothing and names no scenario; a title and a
/// description are its own and left out. Nothing, with the fault told, where it cannot be read.
std::optional<Value> load_overlay(const std::filesystem::path& file, Faults& faults);

/// Takes `format` away from a file's table; if it is not 1 that is told. False if the file is of a later
/// version, so that the meaning of its other keys is not known.
bool take_format(Value& file, Faults& faults);

/// Puts a layer over what is below it: tables by key, `traits` and `sites` by name, other values as a whole;
/// of two alternative keys the one in the layer removes the one below.
void merge(Value& base, const Value& layer, Faults& faults);

/// Puts one value over a merged tree, at the path with these parts (at least one).
void set_path(Value& base, const std::vector<std::string>& parts, Value value, Faults& faults);

/// Puts one `--set KEY=VALUE` over a merged tree.
void apply(Value& base, const Override& override_, Faults& faults);

/// Layers from child to parent, merged, with the overrides on top.
Value merge_layers(const std::vector<Value>& layers, std::span<const Override> overrides, Faults& faults);

}  // namespace homeward
