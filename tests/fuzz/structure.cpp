#include <hdf5.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "commands.hpp"
#include "output/hdf5_id.hpp"
#include "reading.hpp"
#include "support.hpp"
#include "targets.hpp"

/// Results files that HDF5 can read and that are not what their program wrote: datasets and attributes that
/// are missing, of other shapes and types, with other values, or links to others. Another program may have
/// left them so.
namespace homeward::fuzz {

namespace {

using hdf5::Id;

class Bytes {
 public:
  explicit Bytes(std::string_view left) : left_(left) {}
  bool ended() const { return left_.empty(); }
  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    return first;
  }
  std::string text() {
    const std::size_t wanted = byte() % 32;
    const auto size = std::min(wanted, left_.size());
    std::string taken(left_.substr(0, size));
    left_.remove_prefix(size);
    return taken;
  }
  /// Small numbers, and powers of two up to the largest.
  hsize_t size() {
    const auto code = byte();
    return code < 192 ? code % 8 : hsize_t{1} << (code - 192);
  }
  double number() {
    constexpr std::array some{-1.0,
                              1e300,
                              -1e300,
                              0.5,
                              1e18,
                              255.0,
                              std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity()};
    const auto code = byte();
    return code < some.size() ? some[code] : static_cast<double>(code) - 100;
  }

 private:
  std::string_view left_;
};

Id open_to_change(const std::string& file) {
  const Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "access");
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
  return Id(H5Fopen(file.c_str(), H5F_ACC_RDWR, access), H5Fclose, "open");
}

/// A results file to be changed, and all that is in it.
struct Whole {
  explicit Whole(const char* name) : file(name) {
    const auto note = [](hid_t, const char* found, const H5O_info_t*, void* all) -> herr_t {
      static_cast<std::vector<std::string>*>(all)->emplace_back(found);
      return 0;
    };
    H5Ovisit(open_to_change(file), H5_INDEX_NAME, H5_ITER_INC, note, &names);
  }
  std::string file;
  std::vector<std::string> names;
};

/// Changes a file by what the bytes say. What HDF5 refuses to do is left undone.
class Changes {
 public:
  Changes(const std::string& file, const std::vector<std::string>& names, Bytes& bytes)
      : bytes_(bytes), names_(names), file_(open_to_change(file)) {}

  void make() {
    for (int i = 0; i < 6 && !bytes_.ended(); ++i) one();
  }

 private:
  const std::string& any_name() {
    const std::size_t low = bytes_.byte();
    return names_[(low | std::size_t{bytes_.byte()} << 8U) % names_.size()];
  }

  void one() {
    const auto what = bytes_.byte() % 10;
    const auto& name = any_name();
    switch (what) {
      case 0:
        H5Ldelete(file_, name.c_str(), H5P_DEFAULT);
        return;
      case 1:
        H5Lmove(file_, name.c_str(), file_, any_name().c_str(), H5P_DEFAULT, H5P_DEFAULT);
        return;
      case 2: {
        const auto& other = any_name();
        H5Ldelete(file_, name.c_str(), H5P_DEFAULT);
        if (bytes_.byte() % 2 == 0)
          H5Lcreate_soft(other.c_str(), file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
        else
          H5Lcreate_hard(file_, other.c_str(), file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
        return;
      }
      case 3:
        return replace(name);
      case 4:
      case 5:
        return grow(name);
      case 6:
        return change_values(name);
      default:
        return change_attribute(name, what);
    }
  }

  Id dataset(const std::string& name) {
    const hid_t opened = H5Oopen(file_, name.c_str(), H5P_DEFAULT);
    if (opened >= 0 && H5Iget_type(opened) == H5I_DATASET) return Id(opened, H5Oclose, name);
    if (opened >= 0) H5Oclose(opened);
    return {};
  }

  Id any_type() {
    constexpr std::size_t kinds = 5;
    const std::array<hid_t, kinds - 1> types{H5T_NATIVE_DOUBLE, H5T_NATIVE_INT8, H5T_NATIVE_INT64, H5T_C_S1};
    const auto kind = bytes_.byte() % kinds;
    return kind == kinds - 1 ? hdf5::string_type() : Id(H5Tcopy(types[kind]), H5Tclose, "type");
  }

  void replace(const std::string& name) {
    H5Ldelete(file_, name.c_str(), H5P_DEFAULT);
    const Id type = any_type();
    const int rank = bytes_.byte() % 4;
    std::array<hsize_t, 3> sizes{}, chunks{4, 4, 4};
    for (auto& size : sizes) size = bytes_.size();
    const Id space(rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, sizes.data(), nullptr),
                   H5Sclose, "space");
    const Id layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "layout");
    if (rank > 0) H5Pset_chunk(layout, rank, chunks.data());
    const hid_t made = H5Dcreate2(file_, name.c_str(), type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
    if (made < 0) return;
    constexpr std::array kinds{"outcome", "series", "factor", "cumulative"};
    put_text(made, "kind", kinds[bytes_.byte() % kinds.size()]);
    H5Dclose(made);
  }

  void grow(const std::string& name) {
    const Id set = dataset(name);
    std::array<hsize_t, 32> sizes{};
    if (set < 0) return;
    const Id space(H5Dget_space(set), H5Sclose, "space");
    const int rank = H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
    // HDF5 looks for every chunk that a smaller size leaves out, whether it was ever written or not.
    constexpr hssize_t most = 1'000'000;
    if (H5Sget_simple_extent_npoints(space) > most) return;
    if (rank > 0) sizes[bytes_.byte() % static_cast<unsigned>(rank)] = bytes_.size();
    H5Dset_extent(set, sizes.data());
  }

  /// All values of a dataset, or those of one member of its rows.
  void change_values(const std::string& name) {
    const Id set = dataset(name);
    if (set < 0) return;
    const Id type(H5Dget_type(set), H5Tclose, "type");
    const Id space(H5Dget_space(set), H5Sclose, "space");
    const auto count = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
    if (count == 0 || count > 100'000) return;
    if (H5Tis_variable_str(type) > 0) {
      const auto text = bytes_.text();
      const std::vector<const char*> all(count, text.c_str());
      H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data());
    } else if (H5Tget_class(type) == H5T_COMPOUND) {
      const auto members = static_cast<unsigned>(H5Tget_nmembers(type));
      const unsigned member = bytes_.byte() % members;
      char* member_name = H5Tget_member_name(type, member);
      const Id row(H5Tcreate(H5T_COMPOUND, sizeof(double)), H5Tclose, "row");
      H5Tinsert(row, member_name, 0, H5T_NATIVE_DOUBLE);
      H5free_memory(member_name);
      const std::vector<double> all(count, bytes_.number());
      H5Dwrite(set, row, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data());
    } else {
      const std::vector<double> all(count, bytes_.number());
      H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data());
    }
  }

  static void put_text(hid_t object, const char* name, const std::string& text) {
    const Id type = hdf5::string_type();
    const Id scalar(H5Screate(H5S_SCALAR), H5Sclose, "scalar");
    const hid_t made = H5Acreate2(object, name, type, scalar, H5P_DEFAULT, H5P_DEFAULT);
    if (made < 0) return;
    const char* pointer = text.c_str();
    H5Awrite(made, type, &pointer);
    H5Aclose(made);
  }

  static void put_number(hid_t object, const char* name, double number, hsize_t count) {
    const Id space(H5Screate_simple(1, &count, nullptr), H5Sclose, "space");
    const hid_t made = H5Acreate2(object, name, H5T_NATIVE_INT64, space, H5P_DEFAULT, H5P_DEFAULT);
    if (made < 0) return;
    const std::vector<double> all(count, number);
    H5Awrite(made, H5T_NATIVE_DOUBLE, all.data());
    H5Aclose(made);
  }

  void change_attribute(const std::string& name, int what) {
    const hid_t opened = H5Oopen(file_, what == 9 ? "/" : name.c_str(), H5P_DEFAULT);
    if (opened < 0) return;
    const Id object(opened, H5Oclose, name);
    std::array<char, 256> attribute{};
    const auto number = bytes_.byte();
    if (H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, number % 24, attribute.data(),
                           attribute.size(), H5P_DEFAULT) < 0)
      return;
    H5Adelete(object, attribute.data());
    const auto kind = bytes_.byte() % 3;
    if (kind == 1) put_text(object, attribute.data(), bytes_.text());
    if (kind == 2) put_number(object, attribute.data(), bytes_.number(), 1 + bytes_.byte() % 3);
  }

  Bytes& bytes_;
  const std::vector<std::string>& names_;
  Id file_;
};

}  // namespace

void results(std::string_view input) {
  make_results();
  static const std::array<Whole, 3> files{Whole("run.h5"), Whole("sweep.h5"), Whole("draws.h5")};
  Bytes bytes(input);
  const auto how = bytes.byte();
  const auto& whole = files[bytes.byte() % files.size()];
  std::filesystem::copy_file(whole.file, "changed.h5", std::filesystem::copy_options::overwrite_existing);
  try {
    Changes("changed.h5", whole.names, bytes).make();
  } catch (const hdf5::Failure&) {
    return;  // HDF5 does not do it: no file to read
  }
  switch (how) {
    case 0:
      read_results({"summary", "changed.h5"});
      return;
    case 1:
      read_results({"summary", "changed.h5", "--json"});
      return;
    case 2:
      read_results({"compare", "changed.h5"});
      return;
    case 3:
      read_results({"export", "changed.h5", "--force", "-o", "changed.csv"});
      return;
    case 4:
      read_results({"merge", "changed.h5", "--force", "--quiet", "-o", "joined.h5"});
      return;
    case 5:
      read_results({"plan", results_scenario, "-n", "3", "--no-pilot", "-o", "changed.h5"});
      return;
    default:
      read_one_thing("changed.h5", how);
  }
}

}  // namespace homeward::fuzz
