#pragma once

#include <filesystem>
#include <string>

namespace homeward {

/// Why an output cannot be written, as far as it can be told without writing; "" if nothing speaks against
/// it.
std::string why_unwritable(const std::filesystem::path& output);

/// Exclusive use of an output: a lock on a file in its folder of parts. Made at the start, when it also
/// proves that the output can be written; gone with the process, however that ends.
class OutputLock {
 public:
  /// Makes the folder of parts. Throws RunError in one line where the output cannot be written or is in use.
  explicit OutputLock(const std::filesystem::path& output);
  /// Lets go; removes the folder of parts if it holds nothing but the lock.
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  int file_{-1};
};

}  // namespace homeward
