#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/key_table.hpp"

namespace homeward {

/// Reads what a scenario has at one dotted path, such as `coaches.positions`, `hazards.readiness.shape` or
/// `traits.kin.share`.
class ScenarioPath {
 public:
  explicit ScenarioPath(std::string_view path);

  /// The resolved value; nothing where the key is not set or the path leads to none.
  std::optional<Value> value(const Scenario& scenario) const;
  /// The value if it is a number.
  std::optional<double> number(const Scenario& scenario) const;

 private:
  const KeyInfo* key_{};            ///< the key that the path is, or lies below
  std::vector<std::string> below_;  ///< what follows it
};

}  // namespace homeward
