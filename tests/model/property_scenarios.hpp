#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace homeward::test {

class Dice;

/// A small scenario drawn over all mechanisms, all keys and their extremes; the same for the same number
/// everywhere.
Scenario random_scenario(std::uint64_t number);

/// Sets a few keys, any of the key table, to values in and at the edges of their ranges. What other keys do
/// not allow is left.
void turn_keys(Dice& dice, Scenario& scenario);

}  // namespace homeward::test
