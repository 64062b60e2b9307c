#pragma once

#include <string_view>

namespace homeward {

/// Version of the model: goes up whenever the same scenario and seed give other numbers. Runs of another
/// model version are never reused.
inline constexpr std::string_view model_version = "7";

/// Version of the program, as in `homeward --version`.
inline constexpr std::string_view program_version = HOMEWARD_VERSION;

}  // namespace homeward
