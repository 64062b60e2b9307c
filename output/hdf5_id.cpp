#include "output/hdf5_id.hpp"

namespace homeward::hdf5 {
namespace {

// The system's own words stand deep in HDF5's stack as: error message = 'No space left on device'.
herr_t find_system_message(unsigned, const H5E_error2_t* error, void* found) {
  static const std::string before = "error message = '";
  if (error->desc == nullptr) return 0;
  const std::string text = error->desc;
  const auto start = text.find(before);
  if (start == std::string::npos) return 0;
  const auto from = start + before.size();
  *static_cast<std::string*>(found) = text.substr(from, text.find('\'', from) - from);
  return 1;
}

std::string system_message() {
  std::string found;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_system_message, &found);
  return found;
}

herr_t find_want_of_memory(unsigned, const H5E_error2_t* error, void* found) {
  const bool allocation = error->maj_num == H5E_RESOURCE && error->min_num == H5E_NOSPACE;
  *static_cast<bool*>(found) = *static_cast<bool*>(found) || allocation;
  return 0;
}

bool want_of_memory() {
  bool found = false;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_want_of_memory, &found);
  return found;
}

}  // namespace

Failure::Failure(const std::string& doing)
    : std::runtime_error(doing), reason_(system_message()), out_of_memory_(want_of_memory()) {
  H5Eclear2(H5E_DEFAULT);
}

void silence() {
  // At exit HDF5 1.10 would close once more a file whose closing failed (a full disk), and crash. Must come
  // before anything else of HDF5; later calls fail and change nothing.
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Id string_type() {
  Id type(H5Tcopy(H5T_C_S1), H5Tclose, "string type");
  require(H5Tset_size(type, H5T_VARIABLE), "string type");
  require(H5Tset_cset(type, H5T_CSET_UTF8), "string type");
  return type;
}

}  // namespace homeward::hdf5
