#pragma once

#include <cstdint>
#include <string>

namespace homeward::fuzz {

/// Leaves in a results file few arrays of each kind: there is as much to get wrong, and reading it takes a
/// fraction of the time.
void cut_down(const std::string& file);

/// Reads one of the things that a results file offers, as the commands that tell of it do, or refuses it.
/// Without the commands themselves: to make their arguments takes longer than all of this.
void read_one_thing(const std::string& file, std::uint8_t which);

}  // namespace homeward::fuzz
