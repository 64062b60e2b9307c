#include "sim/experiment/where.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "sim/experiment/where_node.hpp"

namespace homeward {

namespace {

/// Where a character of a text stands in the file: exact for a text on one line without escapes.
Origin origin_at(const Value& written, std::size_t at) {
  Origin origin = written.origin;
  if (origin.line == 0) return origin;
  const auto before = written.text()->substr(0, at);
  if (before.find('\n') == std::string::npos) origin.column += static_cast<std::uint32_t>(at) + 1;
  return origin;
}

void give_places(WhereNode& node, const Value& written) {
  node.origin = origin_at(written, node.at);
  for (auto& operand : node.operands) give_places(operand, written);
}

using Term = std::variant<double, std::string, bool>;

[[noreturn]] void refuse(const WhereNode& node, const Scenario& scenario, const std::string& text) {
  throw InputError({{node.origin.place, node.origin.line, node.origin.column,
                     fmt::format("where: {} (at the point {})", text, scenario.name)}});
}

Term evaluate(const WhereNode& node, const Scenario& scenario);

/// Sums of decimal fractions meet their bound up to rounding: 0.1 + 0.2 is 0.3.
bool are_close(double a, double b) {
  constexpr double rounding = 1e-12;
  if (!std::isfinite(a) || !std::isfinite(b)) return a == b;
  return std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

double number_of(const WhereNode& node, const Scenario& scenario) {
  const auto term = evaluate(node, scenario);
  const auto* number = std::get_if<double>(&term);
  if (number == nullptr) refuse(node, scenario, fmt::format("{} is no number", node.text));
  if (std::isnan(*number)) refuse(node, scenario, "a division gives no number");
  return *number;
}

bool truth_of(const WhereNode& node, const Scenario& scenario) {
  const auto term = evaluate(node, scenario);
  const auto* truth = std::get_if<bool>(&term);
  if (truth == nullptr) refuse(node, scenario, fmt::format("{} is neither true nor false", node.text));
  return *truth;
}

Term value_of_key(const WhereNode& node, const Scenario& scenario) {
  const auto value = node.path->value(scenario);
  if (!value) refuse(node, scenario, fmt::format("{} is not set", node.text));
  if (value->is_number()) return value->number();
  if (value->text() != nullptr) return *value->text();
  if (value->boolean() != nullptr) return *value->boolean();
  refuse(node, scenario, fmt::format("{} is {}, not one number or text", node.text, show(*value)));
}

bool are_equal(const WhereNode& node, const Scenario& scenario) {
  const auto left = evaluate(node.operands[0], scenario);
  const auto right = evaluate(node.operands[1], scenario);
  const auto* a = std::get_if<double>(&left);
  const auto* b = std::get_if<double>(&right);
  if (a != nullptr && b != nullptr) return are_close(*a, *b);
  return left == right;  // of different kinds: a length of time that is "never" differs from every number
}

Term evaluate(const WhereNode& node, const Scenario& scenario) {
  const auto number = [&](std::size_t i) { return number_of(node.operands[i], scenario); };
  const auto truth = [&](std::size_t i) { return truth_of(node.operands[i], scenario); };
  switch (node.op) {
    case WhereOp::number:
      return node.number;
    case WhereOp::text:
      return node.text;
    case WhereOp::truth:
      return node.number > 0;
    case WhereOp::key:
      return value_of_key(node, scenario);
    case WhereOp::minus:
      return -number(0);
    case WhereOp::logical_not:
      return !truth(0);
    case WhereOp::add:
      return number(0) + number(1);
    case WhereOp::subtract:
      return number(0) - number(1);
    case WhereOp::multiply:
      return number(0) * number(1);
    case WhereOp::divide:
      return number(0) / number(1);
    case WhereOp::less:
      return number(0) < number(1) && !are_close(number(0), number(1));
    case WhereOp::less_equal:
      return number(0) <= number(1) || are_close(number(0), number(1));
    case WhereOp::greater:
      return number(0) > number(1) && !are_close(number(0), number(1));
    case WhereOp::greater_equal:
      return number(0) >= number(1) || are_close(number(0), number(1));
    case WhereOp::equal:
      return are_equal(node, scenario);
    case WhereOp::not_equal:
      return !are_equal(node, scenario);
    case WhereOp::logical_and:
      return truth(0) && truth(1);
    case WhereOp::logical_or:
      return truth(0) || truth(1);
  }
  return false;
}

}  // namespace

std::optional<Where> Where::parse(const Value& written, const Scenario& base, Faults& faults) {
  if (written.text() == nullptr) {
    faults.wrong(written, "where", "a condition in quotes, such as \"coaches.positions >= 4\"");
    return std::nullopt;
  }
  constexpr std::size_t longest = 10'000;
  if (written.text()->size() > longest) {
    faults.wrong(written, "where", fmt::format("at most {} characters", longest));
    return std::nullopt;
  }
  try {
    auto root = std::make_shared<WhereNode>(parse_where(*written.text(), base));
    give_places(*root, written);
    return Where(std::move(root));
  } catch (const WhereFault& fault) {
    faults.add(origin_at(written, fault.at), "where",
               fmt::format("where, character {}: {}", fault.at + 1, fault.text));
    return std::nullopt;
  }
}

bool Where::holds(const Scenario& scenario) const {
  return truth_of(*root_, scenario);
}

}  // namespace homeward
