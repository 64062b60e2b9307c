#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/issues.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value.hpp"

namespace homeward {

struct WhereNode;

/// A condition over the keys of a scenario, such as
///
///     coaches.positions * coaches.families_per_coach >= 60 and coaches.queue_rule == "first_come"
///
/// Numbers, keys, texts in quotes, true and false; + - * / and parentheses; < <= > >= == !=; and, or, not.
/// From loose to tight: or, and, not, comparisons (not chained), + -, * /, the sign.
class Where {
 public:
  /// Parses and checks the value of `where`: syntax, keys, kinds of operands. Nothing with the fault told if
  /// it is wrong; the fault names the column in the file.
  static std::optional<Where> parse(const Value& written, const Scenario& base, Faults& faults);

  /// Whether a scenario meets the condition. Throws InputError if it asks for a number that the scenario has
  /// not (a key that is not set, a length of time that is a distribution).
  bool holds(const Scenario& scenario) const;

 private:
  explicit Where(std::shared_ptr<const WhereNode> root) : root_(std::move(root)) {}
  std::shared_ptr<const WhereNode> root_;
};

}  // namespace homeward
