#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace homeward {

/// 32 hexadecimal digits over the bytes of a file (XXH3, 128 bits), or nothing if it cannot be read.
std::optional<std::string> file_digest(const std::filesystem::path& file);

}  // namespace homeward
