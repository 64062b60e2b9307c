#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/checked.hpp"
#include "sim/scenario/scenario.hpp"

namespace homeward::fuzz {

/// Ends the process, telling what was promised, unless it is so.
void require(bool is_so, std::string_view promise);

/// Makes a folder of its own the working directory, once for the process; it is gone when the process ends in
/// peace.
void enter_own_folder();

/// Input cut at lines that begin with "#----", at most four pieces.
std::vector<std::string> pieces(std::string_view input);

/// Writes the pieces as main.toml, base.toml, other.toml and families.csv of the working directory; those not
/// given are gone. False for what would leave it: a path into the machine's own files may wait for ever, and
/// that is what was asked for.
bool write_files(const std::vector<std::string>& files);
void write_file(const std::string& name, std::string_view content);

/// Does what reads input. True if it was taken, false if refused with faults; a fault must be one printable
/// line.
bool taken(const std::function<void()>& read);

/// What is taken must mean the same when it is printed and read again.
void require_round_trip(const Checked<Scenario>& scenario);

/// One with traits and sites, and quick to go through.
const Checked<Scenario>& small_scenario();

}  // namespace homeward::fuzz
