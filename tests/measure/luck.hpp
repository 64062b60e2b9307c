#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>

namespace homeward {

/// Uniform, exponential and normal draws that are the same with every vendor.
class Luck {
 public:
  explicit Luck(std::uint64_t seed) : bits_(seed) {}
  double uniform() { return (static_cast<double>(bits_() >> 11U) + 0.5) * 0x1p-53; }
  double exponential() { return -std::log(uniform()); }
  double normal() { return std::sqrt(2 * exponential()) * std::cos(2 * std::numbers::pi * uniform()); }

 private:
  std::mt19937_64 bits_;
};

}  // namespace homeward
