#pragma once

#include <span>
#include <string>
#include <string_view>

namespace homeward {

/// Edits (a character put in, left out, changed, or two neighbours swapped) that turn one text into the
/// other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The least edit distance of `a` to a text that `b` starts with.
std::size_t edit_distance_to_start(std::string_view a, std::string_view b);

/// The known name that a misspelt or abridged one most likely means, the first of equals; "" where none comes
/// near.
std::string nearest(std::string_view name, std::span<const std::string> known);

}  // namespace homeward
