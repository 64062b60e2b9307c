#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "sim/experiment/pipeline.hpp"

namespace homeward {

enum class ProgressStyle : std::uint8_t {
  none,
  lines,  ///< a line every ten seconds, for logs
  bar     ///< one line that is redrawn, for terminals
};

/// A bar where stderr is a terminal, lines elsewhere.
ProgressStyle progress_style_of_stderr();

/// The text of the bar: "[████····]  12/40 runs  3.2 M events/s  1 min 05 s left".
std::string progress_text(std::size_t done, std::size_t total, std::uint64_t events, double seconds,
                          bool bar);

/// Shows on stderr how far a study is, from a thread of its own, until destroyed. Only reads the counters.
class ProgressBar {
 public:
  ProgressBar(const Progress& progress, std::size_t total, ProgressStyle style);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

 private:
  void watch();
  void show();

  const Progress& progress_;
  std::size_t total_;
  ProgressStyle style_;
  std::chrono::steady_clock::time_point start_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_{false};
  std::thread thread_;
};

}  // namespace homeward
