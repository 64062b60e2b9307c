#pragma once

#include <string>
#include <string_view>

namespace homeward {

/// A text as a cell of CSV, quoted where it must be (RFC 4180).
std::string csv_text(std::string_view text);

/// A number as a cell of CSV, every bit kept; NaN and infinity are an empty cell.
std::string csv_number(double number);

}  // namespace homeward
