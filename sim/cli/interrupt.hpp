#pragma once

#include <atomic>

namespace homeward {

/// While alive, Ctrl-C (SIGINT) or SIGTERM asks the program to finish the runs in flight and save; a second
/// one ends it at once with exit code 130, leaving finished parts on the disk. One at a time in a program.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Set by the first signal.
  const std::atomic<bool>& requested() const;
};

}  // namespace homeward
