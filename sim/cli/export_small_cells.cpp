#include "sim/cli/export_small_cells.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "sim/measure/run_result.hpp"

namespace homeward {

namespace {

// Outcomes of the entry cohort whose share is taken over a part of it, of a size that is not stored.
constexpr std::array<std::string_view, 4> over_a_part{"permanency_12_months", "contacts_missed_share",
                                                      "naive_reunification_odds_ratio",
                                                      "naive_reunification_odds_ratio_ever_coached"};

}  // namespace

SmallCells::SmallCells(const ResultsFile& file, ResultsBlocks& blocks, std::uint32_t smallest)
    : blocks_(blocks), smallest_(smallest), levels_(file.axes().trait_levels.size()) {
  std::map<std::string, std::vector<std::size_t>> by_trait;
  for (std::size_t level = 0; level < levels_; ++level) {
    const auto& name = file.axes().trait_levels[level];
    by_trait[name.substr(0, name.find('='))].push_back(level);
  }
  for (auto& [trait, places] : by_trait) traits_.push_back(std::move(places));
}

bool SmallCells::rests_on_cohort(const std::string& outcome, const std::string& population) {
  return population == population_names[static_cast<std::size_t>(Population::entry_cohort)] &&
         std::find(over_a_part.begin(), over_a_part.end(), outcome) == over_a_part.end();
}

std::vector<bool> SmallCells::told(std::size_t scenario, std::uint32_t replication) const {
  std::vector<bool> told(levels_, true);
  if (!on()) return told;
  const std::array<std::size_t, 3> start{0, scenario, replication};
  const std::array<std::size_t, 3> count{levels_, 1, 1};
  const auto families = blocks_.read("by_trait/families_entered", start, count);
  const auto children = blocks_.read("by_trait/children_entered", start, count);
  const auto size = [&](std::size_t level) { return std::min(families[level], children[level]); };
  for (const auto& levels : traits_) {
    std::vector<std::size_t> bigger;
    double hidden = 0;  // in the levels that are left out
    std::size_t left_out = 0;
    const auto leave_out = [&](std::size_t level) {
      told[level] = false;
      hidden += size(level);
      ++left_out;
    };
    for (const auto level : levels) {
      if (!(families[level] > 0 || children[level] > 0)) continue;  // nobody: nothing to protect
      if (size(level) < smallest_) {
        leave_out(level);
      } else {
        bigger.push_back(level);
      }
    }
    std::sort(bigger.begin(), bigger.end(), [&](std::size_t x, std::size_t y) { return size(x) < size(y); });
    // The total less what is told gives what is left out together: that must not be small either.
    for (const auto level : bigger)
      if (left_out > 0 && (left_out < 2 || hidden < smallest_)) leave_out(level);
  }
  return told;
}

bool reads_population_file(const std::string& resolved_toml) {
  constexpr std::string_view key = "\ncsv = \"";
  const auto at = resolved_toml.find(key);
  return at != std::string::npos && resolved_toml.size() > at + key.size() &&
         resolved_toml[at + key.size()] != '"';
}

}  // namespace homeward
