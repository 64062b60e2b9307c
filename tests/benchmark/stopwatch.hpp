#pragma once

#include <chrono>
#include <ctime>

namespace homeward::benchmark {

struct Seconds {
  double wall{};
  double cpu{};  ///< of all threads of the process; what other programs take away is not in it

  Seconds& operator+=(const Seconds& more) {
    wall += more.wall;
    cpu += more.cpu;
    return *this;
  }
};

class Stopwatch {
 public:
  Seconds passed() const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
    return {wall.count(), cpu_now() - cpu_start_};
  }

 private:
  static double cpu_now() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  std::chrono::steady_clock::time_point start_{std::chrono::steady_clock::now()};
  double cpu_start_{cpu_now()};
};

}  // namespace homeward::benchmark
