#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace homeward {

/// One fault of an input, as the user is told it: "file:line:col: text" (line and column are left out where 0).
struct Issue {
  std::string place;     ///< file name as given, or "--set coaches.positions"
  std::uint32_t line{};  ///< 1.., 0 = unknown
  std::uint32_t column{};
  std::string text;
};

/// "file:line:col: text".
std::string to_string(const Issue& issue);

/// Faults of input files, gathered and thrown once. Exit code 3.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Issue> issues);
  const std::vector<Issue>& issues() const { return issues_; }

 private:
  std::vector<Issue> issues_;
};

/// Wrong use of the command line. Exit code 2.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A results file that is damaged, of another kind or of another version. Exit code 5.
class ResultsError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Something failed while running (a disk that is full, say). Exit code 1.
class RunError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace homeward
