#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/cli/export_tables.hpp"

namespace homeward {

/// Which numbers by trait are left out because few families stand behind them (--min-cell). A number is left
/// out where its subgroup has fewer families or children in the entry cohort than asked for, or where the
/// file does not tell on how many it rests. Where the total would reveal what is left out, because that is
/// one level of a trait or fewer families together than asked for, the next smallest levels go with it.
class SmallCells {
 public:
  /// `smallest` 0: nothing is left out.
  SmallCells(const ResultsFile& file, ResultsBlocks& blocks, std::uint32_t smallest);

  /// [trait level] of one run: whether its numbers may be told, as far as the sizes of the cohort go.
  std::vector<bool> told(std::size_t scenario, std::uint32_t replication) const;
  /// Whether the file tells on how many an outcome rests: those of the entry cohort as a whole.
  static bool rests_on_cohort(const std::string& outcome, const std::string& population);
  bool on() const { return smallest_ > 0; }

 private:
  ResultsBlocks& blocks_;
  std::uint32_t smallest_;
  std::vector<std::vector<std::size_t>> traits_;  ///< [trait][..]: places of its levels on the axis
  std::size_t levels_{};
};

/// Whether the population of a scenario was read from a file, so that its families may be real ones.
bool reads_population_file(const std::string& resolved_toml);

}  // namespace homeward
