#include "output/hdf5_write.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace homeward::hdf5 {
namespace {

constexpr unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
// Days of events are all digits: a family's row takes 37.0 bytes at level 1, 35.6 at level 4 and half as long
// again.
constexpr unsigned deflate_level = 1;

void write_scalar(hid_t object, const char* name, hid_t type, const void* value) {
  const Id space(H5Screate(H5S_SCALAR), H5Sclose, name);
  const Id attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name);
  require(H5Awrite(attribute, type, value), name);
}

void write_list(hid_t object, const char* name, hid_t type, std::size_t count, const void* values) {
  const hsize_t size = count;
  const Id space(H5Screate_simple(1, &size, nullptr), H5Sclose, name);
  const Id attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name);
  require(H5Awrite(attribute, type, values), name);
}

// NULL-terminated copies for HDF5, which ends a string at its first zero byte.
std::vector<const char*> pointers(std::span<const std::string> texts) {
  std::vector<const char*> all(texts.size());
  std::transform(texts.begin(), texts.end(), all.begin(),
                 [](const std::string& text) { return text.c_str(); });
  return all;
}

/// Attributes in their order, in the header of their object: HDF5 1.10 fails where it copies an object
/// (h5copy, H5Ocopy) that keeps more than eight of them elsewhere and one of them is of variable length.
void keep_attributes(hid_t creation, const std::string& name) {
  constexpr unsigned most_in_header = 64, least_elsewhere = 48;
  require(H5Pset_attr_creation_order(creation, in_order), name);
  require(H5Pset_attr_phase_change(creation, most_in_header, least_elsewhere), name);
}

void mark_as_scale(hid_t dataset, const std::string& label) {
  require(H5DSset_scale(dataset, label.c_str()), label);
}

}  // namespace

Id create_file(const std::filesystem::path& path) {
  const Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "file properties");
  require(H5Pset_link_creation_order(creation, in_order), "file properties");
  keep_attributes(creation, "file properties");
  require(H5Pset_obj_track_times(creation, false), "file properties");
  // An identifier left open would keep the file open after a failure.
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file properties");
  require(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "file properties");
  return Id(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access), H5Fclose, "create");
}

Id create_group(hid_t parent, const std::string& name) {
  const Id creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, name);
  require(H5Pset_link_creation_order(creation, in_order), name);
  keep_attributes(creation, name);
  require(H5Pset_obj_track_times(creation, false), name);
  return Id(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT), H5Gclose, name);
}

void write_attribute(hid_t object, const char* name, std::string_view text) {
  const std::string copy(text);
  const char* pointer = copy.c_str();
  write_scalar(object, name, string_type(), &pointer);
}
void write_attribute(hid_t object, const char* name, double value) {
  write_scalar(object, name, H5T_NATIVE_DOUBLE, &value);
}
void write_attribute(hid_t object, const char* name, std::int32_t value) {
  write_scalar(object, name, H5T_NATIVE_INT32, &value);
}
void write_attribute(hid_t object, const char* name, std::span<const std::int32_t> values) {
  write_list(object, name, H5T_NATIVE_INT32, values.size(), values.data());
}
void write_attribute(hid_t object, const char* name, std::span<const std::int8_t> values) {
  write_list(object, name, H5T_NATIVE_INT8, values.size(), values.data());
}

Id create_dataset(hid_t parent, const std::string& name, hid_t type, std::span<const hsize_t> shape,
                  const Storage& storage) {
  const Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, name);
  keep_attributes(creation, name);
  require(H5Pset_obj_track_times(creation, false), name);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const bool is_floating = H5Tget_class(type) == H5T_FLOAT;
  if (is_floating) require(H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &nan), name);
  if (storage.fill) require(H5Pset_fill_value(creation, H5T_NATIVE_INT8, &*storage.fill), name);
  const int rank = static_cast<int>(shape.size());
  if (!storage.chunks.empty()) {
    require(H5Pset_chunk(creation, rank, storage.chunks.data()), name);
    require(H5Pset_shuffle(creation), name);
    require(H5Pset_deflate(creation, deflate_level), name);
  }
  const Id access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, name);
  if (storage.cache_bytes > 0) {
    require(H5Pset_chunk_cache(access, 101, storage.cache_bytes, 1.0), name);
  }
  std::vector<hsize_t> most(shape.begin(), shape.end());
  if (storage.growing_axis) most[*storage.growing_axis] = H5S_UNLIMITED;
  const Id space(H5Screate_simple(rank, shape.data(), most.data()), H5Sclose, name);
  Id dataset(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT, creation, access), H5Dclose, name);
  // Of the dataset's own type: readers ask for it.
  const float float_nan = std::numeric_limits<float>::quiet_NaN();
  if (is_floating && H5Tget_size(type) == sizeof(float)) {
    write_scalar(dataset, "_FillValue", H5T_NATIVE_FLOAT, &float_nan);
  } else if (is_floating) {
    write_attribute(dataset, "_FillValue", nan);
  }
  if (storage.fill) write_scalar(dataset, "_FillValue", H5T_NATIVE_INT8, &*storage.fill);
  return dataset;
}

void write_block(hid_t dataset, hid_t memory_type, std::span<const hsize_t> start,
                 std::span<const hsize_t> count, const void* data) {
  const Id file_space(H5Dget_space(dataset), H5Sclose, "write");
  require(H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
          "write");
  const Id memory_space(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose,
                        "write");
  require(H5Dwrite(dataset, memory_type, memory_space, file_space, H5P_DEFAULT, data), "write");
}

void write_all(hid_t dataset, hid_t memory_type, const void* data) {
  require(H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "write");
}

void write_strings(hid_t dataset, std::span<const std::string> texts) {
  const auto all = pointers(texts);
  write_all(dataset, string_type(), all.data());
}

Id create_scale(hid_t parent, const std::string& name, std::span<const std::string> names) {
  const hsize_t size = names.size();
  Id scale = create_dataset(parent, name, string_type(), std::span(&size, 1));
  write_strings(scale, names);
  mark_as_scale(scale, name);
  return scale;
}

Id create_scale(hid_t parent, const std::string& name, std::size_t count) {
  const hsize_t size = count;
  Id scale = create_dataset(parent, name, H5T_NATIVE_INT32, std::span(&size, 1));
  std::vector<std::int32_t> values(count);
  std::iota(values.begin(), values.end(), 0);
  write_all(scale, H5T_NATIVE_INT32, values.data());
  mark_as_scale(scale, name);
  return scale;
}

Id create_axis(hid_t parent, const std::string& name, std::size_t count) {
  const hsize_t size = count;
  // Chunks are not written until something stands in them; an axis without rows must be able to grow to have
  // chunks.
  const Storage storage{.chunks = {std::clamp<hsize_t>(size, 1, 4096)},
                        .growing_axis = count == 0 ? std::optional<std::size_t>(0) : std::nullopt};
  Id scale = create_dataset(parent, name, H5T_NATIVE_INT32, std::span(&size, 1), storage);
  // The text by which netCDF knows a dimension without a variable.
  mark_as_scale(scale, fmt::format("This is a netCDF dimension but not a netCDF variable.{:10d}", count));
  return scale;
}

void attach(hid_t dataset, std::span<const hid_t> scales) {
  for (std::size_t axis = 0; axis < scales.size(); ++axis) {
    require(H5DSattach_scale(dataset, scales[axis], static_cast<unsigned>(axis)), "attach a dimension scale");
  }
}

}  // namespace homeward::hdf5
