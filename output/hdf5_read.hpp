#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/hdf5_id.hpp"

/// What the reader needs of HDF5. Everything throws Failure naming what is missing or of another type or
/// shape.
namespace homeward::hdf5 {

Id open_file(const std::filesystem::path& path);
Id open_dataset(hid_t parent, const std::string& name);
/// Whether a name is as scenarios, traits and keys may be called: a terminal and JSON can show it.
bool is_line(std::string_view name);
bool exists(hid_t parent, const std::string& name);

/// Nothing if there is no such attribute or it is not a text.
std::optional<std::string> read_text_attribute(hid_t object, const char* name);
std::optional<std::vector<std::int32_t>> read_integers_attribute(hid_t object, const char* name);
/// Nothing if there is no such attribute or it is not one number.
std::optional<double> read_number_attribute(hid_t object, const char* name);

std::vector<hsize_t> shape(hid_t dataset);
/// How many values these sizes make. Throws Failure where no memory holds so many.
std::size_t product(std::span<const hsize_t> sizes);
/// Throws Failure if the dataset has not this shape.
void require_shape(hid_t dataset, const std::string& name, const std::vector<hsize_t>& expected);

std::vector<std::string> read_strings(hid_t parent, const std::string& name);
/// One of a list of texts.
std::string read_string(hid_t dataset, const std::string& name, std::size_t place);
/// Of any numeric type.
std::vector<double> read_doubles(hid_t parent, const std::string& name, const std::vector<hsize_t>& expected);
std::vector<std::int8_t> read_int8s(hid_t parent, const std::string& name,
                                    const std::vector<hsize_t>& expected);

/// Reads the rectangle at `start` of size `count` into row-major memory. Throws Failure where the dataset has
/// other axes or ends before.
void read_block(hid_t dataset, hid_t memory_type, std::span<const hsize_t> start,
                std::span<const hsize_t> count, void* data);

/// Names of the datasets in a group by their attribute `kind`, in order of creation.
class DatasetsByKind {
 public:
  DatasetsByKind() = default;
  explicit DatasetsByKind(hid_t group);
  /// Of those of this kind; empty if there are none.
  const std::vector<std::string>& of(std::string_view kind) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> names_;
};

}  // namespace homeward::hdf5
