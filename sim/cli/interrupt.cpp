#include "sim/cli/interrupt.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace homeward {

namespace {

// A handler can reach nothing but what is global.
std::atomic<bool> interrupted{false};
std::atomic<bool> silent{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void say(std::string_view text) {
  if (silent) return;
  // Nothing can be done about an error in a handler; what it interrupts may be about to read its own.
  const int before = errno;
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
  errno = before;
}

void on_signal(int) {
  if (interrupted.exchange(true)) {
    say("\nhomeward: stopped at once; the next start takes up what is finished\n");
    ::_exit(130);
  }
  say("\nhomeward: finishing the runs in flight, then saving; once more stops at once\n");
}

}  // namespace

InterruptGuard::InterruptGuard(Answer answer) {
  interrupted = false;
  silent = answer == Answer::silent;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGUSR1, &action, nullptr);
}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGUSR1, SIG_DFL);
}

const std::atomic<bool>& InterruptGuard::requested() const {
  return interrupted;
}

}  // namespace homeward
