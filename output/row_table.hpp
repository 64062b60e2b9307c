#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "output/hdf5_id.hpp"
#include "output/rows.hpp"

namespace homeward {

/// The HDF5 type of packed rows of these columns.
hdf5::Id compound_type(const rows::Columns& columns);

/// A long table that grows row by row and is written in blocks.
class RowTable {
 public:
  /// Creates the dataset `name` in `group`; finish() makes its axis `axis_name`. Written `block_rows` at a
  /// time.
  RowTable(hid_t group, const std::string& name, const std::string& axis_name, const rows::Columns& columns,
           std::size_t block_rows);

  /// Adds packed rows.
  void append(const std::string& packed);
  /// Writes what is left and hangs the table on its axis. To be called once, after the last row.
  void finish();
  std::int64_t rows() const { return rows_; }
  hid_t dataset() const { return dataset_; }

 private:
  void write(std::size_t rows);

  hid_t group_;
  std::string axis_name_;
  std::size_t row_size_;
  std::size_t block_rows_;
  hdf5::Id type_;
  hdf5::Id dataset_;
  std::string waiting_;  ///< packed rows not yet written
  std::int64_t rows_{};  ///< all that were added
  std::int64_t written_{};
};

/// Opens a table for reading rows here and there: blocks read lately stay in memory.
hdf5::Id open_table(hid_t file, const std::string& name);

/// Names of the columns of a table, in order.
std::vector<std::string> column_names(hid_t table);

/// Reads packed rows first .. first + count - 1 of a table with exactly these columns.
std::string read_rows(hid_t table, const rows::Columns& columns, std::int64_t first, std::int64_t count);

}  // namespace homeward
