#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <random>

namespace homeward::test {

/// Draws that are the same with every library.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : generator_(seed * 7919 + 1) {}
  double uniform() { return static_cast<double>(generator_() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  double between_logs(double low, double high) { return std::exp(between(std::log(low), std::log(high))); }
  bool chance(double p) { return uniform() < p; }
  std::uint32_t whole(std::uint32_t low, std::uint32_t high) {
    return low + static_cast<std::uint32_t>(uniform() * (high - low + 1));
  }
  /// 0 and 1 come often: there are the extremes.
  double share() { return chance(0.2) ? 0 : chance(0.2) ? 1 : uniform(); }
  /// Sum to 1; now and then all is in one.
  template <std::size_t n>
  std::array<double, n> shares() {
    std::array<double, n> result{};
    if (chance(0.3)) {
      result[whole(0, n - 1)] = 1;
      return result;
    }
    double sum = 0;
    for (auto& one : result) sum += one = uniform() + 0.01;
    for (auto& one : result) one /= sum;
    return result;
  }

 private:
  std::mt19937_64 generator_;
};

}  // namespace homeward::test
