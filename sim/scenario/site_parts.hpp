#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/faults.hpp"
#include "sim/scenario/read.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/value.hpp"

/// Positions that a layer of files names for the program and another for the sites: the nearer one counts. A
/// program's number over sites with their own is shared by what these had.
namespace homeward {

/// The member of a site that holds its part.
inline constexpr const char* part_member = "part";

/// What a site of a tree had of the positions that are shared anew, or nothing.
std::optional<double> part_of(const Value& site);

/// Before a layer is put over a tree: where it names the program's positions (a number or a ratio) and sites
/// of the tree have their own, these become parts. Gives the paths of what is no longer there.
std::vector<std::string> make_parts(Value& root, const Value& layer);

/// After it was put there: where it names positions of sites and every site now has its own, a program's
/// number that says otherwise goes. Gives the paths of what is no longer there.
std::vector<std::string> drop_overruled(Value& root, const Value& layer);

/// Shares the program's positions over the sites of a tree that have parts, by largest remainder, and notes
/// what came of it.
void share_out_parts(const Value& root, Scenario& scenario);

/// Tells a file that names the program's positions and, at odds with them, those of sites.
void refuse_both_ways(const Value& file, Faults& faults);

/// Tells a command that sets the program's positions and those of sites.
void refuse_both_ways(std::span<const Override> overrides, Faults& faults);

}  // namespace homeward
