#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace homeward {

/// One of several shares of a study's runs, which together are all of them: for machines that share no disk.
struct Shard {
  std::uint32_t number{1};  ///< 1 to `of`
  std::uint32_t of{1};

  /// Whether a run of the plan is in this share. Runs are dealt like cards, each round beginning one share
  /// further: dealt plainly, a share could get one level of a factor only, and the cheapest runs with it.
  bool holds(std::size_t run) const { return (run + run / of) % of == number - 1; }
  bool operator==(const Shard&) const = default;
};

/// "2/8". Throws UsageError for anything else than I/N with 1 <= I <= N <= 1,000,000.
Shard parse_shard(const std::string& text);
/// "shard 2 of 8".
std::string in_words(const Shard& shard);

}  // namespace homeward
