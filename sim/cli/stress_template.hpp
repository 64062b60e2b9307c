#pragma once

#include <string_view>

namespace homeward {

/// sim/model/STRESS.md as it was when the program was built: the description of the model by the items of
/// STRESS-DES, with places that a report fills (sim/cli/fill_template.hpp).
extern const std::string_view stress_template;

}  // namespace homeward
