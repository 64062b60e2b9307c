#include "sim/scenario/codecs.hpp"

#include <fmt/format.h>

#include <cmath>

namespace homeward {

void read(const Value& value, std::string_view path, const Range& range, double& out, Faults& faults) {
  if (!value.is_number())
    faults.wrong(value, path, "a number");
  else if (!range.contains(value.number()))
    faults.wrong(value, path, range.told_to(value.number()));
  else
    out = value.number();
}

namespace {

/// A whole number in a range, from an integer or from a float without a fraction.
template <typename Whole>
void read_whole(const Value& value, std::string_view path, const Range& range, Whole& out, Faults& faults) {
  const double number = value.number();
  if (!value.is_number())
    faults.wrong(value, path, "a number");
  else if (!range.contains(number))
    faults.wrong(value, path, range.told_to(number));
  else if (number != std::floor(number))
    faults.wrong(value, path, "a whole number");
  else if (const auto* whole = std::get_if<std::int64_t>(&value.data))
    out = static_cast<Whole>(*whole);
  else
    out = static_cast<Whole>(number);
}

}  // namespace

void read(const Value& value, std::string_view path, const Range& range, std::uint32_t& out, Faults& faults) {
  read_whole(value, path, range, out, faults);
}

void read(const Value& value, std::string_view path, const Range& range, std::uint64_t& out, Faults& faults) {
  read_whole(value, path, range, out, faults);
}

void read(const Value& value, std::string_view path, const Range&, bool& out, Faults& faults) {
  if (const auto* boolean = value.boolean())
    out = *boolean;
  else
    faults.wrong(value, path, "true or false");
}

void read(const Value& value, std::string_view path, const Range&, std::string& out, Faults& faults) {
  if (const auto* text = value.text())
    out = *text;
  else
    faults.wrong(value, path, "a text");
}

void read(const Value& value, std::string_view path, const Range& range, std::vector<double>& out,
          Faults& faults) {
  const auto* elements = value.list();
  if (elements == nullptr) {
    faults.wrong(value, path, "a list of numbers");
    return;
  }
  std::vector<double> numbers(elements->size());
  for (std::size_t i = 0; i < elements->size(); ++i)
    read((*elements)[i], fmt::format("{}[{}]", path, i), range, numbers[i], faults);
  out = std::move(numbers);
}

std::string print(double value) {
  return number_text(value);
}
std::string print(std::uint32_t value) {
  return fmt::format("{}", value);
}
std::string print(std::uint64_t value) {
  return fmt::format("{}", value);
}
std::string print(bool value) {
  return value ? "true" : "false";
}
std::string print(const std::string& value) {
  return toml_string(value);
}

std::string print(const std::vector<double>& value) {
  std::string result = "[";
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i > 0) result += ", ";
    result += number_text(value[i]);
  }
  return result + "]";
}

std::string one_of(std::span<const std::string_view> names) {
  return fmt::format("one of {}", fmt::join(names, ", "));
}

std::optional<std::size_t> read_choice(const Value& value, std::string_view path,
                                       std::span<const std::string_view> names, Faults& faults) {
  if (const auto* text = value.text())
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == *text) return i;
  faults.wrong(value, path, one_of(names));
  return std::nullopt;
}

void refuse_others(const Value& table, std::string_view path, std::initializer_list<std::string_view> known,
                   Faults& faults) {
  std::vector<std::string> paths;
  for (const auto name : known) paths.push_back(join_path(path, name));
  for (const auto& [key, member] : *table.table()) {
    bool is_known = false;
    for (const auto name : known) is_known = is_known || name == key;
    if (!is_known) faults.unknown(member, join_path(path, key), paths);
  }
}

bool is_table(const Value& value, std::string_view path, Faults& faults) {
  if (value.table() != nullptr) return true;
  faults.wrong(value, path, "a table");
  return false;
}

}  // namespace homeward
