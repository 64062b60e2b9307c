#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/hdf5_id.hpp"

/// What the writer needs of HDF5: files, groups, datasets and scales that are the same to the last byte
/// however often they are written: no object times, links and attributes in order of creation.
namespace homeward::hdf5 {

Id create_file(const std::filesystem::path& path);
Id create_group(hid_t parent, const std::string& name);

void write_attribute(hid_t object, const char* name, std::string_view text);
void write_attribute(hid_t object, const char* name, double value);
void write_attribute(hid_t object, const char* name, std::int32_t value);
void write_attribute(hid_t object, const char* name, std::span<const std::int32_t> values);
void write_attribute(hid_t object, const char* name, std::span<const std::int8_t> values);

/// How a dataset lies in the file. Empty chunks: contiguous. Chunked datasets are shuffled and deflated.
struct Storage {
  std::vector<hsize_t> chunks{};
  std::optional<std::size_t> growing_axis{};  ///< this axis has no limit
  std::optional<std::int8_t> fill{};  ///< of int8: what stands where nothing was written (`_FillValue`)
  std::size_t cache_bytes{};  ///< of chunks kept open while writing; 0 = HDF5's default
};

/// Creates a dataset; floating-point ones are filled with NaN and say so (`_FillValue`).
Id create_dataset(hid_t parent, const std::string& name, hid_t type, std::span<const hsize_t> shape,
                  const Storage& storage = {});

/// Writes the rectangle at `start` of size `count`; the memory is row-major.
void write_block(hid_t dataset, hid_t memory_type, std::span<const hsize_t> start,
                 std::span<const hsize_t> count, const void* data);
void write_all(hid_t dataset, hid_t memory_type, const void* data);
void write_strings(hid_t dataset, std::span<const std::string> texts);

/// Dimension scales, written and marked as such.
Id create_scale(hid_t parent, const std::string& name, std::span<const std::string> names);
Id create_scale(hid_t parent, const std::string& name, std::size_t count);  ///< 0, 1, 2, ...
/// A scale that is no variable: only the length of an axis. Never written, so it takes no space.
Id create_axis(hid_t parent, const std::string& name, std::size_t count);
void attach(hid_t dataset, std::span<const hid_t> scales);

}  // namespace homeward::hdf5
