#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/cli/export_tables.hpp"
#include "sim/core/units.hpp"
#include "sim/measure/run_result.hpp"

namespace homeward {

/// Whom an outcome of a file rests on, by its attribute; of a file without it by this program's table, and
/// unstated where neither knows.
RestsOn rests_on(std::string_view outcome, std::string_view attribute);

/// Which numbers by trait are left out because few families stand behind them (--min-cell). A number is left
/// out where it rests on fewer families or children than asked for, or the file does not tell on how many.
/// Where the total would reveal what is left out, because that is one level of a trait or fewer families
/// together than asked for, the next smallest levels go with it.
class SmallCells {
 public:
  /// `smallest` 0: nothing is left out.
  SmallCells(const ResultsFile& file, ResultsBlocks& blocks, std::uint32_t smallest);

  /// [trait level]: whether it may be told.
  using Told = std::vector<bool>;
  /// [RestsOn], of one run. Only of cohort, exits and reunified does a file say how many they are.
  using ToldByBasis = std::array<Told, rests_on_names.size()>;
  ToldByBasis told(std::size_t scenario, std::uint32_t replication);
  bool on() const { return smallest_ > 0; }

 private:
  Told told_of(std::span<const double> sizes) const;
  std::array<std::vector<double>, 2> count_exits(std::size_t scenario, std::uint32_t replication);
  /// On the axis of levels, of a code in a column of the long table.
  std::size_t place_of(std::size_t trait, std::size_t code) const;
  SimTime window_end(std::size_t scenario);

  const ResultsFile& file_;
  ResultsBlocks& blocks_;
  std::uint32_t smallest_;
  std::size_t levels_;
  std::vector<std::vector<std::size_t>> traits_;  ///< [trait][..]: places of its levels on the axis
  std::vector<std::vector<std::size_t>> places_;  ///< [trait column][code]: place on the axis
  std::pair<std::size_t, SimTime> window_{~std::size_t{0},
                                          0};  ///< scenario last asked for, and its window's end
};

/// Which levels of one trait may be told, given how many families or children each has: none that is small,
/// and no other whose telling would reveal, with the total, one left out or fewer together than `smallest`. A
/// level without anybody hides nobody.
std::vector<bool> told_levels(std::span<const double> sizes, std::uint32_t smallest);

/// Whether the population of a scenario was read from a file, so that its families may be real ones.
bool reads_population_file(const std::string& resolved_toml);

}  // namespace homeward
