#include "output/shared_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

#include "sim/core/issues.hpp"

namespace homeward {
namespace {

bool locking_is_off() {
  const char* const set = std::getenv("HDF5_USE_FILE_LOCKING");
  const std::string_view value = set == nullptr ? "" : set;
  return value == "FALSE" || value == "0";
}

}  // namespace

SharedLock::SharedLock(const std::filesystem::path& file) {
  if (locking_is_off()) return;
  file_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0 || ::flock(file_, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) return;
  ::close(file_);
  throw RunError(fmt::format(
      "{} cannot be read now: another program has it open for writing; try again once it has closed it",
      file.string()));
}

SharedLock::~SharedLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace homeward
