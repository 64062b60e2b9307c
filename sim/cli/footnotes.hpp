#pragma once

#include <string>
#include <vector>

namespace homeward {

/// What is to be said of some cells of a table, below it: equal texts share a number.
class Footnotes {
 public:
  /// The mark of a text, "[1]"; "" of an empty one.
  std::string mark(const std::string& text);
  /// A line a text, "[1] needs 12 months after the window; the run has 3"; "" where there are none.
  std::string text() const;

 private:
  std::vector<std::string> texts_;
};

}  // namespace homeward
