#include "tests/benchmark/arithmetic.hpp"

#include <numeric>
#include <thread>
#include <vector>

#include "sim/random/draws.hpp"

namespace homeward::benchmark {

double run_arithmetic(std::uint32_t draws, unsigned threads) {
  std::vector<double> sums(threads);
  const auto work = [&](unsigned thread) {
    const Draws random(1, thread);
    double sum = 0;
    for (std::uint32_t i = 0; i < draws; ++i) sum += random.threshold(i, Purpose::readiness);
    sums[thread] = sum;
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned thread = 1; thread < threads; ++thread) helpers.emplace_back(work, thread);
    work(0);
  }
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

}  // namespace homeward::benchmark
