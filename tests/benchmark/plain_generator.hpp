#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace homeward::benchmark {

/// xoshiro256++ (Blackman & Vigna, 2021): the plain, fast generator that a hand-written program would use.
/// Its state is seeded by SplitMix64 (Steele, Lea & Flood, 2014).
class PlainGenerator {
 public:
  explicit PlainGenerator(std::uint64_t seed) {
    for (auto& word : state_) {
      seed += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = seed;
      mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
      word = mixed ^ (mixed >> 31);
    }
  }

  /// A uniform strictly between 0 and 1.
  double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1.0p-53; }
  double exponential(double mean) { return -mean * std::log(uniform()); }
  double weibull(double one_over_shape, double scale) {
    return scale * std::exp(std::log(-std::log(uniform())) * one_over_shape);
  }

 private:
  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  std::uint64_t state_[4]{};
};

}  // namespace homeward::benchmark
