#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

namespace homeward {

/// A set of small integers whose least member is found without walking through it: two levels of bits.
class IndexSet {
 public:
  /// Makes room for members below `capacity`; asked for once, and not at every insertion.
  void make_room(std::size_t capacity) {
    if (capacity <= 64 * words_.size()) return;
    words_.resize((capacity + 63) / 64, 0);
    summary_.resize((words_.size() + 63) / 64, 0);
  }
  void insert(std::uint32_t i) {
    const std::uint32_t word = i / 64;
    words_[word] |= bit(i);
    summary_[word / 64] |= bit(word);
  }
  void erase(std::uint32_t i) {
    const std::uint32_t word = i / 64;
    words_[word] &= ~bit(i);
    if (words_[word] == 0) summary_[word / 64] &= ~bit(word);
  }
  bool empty() const { return !first(); }
  std::optional<std::uint32_t> first() const {
    for (std::uint32_t s = 0; s < summary_.size(); ++s) {
      if (summary_[s] == 0) continue;
      const auto word = s * 64 + static_cast<std::uint32_t>(std::countr_zero(summary_[s]));
      return word * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[word]));
    }
    return std::nullopt;
  }

 private:
  static std::uint64_t bit(std::uint32_t i) { return std::uint64_t{1} << (i % 64); }
  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> summary_;
};

}  // namespace homeward
