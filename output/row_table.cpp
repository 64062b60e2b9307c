#include "output/row_table.hpp"

#include <fmt/format.h>

#include <array>

#include "output/hdf5_read.hpp"
#include "output/hdf5_write.hpp"

namespace homeward {
namespace {

constexpr std::size_t read_cache_bytes = std::size_t{8} << 20U;

hdf5::Id column_type(const rows::Column& column) {
  using rows::ColumnType;
  hdf5::Id type;
  const auto copy = [&column](hid_t native) { return hdf5::Id(H5Tcopy(native), H5Tclose, column.name); };
  switch (column.type) {
    case ColumnType::int8:
      return copy(H5T_NATIVE_INT8);
    case ColumnType::int16:
      return copy(H5T_NATIVE_INT16);
    case ColumnType::int32:
      return copy(H5T_NATIVE_INT32);
    case ColumnType::int64:
      return copy(H5T_NATIVE_INT64);
    case ColumnType::float32:
      return copy(H5T_NATIVE_FLOAT);
    case ColumnType::float64:
      return copy(H5T_NATIVE_DOUBLE);
    case ColumnType::text:
      break;
  }
  // Fixed length: variable-length strings inside a compound cannot be read by PyTables.
  type = copy(H5T_C_S1);
  hdf5::require(H5Tset_size(type, column.size), column.name);
  hdf5::require(H5Tset_strpad(type, H5T_STR_NULLPAD), column.name);
  return type;
}

}  // namespace

hdf5::Id compound_type(const rows::Columns& columns) {
  hdf5::Id type(H5Tcreate(H5T_COMPOUND, rows::row_size(columns)), H5Tclose, "row type");
  std::size_t offset = 0;
  for (const auto& column : columns) {
    hdf5::require(H5Tinsert(type, column.name.c_str(), offset, column_type(column)), column.name);
    offset += column.size;
  }
  return type;
}

RowTable::RowTable(hid_t group, const std::string& name, const std::string& axis_name,
                   const rows::Columns& columns, std::size_t block_rows)
    : group_(group),
      axis_name_(axis_name),
      row_size_(rows::row_size(columns)),
      block_rows_(block_rows),
      type_(compound_type(columns)) {
  const hsize_t none = 0;
  const hdf5::Storage storage{
      .chunks = {block_rows}, .growing_axis = 0, .cache_bytes = block_rows * row_size_};
  dataset_ = hdf5::create_dataset(group, name, type_, std::span(&none, 1), storage);
}

void RowTable::append(const std::string& packed) {
  waiting_ += packed;
  rows_ += static_cast<std::int64_t>(packed.size() / row_size_);
  const auto whole = waiting_.size() / row_size_ / block_rows_ * block_rows_;
  if (whole > 0) write(whole);
}

void RowTable::write(std::size_t rows) {
  const hsize_t start = static_cast<hsize_t>(written_), count = rows, end = start + count;
  hdf5::require(H5Dset_extent(dataset_, &end), "write");
  hdf5::write_block(dataset_, type_, std::span(&start, 1), std::span(&count, 1), waiting_.data());
  waiting_.erase(0, rows * row_size_);
  written_ += static_cast<std::int64_t>(rows);
}

void RowTable::finish() {
  if (!waiting_.empty()) write(waiting_.size() / row_size_);
  const auto axis = hdf5::create_axis(group_, axis_name_, static_cast<std::size_t>(rows_));
  const hid_t scale = axis;
  hdf5::attach(dataset_, std::span(&scale, 1));
}

hdf5::Id open_table(hid_t file, const std::string& name) {
  if (!hdf5::exists(file, "tables") || !hdf5::exists(file, name))
    throw hdf5::Failure(fmt::format("{} is missing", name));
  const hdf5::Id access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, name);
  hdf5::require(H5Pset_chunk_cache(access, 101, read_cache_bytes, 0.75), name);
  return hdf5::Id(H5Dopen2(file, name.c_str(), access), H5Dclose, fmt::format("{} cannot be opened", name));
}

std::vector<std::string> column_names(hid_t table) {
  const hdf5::Id type(H5Dget_type(table), H5Tclose, "a long table");
  std::vector<std::string> names;
  const int members = H5Tget_nmembers(type);
  for (int member = 0; member < members; ++member) {
    char* raw = H5Tget_member_name(type, static_cast<unsigned>(member));
    names.emplace_back(raw == nullptr ? "" : raw);
    H5free_memory(raw);
  }
  return names;
}

std::string read_rows(hid_t table, const rows::Columns& columns, std::int64_t first, std::int64_t count) {
  const std::string name = "a long table";
  const auto type = compound_type(columns);
  const hdf5::Id stored(H5Dget_type(table), H5Tclose, name);
  const hdf5::Id space(H5Dget_space(table), H5Sclose, name);
  if (H5Tequal(stored, type) <= 0) throw hdf5::Failure("a long table has other columns");
  const hsize_t start = static_cast<hsize_t>(first), size = static_cast<hsize_t>(count);
  const auto length = H5Sget_simple_extent_npoints(space);
  if (H5Sget_simple_extent_ndims(space) != 1 || first < 0 || count < 0 || first > length ||
      count > length - first) {
    throw hdf5::Failure("a long table is too short");
  }
  const std::array<hsize_t, 2> bytes{size, rows::row_size(columns)};
  std::string packed(hdf5::product(bytes), '\0');
  if (count == 0) return packed;
  hdf5::require(H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &size, nullptr), name);
  const hdf5::Id memory(H5Screate_simple(1, &size, nullptr), H5Sclose, name);
  hdf5::require(H5Dread(table, type, memory, space, H5P_DEFAULT, packed.data()), name);
  return packed;
}

}  // namespace homeward
