#pragma once

#include <string>
#include <string_view>

namespace homeward {

/// A text for a terminal: its control characters, which a file may bring along, as "?". Line ends stay if
/// `lines`.
std::string printable(std::string_view text, bool lines = false);

}  // namespace homeward
