#pragma once

#include <utility>

namespace homeward {

/// The proof that every rule of a value was checked: only `check` functions of this room can make one.
template <typename T>
class Checked {
 public:
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  const T& get() const { return value_; }

  /// For the code that checks; callers elsewhere have no reason to use it.
  static Checked vouch(T value) { return Checked(std::move(value)); }

 private:
  explicit Checked(T value) : value_(std::move(value)) {}
  T value_;
};

}  // namespace homeward
