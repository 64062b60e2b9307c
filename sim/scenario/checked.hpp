#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace homeward {

/// The proof that every rule of a value was checked: only `check` functions of this room can make one.
template <typename T>
class Checked {
 public:
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  const T& get() const { return value_; }
  /// The same for copies of one checked value and for nothing else: what was made from it can be told by it.
  std::uint64_t identity() const { return identity_; }

  /// For the code that checks; callers elsewhere have no reason to use it.
  static Checked vouch(T value) { return Checked(std::move(value)); }

 private:
  explicit Checked(T value) : value_(std::move(value)), identity_(++vouched_for) {}

  inline static std::atomic<std::uint64_t> vouched_for{0};
  T value_;
  std::uint64_t identity_;
};

}  // namespace homeward
