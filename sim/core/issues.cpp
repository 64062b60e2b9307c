#include "sim/core/issues.hpp"

#include <fmt/format.h>

#include "sim/core/printable.hpp"

namespace homeward {

std::string to_string(const Issue& issue) {
  if (issue.line == 0) return printable(fmt::format("{}: {}", issue.place, issue.text));
  return printable(fmt::format("{}:{}:{}: {}", issue.place, issue.line, issue.column, issue.text));
}

namespace {
std::string all_of(const std::vector<Issue>& issues) {
  std::string text;
  for (const auto& issue : issues) {
    if (!text.empty()) text += '\n';
    text += to_string(issue);
  }
  return text;
}
}  // namespace

InputError::InputError(std::vector<Issue> issues)
    : std::runtime_error(all_of(issues)), issues_(std::move(issues)) {}

}  // namespace homeward
