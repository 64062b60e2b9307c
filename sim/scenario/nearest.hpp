#pragma once

#include <span>
#include <string>
#include <string_view>

namespace homeward {

/// The known name that a misspelt or abridged one most likely means, the first of equals; "" where none comes
/// near. An edit is a character put in, left out, changed, or two neighbours swapped.
std::string nearest(std::string_view name, std::span<const std::string> known);

}  // namespace homeward
