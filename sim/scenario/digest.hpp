#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace homeward {

/// Whether the digest of scheme 1, which hashed every key there was, knew a key.
bool is_in_digest_scheme_1(std::string_view key);

/// 32 hexadecimal digits over the bytes of a file (XXH3, 128 bits), or nothing if it cannot be read.
std::optional<std::string> file_digest(const std::filesystem::path& file);

}  // namespace homeward
