#include "output/checksum.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "output/safe_file.hpp"
#include "sim/core/issues.hpp"

namespace homeward {

struct Checksum::State {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> xxh{XXH3_createState(), &XXH3_freeState};
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(state_->xxh.get());
}
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum::~Checksum() = default;

void Checksum::add(std::string_view bytes) {
  XXH3_128bits_update(state_->xxh.get(), bytes.data(), bytes.size());
}

std::string Checksum::digits() const {
  const auto hash = XXH3_128bits_digest(state_->xxh.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string checksum_text(std::string_view bytes) {
  const auto hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

namespace {

constexpr std::size_t seal_size = 64;
constexpr std::string_view seal_start =
    "\nhomeward seal XXH3-128 ";  // then 32 digits, then newlines to 64 bytes

std::string seal_of(const Checksum& sum) {
  std::string text = fmt::format("{}{}", seal_start, sum.digits());
  text.resize(seal_size, '\n');
  return text;
}

// Reads up to `length` bytes from the start of the stream.
Checksum sum_of(std::istream& in, std::uint64_t length) {
  Checksum sum;
  std::vector<char> buffer(1U << 16U);
  for (std::uint64_t left = length; left > 0;) {
    in.read(buffer.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, buffer.size())));
    const auto got = static_cast<std::uint64_t>(in.gcount());
    if (got == 0) break;
    sum.add({buffer.data(), got});
    left -= got;
  }
  return sum;
}

// Where HDF5 says that the file ends: superblock version 0, "End of File Address" (HDF5 file format, II.A).
std::uint64_t end_by_superblock(const std::array<char, 48>& head) {
  std::uint64_t end{};
  for (std::size_t byte = 8; byte-- > 0;) end = end << 8U | static_cast<unsigned char>(head[40 + byte]);
  return end;
}

}  // namespace

Seal check_seal(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) throw RunError(fmt::format("cannot read {}: {}", file.string(), std::strerror(errno)));
  const auto size = std::filesystem::file_size(file);
  std::array<char, 48> head{};
  in.read(head.data(), head.size());
  if (!in || size < head.size() + seal_size) return Seal::broken;
  std::string found(seal_size, '\0');
  in.seekg(static_cast<std::streamoff>(size - seal_size));
  in.read(found.data(), seal_size);
  if (found.starts_with(seal_start)) {
    in.seekg(0);
    const auto sum = sum_of(in, size - seal_size);
    if (in.bad())
      throw RunError(fmt::format("cannot read {}: the disk does not give it back", file.string()));
    return in && found == seal_of(sum) ? Seal::whole : Seal::broken;
  }
  // Files of other superblocks come from other programs; they never had a seal.
  const bool tells_end = head[8] == 0;
  return !tells_end || size == end_by_superblock(head) ? Seal::none : Seal::broken;
}

void seal(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const auto sum = sum_of(in, std::filesystem::file_size(file));
  if (!in) throw RunError(fmt::format("cannot write {}: it cannot be read back", file.string()));
  append_bytes(file, seal_of(sum));
}

}  // namespace homeward
