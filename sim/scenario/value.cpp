#include "sim/scenario/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace homeward {

double Value::number() const {
  if (const auto* whole = std::get_if<std::int64_t>(&data)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&data)) return *real;
  return 0;
}

const Value* Value::member(std::string_view key) const {
  const auto* members = table();
  if (members == nullptr) return nullptr;
  const auto found = members->find(key);
  return found == members->end() ? nullptr : &found->second;
}

std::string name_of(const Value& value) {
  const Value* name = value.member("name");
  return name != nullptr && name->text() != nullptr ? *name->text() : std::string{};
}

namespace {
struct Show {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(const std::string& value) const { return toml_string(shortened(value)); }
  std::string operator()(const DateOrTime&) const { return "a date or time"; }
  std::string operator()(const Date& value) const { return date_text(value); }
  std::string operator()(const Part& value) const { return fmt::format("a part of {}", value.positions); }
  std::string operator()(const ValueList& value) const {
    return value.empty() ? "an empty list" : fmt::format("a list of {}", value.size());
  }
  std::string operator()(const ValueTable&) const { return "a table"; }
};
}  // namespace

std::string show(const Value& value) {
  return std::visit(Show{}, value.data);
}

std::string toml_string(std::string_view text) {
  std::string result{'"'};
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (code < 0x20 || code == 0x7f) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string number_text(double number) {
  std::string text = fmt::format("{}", number);
  if (std::isfinite(number) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string path_part(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string{key} : toml_string(key);
}

std::string join_path(std::string_view prefix, std::string_view key) {
  if (prefix.empty()) return path_part(key);
  return fmt::format("{}.{}", prefix, path_part(key));
}

bool is_at_or_below(std::string_view path, std::string_view ancestor) {
  if (path.substr(0, ancestor.size()) != ancestor) return false;
  return path.size() == ancestor.size() || path[ancestor.size()] == '.' || path[ancestor.size()] == '[';
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string{text};
  std::size_t end = most;
  // A UTF-8 character goes on with bytes 10xxxxxx.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string{text.substr(0, end)} + "...";
}

}  // namespace homeward
