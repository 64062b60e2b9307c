#include "output/safe_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <random>
#include <system_error>
#include <utility>

#include "sim/core/issues.hpp"

namespace homeward {
namespace {

constexpr std::string_view temporary_prefix = ".unfinished-";

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw RunError(fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& file, int flags)
      : file_(file), fd_(::open(file.c_str(), flags, 0666)) {
    if (fd_ < 0) fail(file);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(file_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  // A disk that cannot flush (some network file systems) is no reason to lose a file: only real faults count.
  void flush() {
    if (::fsync(fd_) != 0 && errno != EINVAL && errno != ENOTSUP) fail(file_);
  }
  void close() {
    if (::close(std::exchange(fd_, -1)) != 0) fail(file_);
  }

 private:
  std::filesystem::path file_;
  int fd_;
};

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

std::filesystem::path parts_folder(const std::filesystem::path& results) {
  return std::filesystem::path(results) += ".parts";
}

std::string why_irreplaceable(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  if (std::filesystem::is_directory(status)) return "it is a folder";
  return std::filesystem::is_other(status) ? "it is a device or a pipe, not a file" : "";
}

std::filesystem::path behind_links(const std::filesystem::path& file) {
  constexpr int most = 40;  // as the system follows
  auto place = file;
  std::error_code error;
  for (int i = 0; i < most && std::filesystem::is_symlink(place, error); ++i) {
    const auto next = std::filesystem::read_symlink(place, error);
    if (error) break;
    place = folder_of(place) / next;  // an absolute one stands for itself
  }
  return place;
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) throw RunError(fmt::format("cannot write {}: {}", folder.string(), error.message()));
}

void remove_if_empty(const std::filesystem::path& folder) {
  ::rmdir(folder.c_str());
}

std::filesystem::path temporary_name(const std::filesystem::path& folder) {
  // Drawn, not the number of the process: on two machines that share the folder it may be the same.
  static const auto process = std::random_device{}() | std::uint64_t{std::random_device{}()} << 32U;
  static std::atomic<unsigned> count{0};
  return folder / fmt::format("{}{:016x}-{}", temporary_prefix, process, ++count);
}

bool is_temporary(const std::filesystem::path& file) {
  return file.filename().string().starts_with(temporary_prefix);
}

void write_whole(const std::filesystem::path& name, std::span<const std::string_view> pieces) {
  const auto file = behind_links(name);
  const auto temporary = temporary_name(folder_of(file));
  try {
    Descriptor out(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    for (const auto piece : pieces) out.write(piece);
    out.close();
    flush_and_rename(temporary, file);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

void flush_and_rename(const std::filesystem::path& temporary, const std::filesystem::path& file) {
  Descriptor(temporary, O_RDONLY | O_CLOEXEC).flush();
  if (const auto why = why_irreplaceable(file); !why.empty())
    throw RunError(fmt::format("cannot write {}: {}", file.string(), why));
  if (::rename(temporary.c_str(), file.c_str()) != 0) fail(file);
  Descriptor(folder_of(file), O_RDONLY | O_DIRECTORY | O_CLOEXEC).flush();
}

void append_bytes(const std::filesystem::path& file, std::string_view bytes) {
  Descriptor out(file, O_WRONLY | O_APPEND | O_CLOEXEC);
  out.write(bytes);
  out.close();
}

}  // namespace homeward
