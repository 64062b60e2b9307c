#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/scenario/faults.hpp"
#include "sim/scenario/ranges.hpp"
#include "sim/scenario/value.hpp"

/// From a TOML value to a member of the scenario and back. A value that does not fit is told and leaves the
/// member as it was. What `print` gives, `read` takes back to the same bits.
namespace homeward {

void read(const Value& value, std::string_view path, const Range& range, double& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, std::uint32_t& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, std::uint64_t& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, bool& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, std::string& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, std::vector<double>& out,
          Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, Clock& out, Faults& faults);
void read(const Value& value, std::string_view path, const Range& range, Duration& out, Faults& faults);

template <typename T>
void read(const Value& value, std::string_view path, const Range& range, std::optional<T>& out,
          Faults& faults) {
  T inner{};
  read(value, path, range, inner, faults);
  out = inner;
}

std::string print(double value);
std::string print(std::uint32_t value);
std::string print(std::uint64_t value);
std::string print(bool value);
std::string print(const std::string& value);
std::string print(const std::vector<double>& value);
std::string print(const Clock& value);
std::string print(const Duration& value);

/// An absent optional prints as "", which means that the key is not set.
template <typename T>
std::string print(const std::optional<T>& value) {
  return value ? print(*value) : std::string{};
}

/// The index of a text among names, or nothing with a fault told.
std::optional<std::size_t> read_choice(const Value& value, std::string_view path,
                                       std::span<const std::string_view> names, Faults& faults);

/// "one of a, b, c".
std::string one_of(std::span<const std::string_view> names);

/// Tells members of a table that are none of `known`.
void refuse_others(const Value& table, std::string_view path, std::initializer_list<std::string_view> known,
                   Faults& faults);

/// Whether a value is a table, with a fault told if not.
bool is_table(const Value& value, std::string_view path, Faults& faults);

}  // namespace homeward
