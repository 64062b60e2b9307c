#include "sim/experiment/shard.hpp"

#include <fmt/format.h>

#include <charconv>

#include "sim/core/issues.hpp"

namespace homeward {

Shard parse_shard(const std::string& text) {
  constexpr std::uint32_t most = 1'000'000;
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  const bool parted = number.ec == std::errc{} && number.ptr != end && *number.ptr == '/';
  const auto of = parted ? std::from_chars(number.ptr + 1, end, shard.of) : number;
  if (!parted || of.ec != std::errc{} || of.ptr != end || shard.number < 1 || shard.number > shard.of ||
      shard.of > most) {
    throw UsageError(fmt::format("--shard {}: write I/N, the I-th of N shares, as in --shard 2/8", text));
  }
  return shard;
}

std::string in_words(const Shard& shard) {
  return fmt::format("shard {} of {}", shard.number, shard.of);
}

}  // namespace homeward
