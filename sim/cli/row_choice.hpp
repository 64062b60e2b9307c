#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/measure/run_result.hpp"

namespace CLI {
class App;
}

namespace homeward {

/// How many rows a table of many scenarios has for each outcome.
struct RowLimit {
  std::string text;  ///< as asked for: "", a number, or "all"
  /// Throws UsageError for anything else.
  std::size_t most(std::size_t scenarios) const;
};

/// Adds `--rows N|all`.
void add_rows_option(CLI::App& command, RowLimit& limit);

/// Which rows of a group are shown. Where there are more than fit: `always`, the best (or highest) and the
/// worst (or lowest), in that order.
struct RowChoice {
  std::vector<std::size_t> rows;  ///< places in the group
  std::size_t gap{};              ///< before which of `rows` the others are left out
  std::size_t left_out{};
};
/// @param means of the rows; NaN goes last
RowChoice choose_rows(std::span<const double> means, Better better, std::optional<std::size_t> always,
                      std::size_t most);

/// The line that stands for the rows left out.
std::string left_out_text(std::size_t rows, Better better);

}  // namespace homeward
