#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace homeward {

/// What is allowed but seldom meant, a line each with what to do: coaches who meet no family, dates after the
/// end, a number that another key overrules. Empty for most scenarios.
std::vector<std::string> likely_mistakes(const Scenario& scenario);

}  // namespace homeward
