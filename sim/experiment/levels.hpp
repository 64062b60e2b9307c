#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/experiment/study.hpp"
#include "sim/scenario/faults.hpp"

namespace homeward {

/// Whether a level may come again: in a list of points two of them may share it.
enum class Repeats : bool { refused, allowed };

/// The levels of `values`: a list of values, labelled by what they are, or a table label -> value. What does
/// not fit is told under `path`.
std::vector<Level> read_levels(const Value& values, Repeats repeats, std::string_view path, Faults& faults);

/// All ways to share 1 over the keys of a table (`support.mix`) in steps of 1 / steps, the first key's share
/// falling slowest: a simplex grid (Scheffe 1958). Labels: "0.5/0.25/0.25/0".
std::vector<Level> simplex_levels(const std::vector<std::string>& keys, std::uint32_t steps,
                                  const Origin& origin);

/// How many levels that are: (steps + keys - 1) over (keys - 1).
double simplex_count(std::size_t keys, std::uint32_t steps);

/// A number as a level.
Level number_level(double number, bool whole, const Origin& origin);

/// A value as short TOML.
std::string compact_text(const Value& value);

}  // namespace homeward
