#include "sim/cli/json.hpp"

#include <fmt/format.h>

#include <cmath>

namespace homeward {

namespace {
constexpr char first = '1';
constexpr char later = '2';
constexpr char after_key = 'k';
}  // namespace

void JsonWriter::separate() {
  if (depth_.empty()) return;
  if (depth_.back() == after_key) {
    depth_.pop_back();
    return;
  }
  if (depth_.back() == later) text_ += ',';
  depth_.back() = later;
  text_ += '\n' + std::string(2 * depth_.size(), ' ');
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  text_ += '{';
  depth_ += first;
  return *this;
}

JsonWriter& JsonWriter::begin_list() {
  separate();
  text_ += '[';
  depth_ += first;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  const bool empty = depth_.back() == first;
  depth_.pop_back();
  if (!empty) text_ += '\n' + std::string(2 * depth_.size(), ' ');
  text_ += '}';
  return *this;
}

JsonWriter& JsonWriter::end_list() {
  const bool empty = depth_.back() == first;
  depth_.pop_back();
  if (!empty) text_ += '\n' + std::string(2 * depth_.size(), ' ');
  text_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  value(name);
  text_ += ": ";
  depth_ += after_key;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      text_ += c;
    }
  }
  text_ += '"';
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  separate();
  text_ += std::isfinite(number) ? fmt::format("{}", number) : "null";
  return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
  separate();
  text_ += fmt::format("{}", number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  return *this;
}

}  // namespace homeward
