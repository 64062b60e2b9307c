#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace homeward {

/// XXH3, 128 bits, of pieces taken one after the other.
class Checksum {
 public:
  Checksum();
  Checksum(Checksum&&) noexcept;
  ~Checksum();
  void add(std::string_view bytes);
  std::string digits() const;  ///< 32 hexadecimal digits of what was added so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string checksum_text(std::string_view bytes);

/// A results file ends with a seal: 64 bytes after the end that HDF5 knows of, with the checksum of all
/// before them. HDF5's readers pass over it. HDF5 itself may crash on a damaged file, so the seal is checked
/// before HDF5 sees it.
enum class Seal : std::uint8_t {
  whole,
  none,   ///< HDF5 ends where the file ends: another program has changed the file, or cut off the seal alone
  broken  ///< damaged or cut off
};
/// Throws RunError where the file cannot be read, which says nothing of what it holds.
Seal check_seal(const std::filesystem::path& file);

/// Adds the seal to a closed HDF5 file. Throws RunError.
void seal(const std::filesystem::path& file);

}  // namespace homeward
