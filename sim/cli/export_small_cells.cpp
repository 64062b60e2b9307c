#include "sim/cli/export_small_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "sim/core/issues.hpp"
#include "sim/measure/run_result.hpp"
#include "sim/scenario/read.hpp"

namespace homeward {

namespace {

/// Names in the attributes of the tables have underscores for blanks.
std::string without_blanks(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

ResultsError damaged(const ResultsFile& file, std::string_view why) {
  return ResultsError(fmt::format("{} is damaged: {}", file.path().string(), why));
}

}  // namespace

RestsOn rests_on(std::string_view outcome, std::string_view attribute) {
  const auto named = std::ranges::find(rests_on_names, attribute);
  if (named != rests_on_names.end()) return static_cast<RestsOn>(named - rests_on_names.begin());
  const auto row = std::ranges::find(outcome_table(), outcome, &OutcomeInfo::name);
  return row == outcome_table().end() ? RestsOn::unstated : row->rests_on;
}

SmallCells::SmallCells(const ResultsFile& file, ResultsBlocks& blocks, std::uint32_t smallest)
    : file_(file), blocks_(blocks), smallest_(smallest), levels_(file.axes().trait_levels.size()) {
  std::map<std::string, std::vector<std::size_t>> by_trait;
  std::map<std::string, std::size_t> axis;
  for (std::size_t level = 0; level < levels_; ++level) {
    const auto& name = file.axes().trait_levels[level];
    by_trait[name.substr(0, name.find('='))].push_back(level);
    axis[without_blanks(name)] = level;
  }
  for (auto& [trait, places] : by_trait) traits_.push_back(std::move(places));
  if (file.record() < RecordLevel::families) return;
  for (const auto& column : file.trait_columns()) {
    auto& places = places_.emplace_back();
    for (const auto& level : column.levels) {
      const auto place = axis.find(without_blanks(fmt::format("{}={}", column.name, level)));
      if (place == axis.end()) throw damaged(file, "by_trait/trait_level lacks a level of tables/families");
      places.push_back(place->second);
    }
  }
}

SmallCells::ToldByBasis SmallCells::told(std::size_t scenario, std::uint32_t replication) {
  ToldByBasis all;
  all.fill(Told(levels_, !on()));
  if (!on()) return all;
  const std::array<std::size_t, 3> start{0, scenario, replication};
  const std::array<std::size_t, 3> count{levels_, 1, 1};
  auto cohort = blocks_.read("by_trait/families_entered", start, count);
  const auto children = blocks_.read("by_trait/children_entered", start, count);
  for (std::size_t level = 0; level < levels_; ++level)
    cohort[level] = std::min(cohort[level], children[level]);
  all[static_cast<std::size_t>(RestsOn::cohort)] = told_of(cohort);
  if (places_.empty()) return all;
  const auto exits = count_exits(scenario, replication);
  for (const auto& [what, sizes] :
       {std::pair(RestsOn::exits, exits[0]), std::pair(RestsOn::reunified, exits[1])}) {
    auto& told = all[static_cast<std::size_t>(what)] = told_of(sizes);
    // Children may leave before the last of their family, whose exit is counted: none counted does not say
    // nobody.
    for (std::size_t level = 0; level < levels_; ++level)
      told[level] = told[level] && sizes[level] >= smallest_;
  }
  return all;
}

SmallCells::Told SmallCells::told_of(std::span<const double> sizes) const {
  Told told(levels_);
  for (const auto& levels : traits_) {
    std::vector<double> of_trait;
    for (const auto level : levels) of_trait.push_back(sizes[level]);
    const auto may_be_told = told_levels(of_trait, smallest_);
    for (std::size_t i = 0; i < levels.size(); ++i) told[levels[i]] = may_be_told[i];
  }
  return told;
}

/// Families by trait level with an exit in the window, and with one home.
std::array<std::vector<double>, 2> SmallCells::count_exits(std::size_t scenario, std::uint32_t replication) {
  std::array<std::vector<double>, 2> sizes;
  sizes.fill(std::vector<double>(levels_));
  std::array<FamilyNumber, 2> counted{};
  const auto rows = file_.rows(scenario, replication);
  const SimTime end = window_end(scenario);
  for (std::size_t i = 0; i < rows.families.size(); ++i) {
    const auto& row = rows.families[i];
    if (!(row.exit_day >= 0 && row.exit_day < end)) continue;
    for (std::size_t kind = 0; kind < sizes.size(); ++kind) {
      const bool home = row.exit_kind == static_cast<std::int8_t>(ExitKind::reunified);
      if ((kind == 1 && !home) || std::exchange(counted[kind], row.family) == row.family) continue;
      for (std::size_t trait = 0; trait < places_.size(); ++trait) {
        const auto code = rows.family_traits[i * places_.size() + trait];
        if (code >= 0) ++sizes[kind][place_of(trait, static_cast<std::size_t>(code))];
      }
    }
  }
  return sizes;
}

std::size_t SmallCells::place_of(std::size_t trait, std::size_t code) const {
  if (code < places_[trait].size()) return places_[trait][code];
  throw damaged(file_, "tables/families has an unknown level of a trait");
}

SimTime SmallCells::window_end(std::size_t scenario) {
  if (window_.first == scenario) return window_.second;
  try {
    const auto read = read_stored_scenario(file_.resolved_toml(scenario), file_.axes().scenarios[scenario]);
    window_ = {scenario, read->window_end()};
  } catch (const InputError&) {
    throw damaged(file_, "provenance/resolved_toml has a scenario that this program cannot read");
  }
  return window_.second;
}

std::vector<bool> told_levels(std::span<const double> sizes, std::uint32_t smallest) {
  std::vector<bool> told(sizes.size(), true);
  std::vector<std::size_t> bigger;
  double hidden = 0;  // in the levels that are left out
  std::size_t left_out = 0;
  const auto leave_out = [&](std::size_t level) {
    told[level] = false;
    hidden += sizes[level];
    ++left_out;
  };
  for (std::size_t level = 0; level < sizes.size(); ++level) {
    if (!(sizes[level] > 0)) continue;  // nobody: nothing to protect
    if (sizes[level] < smallest) {
      leave_out(level);
    } else {
      bigger.push_back(level);
    }
  }
  std::stable_sort(bigger.begin(), bigger.end(),
                   [&](std::size_t a, std::size_t b) { return sizes[a] < sizes[b]; });
  // The total less what is told gives what is left out together: that must not be small either.
  for (const auto level : bigger)
    if (left_out > 0 && (left_out < 2 || hidden < smallest)) leave_out(level);
  return told;
}

bool reads_population_file(const std::string& resolved_toml) {
  constexpr std::string_view key = "\ncsv = \"";
  const auto at = resolved_toml.find(key);
  return at != std::string::npos && resolved_toml.size() > at + key.size() &&
         resolved_toml[at + key.size()] != '"';
}

}  // namespace homeward
