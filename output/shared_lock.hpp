#pragma once

#include <filesystem>

namespace homeward {

/// Holds off programs that would open a file for writing through HDF5, while it is looked at and opened; HDF5
/// itself then goes on holding them off. Throws RunError where one has it open already: nothing is known of
/// what it holds. Where files cannot be locked, or HDF5_USE_FILE_LOCKING says not to, it does nothing, as
/// HDF5.
class SharedLock {
 public:
  explicit SharedLock(const std::filesystem::path& file);
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;
  ~SharedLock();

 private:
  int file_{-1};
};

}  // namespace homeward
