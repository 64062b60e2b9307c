#pragma once

#include <array>
#include <string_view>
#include <utility>

/// What hostile input is thrown at. Each target takes any bytes; it may refuse them as the program would,
/// with faults, but nothing else may come of it: require() ends the process where a promise is broken, the
/// sanitizers where memory is.
namespace homeward::fuzz {

void scenario(std::string_view input);    ///< files of TOML: a scenario, what it extends, its population
void study(std::string_view input);       ///< files of TOML: a study and its base; every point is made
void set(std::string_view input);         ///< lines of KEY=VALUE
void where(std::string_view input);       ///< a condition
void population(std::string_view input);  ///< a CSV population
void part(std::string_view input);        ///< a part file, under a right checksum
void damage(std::string_view input);      ///< changed bytes of a results file
void results(std::string_view input);     ///< a results file that HDF5 can read, but changed in its structure

using Target = void (*)(std::string_view);
inline constexpr std::array<std::pair<std::string_view, Target>, 8> targets{{{"scenario", scenario},
                                                                             {"study", study},
                                                                             {"set", set},
                                                                             {"where", where},
                                                                             {"population", population},
                                                                             {"part", part},
                                                                             {"damage", damage},
                                                                             {"results", results}}};

/// The target of this name; ends the process if there is none.
Target target_named(std::string_view name);

}  // namespace homeward::fuzz
