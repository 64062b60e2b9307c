#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/experiment/where.hpp"
#include "sim/scenario/base_scenario.hpp"
#include "sim/scenario/distribution_kinds.hpp"

/// A study: a base scenario, factors, and the design that says at which of their levels it is simulated.
namespace homeward {

enum class Design : std::uint8_t { grid, list, one_at_a_time, latin_hypercube, sobol, simplex };
inline constexpr std::array<std::string_view, 6> design_names{
    "grid", "list", "one_at_a_time", "latin_hypercube", "sobol", "simplex"};

/// Whether factors give a range or a distribution, and the study a number of points.
constexpr bool is_sampled(Design design) {
  return design == Design::latin_hypercube || design == Design::sobol;
}

enum class FactorRole : std::uint8_t { lever, uncertainty };
inline constexpr std::array<std::string_view, 2> factor_role_names{"lever", "uncertainty"};

/// One value of a factor.
struct Level {
  std::string label;  ///< of a number: the shortest text that reads back to it
  Value value;
};

/// What is varied.
struct Factor {
  std::string key;                ///< dotted path
  std::vector<std::string> path;  ///< its parts
  FactorRole role{FactorRole::lever};
  Origin origin;                                    ///< of the value of `key`
  std::vector<Level> levels;                        ///< not of a sampled factor
  std::optional<WrittenDistribution> distribution;  ///< of a sampled factor; a range is a uniform one
  bool whole_number{};                              ///< samples are rounded to whole numbers
};

struct Study {
  std::string name;                 ///< default: the file's stem
  std::string title;                ///< "" = none
  std::string text;                 ///< of the file, for the record
  std::filesystem::path base_file;  ///< as reached from the study's own path
  std::shared_ptr<const BaseScenario> base;
  Design design{};
  std::optional<std::uint32_t> replications;  ///< nothing: the base's
  std::optional<std::uint32_t> draws;         ///< of the base's uncertain parameters; nothing: none are drawn
  std::uint32_t points{};                     ///< of a sampled design
  std::uint64_t seed{};                       ///< of a sampled design; the simulation has its own
  std::vector<Factor> factors;
  /// Factors that move together, as indices; every factor is in one group, most alone, in order of the file.
  std::vector<std::vector<std::size_t>> groups;
  std::optional<Where> where;
  std::string baseline;  ///< name of a point; "" = see points.hpp
};

/// Most points of a study, and most samples of one. A results file opens with that many scenarios.
inline constexpr std::uint32_t most_points = 65'536;

/// Whether a TOML file is a study rather than a scenario: it has `base`, `design` or `factor`. False too for
/// what cannot be read.
bool is_study_file(const std::filesystem::path& file);

/// Whether a TOML file can be no study but a scenario: it has nothing that only studies have, and something
/// else than its format. False too for what cannot be read.
bool is_scenario_file(const std::filesystem::path& file);

/// Reads a study with its base scenario, to which the overrides apply, and checks it against the key table.
/// The points are not made yet. Throws InputError with all faults at once.
Study read_study(const std::filesystem::path& file, std::span<const Override> overrides = {});

}  // namespace homeward
