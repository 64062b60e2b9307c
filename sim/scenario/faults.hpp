#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

/// Gathers the faults of an input, so that all are told at once, in the order of the files and their lines.
class Faults {
 public:
  /// A fault in words. `path` is the key it is about ("" = the file).
  void add(const Origin& at, std::string_view path, std::string text);

  /// "KEY is VALUE; it must be MUST", or for a `--set KEY`: "VALUE is not MUST".
  void wrong(const Value& value, std::string_view path, std::string_view must);

  /// A key that is not known, with the nearest that is.
  void unknown(const Value& value, std::string_view path, std::span<const std::string> known);

  /// Whether a fault was told about this key or one below it: a rule over it would only say so again.
  bool any_at(std::string_view path) const;

  bool empty() const { return issues_.empty(); }
  /// Beyond this many faults the file is something else than a scenario; the rest is not told.
  bool full() const { return issues_.size() >= most_; }

  /// The faults by place (in the order they were first met), line and column. Leaves none behind.
  std::vector<Issue> take();

  /// Makes the faults of this place come after those of the places met before.
  void meet(const std::string& place);

 private:
  static constexpr std::size_t most_ = 1000;
  std::vector<Issue> issues_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string, std::less<>> paths_;
};

/// Throws InputError if there are faults.
void throw_if_any(Faults& faults);

}  // namespace homeward
