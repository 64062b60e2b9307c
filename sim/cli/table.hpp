#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace homeward {

enum class Align : std::uint8_t { left, right };

/// A table for people: columns as wide as their widest cell, UTF-8 counted by characters, two spaces between.
class Table {
 public:
  struct Column {
    std::string heading;
    Align align{Align::left};
    std::size_t widest{60};  ///< longer cells are cut, with "…"
  };

  explicit Table(std::vector<Column> columns);

  /// One row; missing cells at the end are empty.
  void add(std::vector<std::string> cells);
  /// A line across the table, for a group of rows that follows.
  void add_heading(std::string text);
  /// Headings, a rule and the rows; no trailing spaces; ends with a newline. A column without any cell is
  /// left out.
  std::string text() const;

 private:
  struct Row {
    std::vector<std::string> cells;
    bool heading{};
  };
  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

/// Whether a byte of UTF-8 is the first of a character.
bool begins_character(char byte);

/// Characters in a UTF-8 text.
std::size_t characters(const std::string& text);

/// The text, or its beginning with "…" where it is longer than `most` characters.
std::string cut(const std::string& text, std::size_t most);

}  // namespace homeward
