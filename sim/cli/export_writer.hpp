#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace homeward {

/// Writes CSV as it is told, row by row (RFC 4180: CRLF ends a line), to standard output or to a file that
/// has its name only when it is whole. Throws RunError where it cannot be written.
class CsvWriter {
 public:
  /// "" or "-": standard output. Throws UsageError where the file exists and force does not say to replace
  /// it.
  CsvWriter(const std::filesystem::path& output, bool force);
  ~CsvWriter();
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;

  CsvWriter& text(std::string_view cell);
  /// Every bit is kept; NaN and infinity are an empty cell.
  CsvWriter& number(double cell);
  CsvWriter& number(float cell);
  CsvWriter& whole(std::int64_t cell);
  CsvWriter& empty();
  /// Cells that are already CSV, separated by commas; none at all if empty.
  CsvWriter& ready(std::string_view cells);
  void end_row();

  /// Writes what is left and gives the file its name. To be called once, at the end.
  void finish();
  std::uint64_t rows() const { return rows_; }  ///< the header included

 private:
  void add(std::string_view cell);
  void flush();

  std::filesystem::path output_;
  std::filesystem::path temporary_;
  std::FILE* file_;
  std::string buffer_;
  bool first_in_row_{true};
  std::uint64_t rows_{};
};

}  // namespace homeward
