#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace homeward {

enum class PathKind : std::uint8_t {
  unknown,
  number,   ///< takes a single number
  section,  ///< keys, or members of a value, lie below it
  other
};

/// What a dotted path means in a scenario: a key, a section, a parameter of a distribution
/// ("hazards.readiness.shape"), or something of a trait or site ("traits.kin.hazard_ratios.readiness").
PathKind kind_of_path(const Scenario& scenario, std::string_view path);

/// Keys, sections and the paths of traits and sites of this scenario: what a misspelt path may have meant.
std::vector<std::string> known_paths(const Scenario& scenario);

/// Names of the number keys right below a section, in the order of the key table: what a Dirichlet draw
/// fills.
std::vector<std::string> numbers_below(std::string_view section);

}  // namespace homeward
