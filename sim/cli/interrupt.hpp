#pragma once

#include <atomic>
#include <cstdint>

namespace homeward {

/// Whether an interrupt is answered on stderr: of many processes at one study, one does.
enum class Answer : std::uint8_t { spoken, silent };

/// While alive, Ctrl-C (SIGINT), SIGTERM or SIGUSR1 (which mpirun passes on without ending anything) asks the program to finish the runs in flight and save; a second
/// one ends it at once with exit code 130, leaving finished parts on the disk. One at a time in a program.
class InterruptGuard {
 public:
  explicit InterruptGuard(Answer answer = Answer::spoken);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  /// Set by the first signal.
  const std::atomic<bool>& requested() const;
};

}  // namespace homeward
