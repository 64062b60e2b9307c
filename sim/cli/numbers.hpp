#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/measure/run_result.hpp"

namespace homeward {

/// How a number is shown to people.
enum class Style : std::uint8_t { percent, days, hours, dollars, plain };

/// By the outcome's quantity: a share is shown in percent.
Style style_of(const OutcomeInfo& outcome);

/// "%", "days", "hours", "$" or "": what stands beside the outcome's name in a table.
std::string_view unit_label(Style style);

/// A value with digits that can be read: percent and days with one decimal, dollars whole with thousands
/// separators, plain numbers with about three significant digits. NaN is "–".
std::string show(double value, Style style);

/// Numbers of one estimate side by side: as show (signed: as show_signed), with up to four digits more where
/// two that differ would look the same.
std::vector<std::string> show_apart(std::span<const double> values, Style style);
std::vector<std::string> show_signed_apart(std::span<const double> values, Style style);

/// Likewise plain numbers with at least so many digits after the point.
std::vector<std::string> show_apart_from(std::span<const double> values, int digits);

/// A difference of two values: as show, with its sign; +0.0 where it rounds to nothing.
std::string show_signed(double value, Style style);

/// "1 replication", "1,200 replications".
std::string count_text(std::uint64_t count, std::string_view what);

/// "1,234,567".
std::string with_thousands(std::uint64_t value);

/// "3 s", "2 min 05 s", "1 h 12 min".
std::string show_seconds(double seconds);

/// "12 MB", "3.4 GB".
std::string show_bytes(std::uint64_t bytes);

}  // namespace homeward
