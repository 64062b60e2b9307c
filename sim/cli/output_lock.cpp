#include "sim/cli/output_lock.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/safe_file.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void cannot_write(const fs::path& output, const std::string& why) {
  throw RunError(fmt::format("cannot write {}: {}", output.string(), why));
}

/// Of the folder of parts: what is there in its place; "" if nothing is.
std::string why_no_folder(const fs::path& folder) {
  std::error_code absent;
  const auto there = fs::status(folder, absent);
  if (!fs::exists(there) || fs::is_directory(there)) return "";
  return fmt::format("{} is in the way, which is no folder", folder.string());
}

bool is_same_file(int open_file, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(open_file, &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

std::string why_unwritable(const fs::path& output) {
  if (auto why = why_irreplaceable(output); !why.empty()) return why;
  if (auto why = why_no_folder(parts_folder(output)); !why.empty()) return why;
  const auto folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  return ::access(folder.c_str(), W_OK | X_OK) == 0 ? "" : std::strerror(errno);
}

OutputLock::OutputLock(const fs::path& output) : folder_(parts_folder(output)) {
  if (const auto why = why_irreplaceable(output); !why.empty()) cannot_write(output, why);
  if (const auto why = why_no_folder(folder_); !why.empty()) cannot_write(output, why);
  std::error_code error;
  const auto path = folder_ / "lock";
  // Again when the one who held the lock took the file away meanwhile: a lock on a file without a name locks
  // nobody out.
  while (file_ < 0) {
    fs::create_directory(folder_, error);
    if (error) cannot_write(output, error.message());
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0 && errno == ENOENT) continue;
    if (file_ < 0) cannot_write(output, std::strerror(errno));
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      ::close(file_);
      throw RunError(fmt::format("another homeward is writing {}; wait for it or choose another --output",
                                 output.string()));
    }
    if (!is_same_file(file_, path)) {
      ::close(file_);
      file_ = -1;
    }
  }
}

OutputLock::~OutputLock() {
  std::error_code ignored;
  std::size_t others = 0;
  for (const auto& entry : fs::directory_iterator(folder_, ignored))
    others += entry.path().filename() != "lock";
  if (others == 0) {
    fs::remove(folder_ / "lock", ignored);
    remove_if_empty(folder_);
  }
  ::close(file_);
}

}  // namespace homeward
