#include "sim/cli/progress_bar.hpp"

#include <fmt/format.h>

#include <cstdio>

#include <unistd.h>

#include "sim/cli/numbers.hpp"

namespace homeward {

ProgressStyle progress_style_of_stderr() {
  return ::isatty(STDERR_FILENO) == 1 ? ProgressStyle::bar : ProgressStyle::lines;
}

std::string progress_text(std::size_t done, std::size_t total, std::uint64_t events, double seconds,
                          bool bar) {
  std::string text;
  if (bar) {
    constexpr std::size_t width = 24;
    const std::size_t full = total == 0 ? width : width * done / total;
    text += '[';
    for (std::size_t i = 0; i < width; ++i) text += i < full ? "█" : "·";
    text += "]  ";
  }
  text += fmt::format("{}/{} runs", done, total);
  if (done == 0 || seconds <= 0) return text;
  const double rate = static_cast<double>(events) / seconds;
  text += rate >= 1e6 ? fmt::format("  {:.1f} M events/s", rate / 1e6)
                      : fmt::format("  {} events/s", with_thousands(static_cast<std::uint64_t>(rate)));
  const double left = seconds * static_cast<double>(total - done) / static_cast<double>(done);
  if (done < total) text += fmt::format("  {} left", show_seconds(left));
  return text;
}

ProgressBar::ProgressBar(const Progress& progress, std::size_t total, ProgressStyle style)
    : progress_(progress), total_(total), style_(style), start_(std::chrono::steady_clock::now()) {
  if (style_ != ProgressStyle::none) thread_ = std::thread([this] { watch(); });
}

ProgressBar::~ProgressBar() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (style_ == ProgressStyle::bar) {
    show();
    std::fputs("\n", stderr);
  }
}

void ProgressBar::watch() {
  const auto pause = style_ == ProgressStyle::bar ? std::chrono::milliseconds(200) : std::chrono::seconds(10);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return over_; })) show();
}

void ProgressBar::show() {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
  const bool bar = style_ == ProgressStyle::bar;
  const auto text = progress_text(progress_.runs_done, total_, progress_.events, passed.count(), bar);
  // Back to the first column and erase the line: texts get shorter, too.
  std::fputs(bar ? fmt::format("\r\x1b[K{}", text).c_str() : fmt::format("homeward: {}\n", text).c_str(),
             stderr);
  std::fflush(stderr);
}

}  // namespace homeward
