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

/// A CSV file as it is written.
struct CsvText {
  std::vector<CsvRow> rows;
  char separator{','};       ///< ',', ';' or a tab
  std::size_t blank_rows{};  ///< without any text, as spreadsheets leave them below a table
};

/// The rows of a text as RFC 4180 has them: cells in quotes may hold separators, line ends and doubled
/// quotes. The separator is what the first line with text has most of: commas, semicolons or tabs. Lines may
/// end in LF, CRLF or CR; a byte order mark is skipped. What breaks the rules is added to `faults` under
/// `place`.
CsvText csv_text(std::string_view text, const std::string& place, std::vector<Issue>& faults);

}  // namespace homeward
