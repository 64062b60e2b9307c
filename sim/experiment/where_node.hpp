#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario_value.hpp"

/// The tree of a condition, and the words it is made of; shared by where_parse.cpp and where.cpp.
namespace homeward {

enum class WhereKind : std::uint8_t { number, text, truth, any };

enum class WhereOp : std::uint8_t {
  number,
  text,
  truth,
  key,
  minus,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or
};

struct WhereNode {
  WhereOp op{};
  WhereKind kind{};  ///< of its value
  std::size_t at{};  ///< where it starts in the text
  double number{};   ///< of a number; 1 or 0 of a truth
  std::string text;  ///< of a text; the path of a key
  std::optional<ScenarioPath> path;
  std::vector<WhereNode> operands;
  Origin origin;  ///< of the node in the file
};

/// A fault in the text of a condition.
struct WhereFault {
  std::size_t at{};
  std::string text;
};

/// One word of a condition.
struct WhereWord {
  enum class Kind : std::uint8_t { number, text, name, sign, end };
  Kind kind{};
  std::string text;  ///< a text without its quotes
  double number{};
  std::size_t at{};
};

/// Cuts a condition into words; the last is `end`. Throws WhereFault.
std::vector<WhereWord> where_words(std::string_view text);

/// Throws WhereFault.
WhereNode parse_where(std::string_view text, const Scenario& base);

}  // namespace homeward
