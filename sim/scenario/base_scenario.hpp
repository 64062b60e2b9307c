#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/issues.hpp"
#include "sim/scenario/checked.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

/// A value that is put over a base scenario, as `--set` would.
struct Setting {
  std::vector<std::string> path;  ///< parts of the dotted key, at least one
  Value value;
};

/// A scenario that many others are made from by setting some keys: its files are read once, its tree is kept.
class BaseScenario {
 public:
  /// Reads and checks the base itself. Throws InputError.
  explicit BaseScenario(const std::filesystem::path& file, std::span<const Override> overrides = {});

  const Checked<Scenario>& scenario() const { return scenario_; }

  /// Whether an uncertain parameter is set nearer than its line in `[uncertainty]`: by a file that extends
  /// the one with the line, or by an override. Its own value is then meant, and nothing is drawn.
  bool is_meant_as_set(std::string_view key) const { return meant_as_set_.contains(key); }
  /// Where the line of an uncertain parameter was written.
  Origin origin_of_uncertainty(const std::string& key) const;

  /// What came of a derivation. The scenario is sound only where there are no issues.
  struct Derived {
    Scenario scenario;
    std::vector<Issue> issues;
  };
  /// The base with other values, by the same reading and the same rules as a scenario file. It has no title,
  /// description or sources: these are the base's.
  Derived derive(const std::string& name, std::span<const Setting> settings) const;

 private:
  std::string place_;
  Value tree_;
  Checked<Scenario> scenario_;
  std::set<std::string, std::less<>> meant_as_set_;  ///< keys with a line in [uncertainty]
};

}  // namespace homeward
