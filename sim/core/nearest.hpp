#pragma once

#include <span>
#include <string>
#include <string_view>

namespace homeward {

/// Letters to add, drop, change or swap with a neighbour to make one name of the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name nearest to what was typed, the first of equals; "" where none is known.
std::string nearest_name(std::string_view typed, std::span<const std::string> known);

}  // namespace homeward
