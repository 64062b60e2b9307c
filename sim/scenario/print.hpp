#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace homeward {

/// The scenario as TOML without comments, with its paths as they are: what `check` reads back.
std::string print_plain(const Scenario& scenario);

}  // namespace homeward
