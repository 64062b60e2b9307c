#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/issues.hpp"

namespace homeward {

/// One row of a CSV file. Cells are trimmed of blanks, quotes are taken off.
struct CsvRow {
  std::uint32_t number{};  ///< 1 = header; rows without any text are counted but left out
  std::vector<std::string> cells;
};

/// The rows of a text as RFC 4180 has them: cells in quotes may hold commas, line ends and doubled quotes.
/// Lines may end in LF, CRLF or CR; a byte order mark is skipped. What breaks the rules is added to `faults`
/// under `place`.
std::vector<CsvRow> csv_rows(std::string_view text, const std::string& place, std::vector<Issue>& faults);

}  // namespace homeward
