#include "output/hdf5_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/key_rows.hpp"
#include "sim/scenario/parse.hpp"

namespace homeward::hdf5 {
namespace {

// Frees what HDF5 allocated for variable-length strings, whatever happens meanwhile.
class Texts {
 public:
  Texts(hid_t type, hid_t space, std::size_t count) : type_(type), space_(space), pointers_(count, nullptr) {}
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  ~Texts() { H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, pointers_.data()); }
  char** data() { return pointers_.data(); }
  std::vector<std::string> copy() const {
    std::vector<std::string> all;
    all.reserve(pointers_.size());
    for (const char* pointer : pointers_) all.emplace_back(pointer == nullptr ? "" : pointer);
    return all;
  }

 private:
  hid_t type_, space_;
  std::vector<char*> pointers_;
};

// As the file names it, for messages.
std::string name_of(hid_t dataset) {
  std::array<char, 256> name{};
  if (H5Iget_name(dataset, name.data(), name.size()) <= 1) return "an array";
  return name.data() + 1;  // it begins with a slash
}

// Another program may declare sizes that nobody wrote: HDF5 would make up the values, until memory is full.
void require_stored(hid_t dataset, const std::string& name, std::size_t values, std::size_t value_size) {
  constexpr std::size_t looked_at = std::size_t{1} << 26U;  // bytes; less does no harm
  constexpr std::size_t most_packed = 2048;                 // to one: twice what deflate can do
  if (values < looked_at / value_size) return;
  if (values / most_packed > H5Dget_storage_size(dataset) / value_size)
    throw Failure(fmt::format("{} has an impossible size", name));
}

template <typename T>
std::vector<T> read_array(hid_t parent, const std::string& name, hid_t type,
                          const std::vector<hsize_t>& expected) {
  const Id dataset = open_dataset(parent, name);
  require_shape(dataset, name, expected);
  const Id stored(H5Dget_type(dataset), H5Tclose, name);
  const auto kind = H5Tget_class(stored);
  if (kind != H5T_INTEGER && kind != H5T_FLOAT) throw Failure(fmt::format("{} is of another type", name));
  const auto count = product(expected);
  require_stored(dataset, name, count, sizeof(T));
  std::vector<T> values(count);
  require(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
          fmt::format("{} cannot be read", name));
  return values;
}

}  // namespace

Id open_file(const std::filesystem::path& path) {
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file properties");
  require(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG), "file properties");
  return Id(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "it is cut off or broken");
}

std::size_t product(std::span<const hsize_t> sizes) {
  constexpr hsize_t most = hsize_t{1} << 48U;  // beyond any memory, and far from where a product wraps
  if (std::ranges::find(sizes, 0U) != sizes.end()) return 0;
  hsize_t all = 1;
  for (const auto size : sizes) {
    if (size > most / all) throw Failure("its arrays have impossible sizes");
    all *= size;
  }
  return all;
}

bool is_line(std::string_view name) {
  return !has_control_character(name) && is_utf8(name);
}

bool exists(hid_t parent, const std::string& name) {
  return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0;
}

Id open_dataset(hid_t parent, const std::string& name) {
  if (!exists(parent, name)) throw Failure(fmt::format("{} is missing", name));
  return Id(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, fmt::format("{} cannot be opened", name));
}

std::optional<std::string> read_text_attribute(hid_t object, const char* name) {
  if (H5Aexists(object, name) <= 0) return std::nullopt;
  const Id attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, name);
  const Id stored(H5Aget_type(attribute), H5Tclose, name);
  const Id space(H5Aget_space(attribute), H5Sclose, name);
  if (H5Tis_variable_str(stored) <= 0 || H5Sget_simple_extent_npoints(space) != 1) return std::nullopt;
  const Id type = string_type();
  Texts texts(type, space, 1);
  require(H5Aread(attribute, type, texts.data()), name);
  return texts.copy().front();
}

std::optional<std::vector<std::int32_t>> read_integers_attribute(hid_t object, const char* name) {
  if (H5Aexists(object, name) <= 0) return std::nullopt;
  const Id attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, name);
  const Id stored(H5Aget_type(attribute), H5Tclose, name);
  const Id space(H5Aget_space(attribute), H5Sclose, name);
  const auto count = H5Sget_simple_extent_npoints(space);
  if (H5Tget_class(stored) != H5T_INTEGER || count < 1) return std::nullopt;
  std::vector<std::int32_t> values(static_cast<std::size_t>(count));
  require(H5Aread(attribute, H5T_NATIVE_INT32, values.data()), name);
  return values;
}

std::optional<double> read_number_attribute(hid_t object, const char* name) {
  if (H5Aexists(object, name) <= 0) return std::nullopt;
  const Id attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, name);
  const Id stored(H5Aget_type(attribute), H5Tclose, name);
  const Id space(H5Aget_space(attribute), H5Sclose, name);
  const auto kind = H5Tget_class(stored);
  const bool number = kind == H5T_INTEGER || kind == H5T_FLOAT;
  if (!number || H5Sget_simple_extent_npoints(space) != 1) return std::nullopt;
  double value{};
  require(H5Aread(attribute, H5T_NATIVE_DOUBLE, &value), name);
  return value;
}

std::vector<hsize_t> shape(hid_t dataset) {
  const Id space(H5Dget_space(dataset), H5Sclose, "shape");
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0) throw Failure("shape");
  std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  return sizes;
}

void require_shape(hid_t dataset, const std::string& name, const std::vector<hsize_t>& expected) {
  if (shape(dataset) != expected) throw Failure(fmt::format("{} has another shape than its axes", name));
}

std::vector<std::string> read_strings(hid_t parent, const std::string& name) {
  const Id dataset = open_dataset(parent, name);
  const Id stored(H5Dget_type(dataset), H5Tclose, name);
  const auto sizes = shape(dataset);
  if (sizes.size() != 1 || H5Tis_variable_str(stored) <= 0)
    throw Failure(fmt::format("{} is no list of texts", name));
  require_stored(dataset, name, product(sizes), sizeof(char*));
  const Id space(H5Dget_space(dataset), H5Sclose, name);
  const Id type = string_type();
  Texts texts(type, space, sizes[0]);
  require(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()),
          fmt::format("{} cannot be read", name));
  return texts.copy();
}

std::string read_string(hid_t dataset, const std::string& name, std::size_t place) {
  const Id stored(H5Dget_type(dataset), H5Tclose, name);
  if (H5Tis_variable_str(stored) <= 0) throw Failure(fmt::format("{} is no list of texts", name));
  const Id space(H5Dget_space(dataset), H5Sclose, name);
  const hsize_t start = place;
  const hsize_t count = 1;
  require(H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, nullptr, &count, nullptr), name);
  const Id memory(H5Screate_simple(1, &count, nullptr), H5Sclose, name);
  const Id type = string_type();
  Texts texts(type, memory, 1);
  require(H5Dread(dataset, type, memory, space, H5P_DEFAULT, texts.data()),
          fmt::format("{} cannot be read", name));
  return texts.copy().front();
}

std::vector<double> read_doubles(hid_t parent, const std::string& name,
                                 const std::vector<hsize_t>& expected) {
  return read_array<double>(parent, name, H5T_NATIVE_DOUBLE, expected);
}

std::vector<std::int8_t> read_int8s(hid_t parent, const std::string& name,
                                    const std::vector<hsize_t>& expected) {
  return read_array<std::int8_t>(parent, name, H5T_NATIVE_INT8, expected);
}

void read_block(hid_t dataset, hid_t memory_type, std::span<const hsize_t> start,
                std::span<const hsize_t> count, void* data) {
  // HDF5 believes that there are as many starts and counts as the dataset has axes.
  const auto sizes = shape(dataset);
  bool fits = sizes.size() == start.size();
  for (std::size_t axis = 0; fits && axis < sizes.size(); ++axis)
    fits = start[axis] <= sizes[axis] && count[axis] <= sizes[axis] - start[axis];
  if (!fits) throw Failure(fmt::format("{} has another shape than its axes", name_of(dataset)));
  const auto read = fmt::format("{} cannot be read", name_of(dataset));
  const Id file_space(H5Dget_space(dataset), H5Sclose, read);
  require(H5Sselect_hyperslab(file_space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
          read);
  const Id memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose, read);
  require(H5Dread(dataset, memory_type, memory, file_space, H5P_DEFAULT, data), read);
}

DatasetsByKind::DatasetsByKind(hid_t group) {
  const auto visit = [](hid_t parent, const char* name, const H5L_info_t*, void* names) -> herr_t {
    const hid_t object = H5Oopen(parent, name, H5P_DEFAULT);
    if (object < 0) return -1;
    herr_t status = is_line(name) ? 0 : -1;
    try {
      if (H5Iget_type(object) == H5I_DATASET)
        if (const auto kind = read_text_attribute(object, "kind"))
          (*static_cast<decltype(names_)*>(names))[*kind].emplace_back(name);
    } catch (const Failure&) {
      status = -1;  // an exception must not pass through C
    }
    H5Oclose(object);
    return status;
  };
  require(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, visit, &names_),
          "its datasets cannot be listed");
}

const std::vector<std::string>& DatasetsByKind::of(std::string_view kind) const {
  static const std::vector<std::string> none;
  const auto found = names_.find(kind);
  return found == names_.end() ? none : found->second;
}

}  // namespace homeward::hdf5
