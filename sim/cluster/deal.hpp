#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace homeward {

/// Some neighbours in the list of runs to do.
struct Stretch {
  std::uint64_t first{};
  std::uint64_t count{};  ///< 0: none are left

  template <typename Archive>
  void serialize(Archive& archive, unsigned) {
    archive& first& count;
  }
  bool operator==(const Stretch&) const = default;
};

/// Hands out a list of runs in blocks, to whoever asks. Blocks are a share of what is left, so they shrink
/// towards the end: early on nobody waits for messages, and at the end nobody waits long for the last block.
class Deal {
 public:
  /// @param runs how many there are
  /// @param threads of all that will ask; at least 1
  Deal(std::size_t runs, std::size_t threads);

  /// The next block for one with so many threads, at least 1 run; none once all are handed out.
  Stretch next(std::size_t threads);
  /// What was handed out and is not begun, to be handed out again.
  void give_back(Stretch stretch);
  bool empty() const { return dealt_ == runs_ && returned_.empty(); }

 private:
  std::uint64_t runs_;
  std::uint64_t threads_;
  std::uint64_t dealt_{};
  std::vector<Stretch> returned_;
};

}  // namespace homeward
