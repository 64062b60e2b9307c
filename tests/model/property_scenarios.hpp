#pragma once

#include <cstdint>

#include "sim/scenario/scenario.hpp"

namespace homeward::test {

/// A small scenario drawn over all mechanisms and their extremes; the same for the same number everywhere.
Scenario random_scenario(std::uint64_t number);

}  // namespace homeward::test
